"""The pages of topics, columns and authors: a list of each kind, and a page with the briefings of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.language import translate
from builder.model import GeneratedFile
from builder.pages.page_dates import written_date
from builder.pages.page_template import page_from_template
from builder.pages.site_content import Listing, SiteContent
from builder.pages.teasers import teasers
from builder.templating import Templates
from builder.vocabulary import LISTINGS


@dataclass(frozen=True, kw_only=True)
class ListingEntry:
    """What the list of a kind shows of a listing."""

    name: str
    url: str
    description: str
    count: int  # of briefings
    funds: int
    date: str  # ISO, of the newest briefing
    day: str  # the same for readers


def topics(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The list of topics, those that ask apart from the others, and the page of each."""
    return _files(site, templates, "topics")


def columns(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The list of columns, and the page of each."""
    return _files(site, templates, "series")


def authors(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The list of authors, and the page of each."""
    return _files(site, templates, "authors")


def _files(site: SiteContent, templates: Templates, kind: str) -> Iterator[GeneratedFile]:
    label = translate(LISTINGS[kind])
    listings = [listing for listing in site.listings if listing.kind == kind]
    yield page_from_template(
        templates,
        kind="listings",
        path=f"{kind}/index.html",
        section="topics/" if kind == "topics" else "archive/",
        title=label,
        description=translate("{site_name}的全部{label}。", site_name=site.settings.site_name, label=label),
        label=label,
        themes=[_entry(site, listing) for listing in listings if not listing.is_question],
        questions=[_entry(site, listing) for listing in listings if listing.is_question],
        others=[(translate(name), f"{other}/") for other, name in LISTINGS.items() if other != kind],
    )
    for listing in listings:
        yield page_from_template(
            templates,
            kind="listing",
            path=f"{listing.url}index.html",
            section="topics/" if kind == "topics" else "archive/",
            title=listing.name,
            description=listing.description or _description(listing),
            label=label,
            index=f"{kind}/",
            entry=_entry(site, listing),
            feed=f"{listing.url}feed.xml" if site.settings.site_url else "",
            funds=[
                (fund.facts.get("short_name", fund.name), f"funds/{fund.code}/")
                for fund in map(site.fund, listing.fund_codes)
                if fund
            ],
            briefings=teasers(site, listing.briefings),
        )


def _description(listing: Listing) -> str:
    """What programs read of a listing that its authors have not described."""
    return {
        "topics": translate("关于“{name}”的简报。", name=listing.name),
        "series": translate("“{name}”栏目的简报。", name=listing.name),
        "authors": translate("{name}的简报。", name=listing.name),
    }[listing.kind]


def _entry(site: SiteContent, listing: Listing) -> ListingEntry:
    date = listing.briefings[0].meta.date[:10]
    return ListingEntry(
        name=listing.name,
        url=listing.url,
        description=listing.description,
        count=len(listing.briefings),
        funds=sum(1 for code in listing.fund_codes if site.fund(code)),
        date=date,
        day=written_date(date),
    )
