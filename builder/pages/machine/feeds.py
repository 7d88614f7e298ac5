"""The feeds of briefings for feed readers, Atom and JSON Feed: of all, of each topic, column, author and fund, and of corrections.

The main feeds have the full text, the others summaries. See docs/decisions/0040-what-programs-read.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from builder.model import GeneratedFile, PageProjection
from builder.pages.briefing_page import share_picture
from builder.pages.machine.addresses import absolute_url
from builder.pages.machine.metadata import modified
from builder.pages.page_dates import feed_timestamp
from builder.pages.site_content import SiteContent
from builder.templating import Templates

NEWEST = 20  # briefings in a feed
_NO_ENTRIES = "1970-01-01T00:00:00+00:00"  # the formats require a date, and a build reads no clock


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
        "language": "zh-CN",
        "items": items,
    }
    yield GeneratedFile(path="feed.json", text=json.dumps(feed, ensure_ascii=False, indent=1) + "\n")


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The feeds of topics, columns and authors, of funds that briefings mention, and of corrections, and the page that a
    browser shows of a feed. Without site_url there are none: a feed is read elsewhere, where a relative address leads nowhere."""
    if not site.settings.site_url:
        return
    yield GeneratedFile(path="feeds/feed.xsl", text=templates.render("feeds/feed.xsl"))
    for path, title, pages in _selections(site):
        yield _atom(site, templates, path, title, [_entry(site, page) for page in pages[:NEWEST]])


def _selections(site: SiteContent) -> Iterator[tuple[str, str, Sequence[PageProjection]]]:
    """Path and title of each feed that has some of the briefings, and these."""
    for listing in site.listings:
        yield f"{listing.url}feed.xml", listing.name, listing.briefings
    for code, pages in site.mentions.items():
        if fund := site.fund(code):
            yield f"funds/{code}/feed.xml", f"{fund.name}（{code}）", pages
    yield "feeds/corrections.xml", "更正", [page for page in site.briefings if page.meta.corrections]


def _atom(
    site: SiteContent, templates: Templates, path: str, title: str, entries: Sequence[Mapping[str, Any]]
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
        updated=max((entry["updated"] for entry in entries), default=_NO_ENTRIES),
    )
    return GeneratedFile(path=path, text=text)


def _entry(site: SiteContent, page: PageProjection) -> dict[str, Any]:
    meta = page.meta
    picture = share_picture(page.url, site.settings) if page.has_chart else ""
    return {
        "id": absolute_url(site.settings, page.url),
        "url": absolute_url(site.settings, page.url),
        "title": f"【{meta.column}】{meta.title}" if meta.column else meta.title,
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
