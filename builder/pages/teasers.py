"""Briefings as lists show them: on the front page, in the archive and in listings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.model import PageProjection
from builder.pages.page_dates import written_date
from builder.pages.site_content import SiteContent, fund_codes


@dataclass(frozen=True, kw_only=True)
class Teaser:
    """What a list shows of a briefing."""

    url: str
    title: str
    column: str
    column_url: str
    date: str  # ISO, for machines
    day: str  # for readers, e.g. "2024年2月20日"
    summary: str
    topics: tuple[tuple[str, str], ...]  # name, url
    funds: tuple[tuple[str, str], ...]  # name, url


def teaser(site: SiteContent, page: PageProjection) -> Teaser:
    """What lists show of this briefing. Funds that are not in the catalogue are left out, since they have no page."""
    funds = [fund for fund in map(site.fund, fund_codes(page)) if fund]
    return Teaser(
        url=page.url,
        title=page.meta.title,
        column=page.meta.column,
        column_url=page.listings.get("series", {}).get(page.meta.column, ""),
        date=page.meta.date,
        day=written_date(page.meta.date[:10]),
        summary=site.summary(page),
        topics=tuple(page.listings.get("topics", {}).items()),
        funds=tuple((fund.facts.get("short_name", fund.name), f"funds/{fund.code}/") for fund in funds),
    )


def teasers(site: SiteContent, pages: Iterable[PageProjection]) -> tuple[Teaser, ...]:
    """What lists show of these briefings, in order."""
    return tuple(teaser(site, page) for page in pages)
