"""The feeds of briefings for feed readers, Atom and JSON Feed: of all, of each topic, column, author and fund, and of corrections.

The main feeds have the full text, the others summaries. See docs/decisions/0040-what-programs-read.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from builder.language import LANGUAGES, current, translate
from builder.model import GeneratedFile, PageProjection, digest
from builder.pages.briefing_page import share_picture
from builder.pages.machine import feeds_page
from builder.pages.machine.addresses import absolute_url
from builder.pages.machine.metadata import modified
from builder.pages.page_dates import feed_timestamp, last_correction
from builder.pages.site_content import SiteContent
from builder.templating import Templates
from builder.vocabulary import LISTINGS

NEWEST = 20  # briefings in a feed
_NO_BRIEFINGS = "1970-01-01T00:00:00+00:00"  # the formats require a date, and a build reads no clock


def main_feeds(
    site: SiteContent, templates: Templates, texts: Mapping[str, Mapping[str, str]]
) -> Iterator[GeneratedFile]:
    """feed.xml and feed.json. `texts` has the full text of each briefing, with its holes, by form and address."""
    entries = [_entry(site, page) for page in site.briefings[:NEWEST]]
    urls = [page.url for page in site.briefings[:NEWEST]]
    with_texts = [{**entry, "text": texts["atom"][url]} for entry, url in zip(entries, urls, strict=True)]
    yield _atom(site, templates, "feed.xml", "", with_texts)
    items = [_item({**entry, "text": texts["json"][url]}) for entry, url in zip(entries, urls, strict=True)]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.settings.site_name,
        "home_page_url": absolute_url(site.settings, ""),
        "feed_url": absolute_url(site.settings, "feed.json"),
        "description": site.settings.description,
        "language": LANGUAGES[current()],
        "items": items,
    }
    yield GeneratedFile(path="feed.json", text=json.dumps(feed, ensure_ascii=False, indent=1) + "\n")


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The feeds of columns, topics, authors and of funds that briefings mention; the sheet by which a browser shows a feed as a
    page; and the page that lists all feeds. Without site_url there are none: a relative address leads nowhere in a feed reader.
    """
    if not site.settings.site_url:
        return
    groups = [(translate(label), list(_of_listings(site, kind))) for kind, label in LISTINGS.items()]
    groups.append((translate("基金"), list(_funds(site))))
    for selection in (selection for _, selections in groups for selection in selections):
        entries = [_entry(site, page) for page in selection.pages[:NEWEST]]
        yield _atom(site, templates, selection.path, selection.title, entries)
    yield GeneratedFile(path="feeds/feed.xsl", text=templates.render("feeds/feed.xsl"))
    listed = [(heading, [(feed.title, feed.path) for feed in selections]) for heading, selections in groups]
    yield feeds_page.page(templates, listed)


class _Selection(NamedTuple):
    """A feed that has some of the briefings."""

    path: str
    title: str
    pages: Sequence[PageProjection]


def _of_listings(site: SiteContent, kind: str) -> Iterator[_Selection]:
    for listing in site.listings:
        if listing.kind == kind:
            yield _Selection(f"{listing.url}feed.xml", listing.name, listing.briefings)


def _funds(site: SiteContent) -> Iterator[_Selection]:
    for code, pages in site.mentions.items():
        if fund := site.fund(code):
            yield _Selection(f"funds/{code}/feed.xml", translate("{name}（{code}）", name=fund.name, code=code), pages)


def corrections_feed(site: SiteContent, templates: Templates, restated: Sequence[str]) -> GeneratedFile:
    """feeds/corrections.xml: an entry for each correction of an author's, behind the entries of restated numbers.

    `restated` has the hole of each briefing's entry.
    """
    entries = [_correction(site, page, text) for page in site.briefings for text in page.meta.corrections]
    entries.sort(key=lambda entry: entry["updated"], reverse=True)
    return _atom(
        site,
        templates,
        "feeds/corrections.xml",
        translate("更正"),
        entries[:NEWEST],
        Markup("").join(map(Markup, restated)),
    )


def _correction(site: SiteContent, page: PageProjection, text: str) -> dict[str, Any]:
    """An entry of its own, which feed readers show as new."""
    day = last_correction((text,))
    date = feed_timestamp(day or page.meta.date, site.settings.options.zone)
    url = absolute_url(site.settings, page.url)
    return {
        **_entry(site, page),
        "id": f"{url}#correction-{digest(text)[:8]}",
        "url": f"{url}#corrections",
        "title": translate("更正：{title}", title=page.meta.title),
        "date": date,
        "updated": date,
        "summary": text,
        "picture": "",
        "corrections": (),
    }


def _atom(
    site: SiteContent,
    templates: Templates,
    path: str,
    title: str,
    entries: Sequence[Mapping[str, Any]],
    more: str = "",
) -> GeneratedFile:
    root = absolute_url(site.settings, "")
    text = templates.render(
        "feeds/atom.xml",
        settings=site.settings,
        title=f"{title} - {site.settings.site_name}" if title else site.settings.site_name,
        id=absolute_url(site.settings, path) if title else root,
        home=absolute_url(site.settings, path.rpartition("/")[0] + "/") if path.endswith("/feed.xml") else root,
        feed=absolute_url(site.settings, path),
        sheet=f"{'../' * path.count('/')}feeds/feed.xsl",
        entries=entries,
        more=more,
        updated=max((entry["updated"] for entry in entries), default=_last_published(site)),
    )
    return GeneratedFile(path=path, text=text)


def _last_published(site: SiteContent) -> str:
    dates = (feed_timestamp(page.meta.date, site.settings.options.zone) for page in site.briefings[:1])
    return next(dates, _NO_BRIEFINGS)


def _entry(site: SiteContent, page: PageProjection) -> dict[str, Any]:
    meta = page.meta
    picture = share_picture(page.url, site.settings) if page.has_chart else ""
    return {
        "id": absolute_url(site.settings, page.url),
        "url": absolute_url(site.settings, page.url),
        "title": translate("【{column}】{title}", column=meta.column, title=meta.title) if meta.column else meta.title,
        "date": feed_timestamp(meta.date, site.settings.options.zone),
        "updated": modified(site.settings, meta),
        "summary": site.summary(page),
        "authors": meta.authors or (site.settings.site_name,),
        "picture": absolute_url(site.settings, picture) if picture else "",
        "tags": (*((meta.column,) if meta.column else ()), *meta.topics),
        "corrections": meta.corrections,
        "text": "",
    }


def _item(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["id"],
        "url": entry["url"],
        "title": entry["title"],
        "summary": entry["summary"],
        "content_html": entry["text"],
        "date_published": entry["date"],
        "date_modified": entry["updated"],
        "authors": [{"name": name} for name in entry["authors"]],
        "tags": list(entry["tags"]),
        **({"image": entry["picture"]} if entry["picture"] else {}),
    }
