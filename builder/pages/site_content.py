"""What generated pages are made of: all that the words and the directory say, and no number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from builder.model import Directory, Instrument, Measure, PageProjection, unique
from builder.settings.settings import Settings


@dataclass(frozen=True, kw_only=True)
class SiteContent:
    """The whole site as its generated pages see it."""

    settings: Settings
    briefings: tuple[PageProjection, ...]  # newest first
    plain: tuple[PageProjection, ...] = ()
    directory: Directory
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @cached_property
    def funds(self) -> tuple[Instrument, ...]:
        """Every fund of the catalogue, by code."""
        funds = (one for one in self.directory.instruments.values() if one.kind == "fund")
        return tuple(sorted(funds, key=lambda fund: fund.code))

    @cached_property
    def topic_urls(self) -> Mapping[str, str]:
        """The page of every topic of a briefing, e.g. {"人工智能": "topics/ren-gong-zhi-neng/"}."""
        return {topic: url for page in self.briefings for topic, url in page.topic_urls.items()}

    @cached_property
    def topics(self) -> Mapping[str, tuple[PageProjection, ...]]:
        """The briefings of each topic, the topic last written about first."""
        found: dict[str, tuple[PageProjection, ...]] = {}
        for page in self.briefings:
            for topic in page.meta.topics:
                found[topic] = (*found.get(topic, ()), page)
        return found

    @cached_property
    def mentions(self) -> Mapping[str, tuple[PageProjection, ...]]:
        """The briefings that mention each fund, by code, newest first."""
        found: dict[str, list[PageProjection]] = {}
        for page in self.briefings:
            for code in codes(page):
                found.setdefault(code, []).append(page)
        return {code: tuple(pages) for code, pages in found.items()}

    def fund(self, code: str) -> Instrument | None:
        """The fund of this code, if the catalogue has it."""
        return self.directory.instruments.get(f"fund:{code}")

    def summary(self, page: PageProjection) -> str:
        """What lists and feeds say of a page: its summary, or else its first paragraph."""
        return page.meta.summary or page.excerpt


def codes(page: PageProjection) -> tuple[str, ...]:
    """The codes of all funds that a briefing mentions, each once."""
    return unique((*page.mentions, *page.meta.funds))
