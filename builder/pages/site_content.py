"""What generated pages are made of: all that the words and the directory say, without numbers. `build` fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from builder.model import Directory, Instrument, Measure, PageProjection, unique
from builder.settings.settings import Settings


@dataclass(frozen=True, kw_only=True)
class SiteContent:
    """The content of a site, as its generated pages read it."""

    settings: Settings
    briefings: tuple[PageProjection, ...]  # newest first
    plain_pages: tuple[PageProjection, ...] = ()
    directory: Directory
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def latest(self) -> tuple[PageProjection, ...]:
        """The briefings that the front page shows, newest first; the first is its lead."""
        return self.briefings[: self.settings.options.latest]

    @cached_property
    def funds(self) -> tuple[Instrument, ...]:
        """Every fund of the catalogue, by code."""
        funds = (instrument for instrument in self.directory.instruments.values() if instrument.kind == "fund")
        return tuple(sorted(funds, key=lambda fund: fund.code))

    @cached_property
    def topic_urls(self) -> Mapping[str, str]:
        """The address of the page of every topic, e.g. {"人工智能": "topics/ren-gong-zhi-neng/"}."""
        return {topic: url for page in self.briefings for topic, url in page.topic_urls.items()}

    @cached_property
    def topics(self) -> Mapping[str, tuple[PageProjection, ...]]:
        """The briefings of each topic; the topic with the newest briefing comes first."""
        by_topic: dict[str, tuple[PageProjection, ...]] = {}
        for page in self.briefings:
            for topic in page.meta.topics:
                by_topic[topic] = (*by_topic.get(topic, ()), page)
        return by_topic

    @cached_property
    def mentions(self) -> Mapping[str, tuple[PageProjection, ...]]:
        """The briefings that mention each fund, by code, newest first."""
        by_code: dict[str, list[PageProjection]] = {}
        for page in self.briefings:
            for code in fund_codes(page):
                by_code.setdefault(code, []).append(page)
        return {code: tuple(pages) for code, pages in by_code.items()}

    def fund(self, code: str) -> Instrument | None:
        """The fund with this code, if the catalogue has it."""
        return self.directory.instruments.get(f"fund:{code}")

    def summary(self, page: PageProjection) -> str:
        """The summary of a page for lists and feeds: the author's, or else the first paragraph."""
        return page.meta.summary or page.excerpt


def fund_codes(page: PageProjection) -> tuple[str, ...]:
    """The codes of all funds that a briefing mentions, each once."""
    return unique((*page.mentions, *page.meta.funds))
