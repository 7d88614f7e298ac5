"""A briefing in, what a list shows of it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.model import PageProjection
from builder.pages.page_dates import chinese
from builder.pages.site_content import SiteContent, codes


@dataclass(frozen=True, kw_only=True)
class Teaser:
    """A briefing as lists show it."""

    url: str
    title: str
    series: str
    date: str  # as written, for machines
    day: str  # for readers, e.g. "2024年2月20日"
    summary: str
    topics: tuple[tuple[str, str], ...]  # name, url
    funds: tuple[tuple[str, str], ...]  # name, url


def teaser(site: SiteContent, page: PageProjection) -> Teaser:
    """What lists show of this briefing. Funds that the catalogue lacks are left out: their page does not exist."""
    funds = [fund for fund in map(site.fund, codes(page)) if fund]
    return Teaser(
        url=page.url,
        title=page.meta.title,
        series=page.meta.column,
        date=page.meta.date,
        day=chinese(page.meta.date[:10]),
        summary=site.summary(page),
        topics=tuple((topic, site.topic_urls[topic]) for topic in page.meta.topics),
        funds=tuple((fund.facts.get("short_name", fund.name), f"funds/{fund.code}/") for fund in funds),
    )


def teasers(site: SiteContent, pages: Iterable[PageProjection]) -> tuple[Teaser, ...]:
    """What lists show of these briefings, in order."""
    return tuple(teaser(site, page) for page in pages)
