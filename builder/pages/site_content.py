"""What generated pages are made of: all that the words and the directory say, without numbers. `build` fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from builder.language import Twin
from builder.model import Directory, Instrument, Measure, PageProjection, unique
from builder.settings.settings import Settings
from builder.vocabulary import LISTINGS


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The briefings of a topic, a column or an author, which have a page together."""

    kind: str  # a name of `vocabulary.LISTINGS`, e.g. "topics"
    name: str
    url: str  # e.g. "topics/ren-gong-zhi-neng/"
    briefings: tuple[PageProjection, ...]  # newest first
    description: str = ""

    @property
    def is_question(self) -> bool:
        """Whether it is a topic that asks, e.g. "Sora横空出世，哪些板块受益？"."""
        return self.kind == "topics" and self.name.endswith(("？", "?"))

    @property
    def fund_codes(self) -> tuple[str, ...]:
        """The codes of all funds that its briefings mention, each once."""
        return unique(code for page in self.briefings for code in fund_codes(page))


@dataclass(frozen=True, kw_only=True)
class SiteContent:
    """The content of a site, as its generated pages read it."""

    settings: Settings
    briefings: tuple[PageProjection, ...]  # newest first
    plain_pages: tuple[PageProjection, ...] = ()
    translations: tuple[PageProjection, ...] = ()  # that no list shows, since it shows their twins
    twins: Mapping[str, tuple[Twin, ...]] = field(default_factory=dict)  # by path: a page in all its languages
    directory: Directory
    measures: Mapping[str, Measure] = field(default_factory=dict)
    descriptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # of listings, by kind and name

    @property
    def authored(self) -> list[tuple[PageProjection, ...]]:
        """All pages: the briefings and the plain pages that lists show, and those that none shows."""
        return [self.briefings, self.plain_pages, self.translations]

    @property
    def languages(self) -> tuple[str, ...]:
        """The language of the site, then the others of its pages."""
        languages = (page.meta.lang for pages in self.authored for page in pages)
        return unique((self.settings.language, *filter(None, languages)))

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
    def listings(self) -> tuple[Listing, ...]:
        """Every topic, then every column, then every author; of each kind that with the newest briefing first."""
        pages: dict[tuple[str, str, str], list[PageProjection]] = {}
        for kind in LISTINGS:
            for page in self.briefings:
                for name, url in page.listings.get(kind, {}).items():
                    pages.setdefault((kind, name, url), []).append(page)
            for page in (page for page in self.translations if page.kind == "briefing"):
                own = {twin.url for twin in self.twins.get(page.path, ())}
                for name, url in page.listings.get(kind, {}).items():
                    listed = pages.setdefault((kind, name, url), [])
                    if own.isdisjoint(other.url for other in listed):  # of twins that share a topic, one is shown
                        listed.append(page)
        return tuple(
            Listing(
                kind=kind,
                name=name,
                url=url,
                briefings=tuple(briefings),
                description=self.descriptions.get(kind, {}).get(name, ""),
            )
            for (kind, name, url), briefings in pages.items()
        )

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
