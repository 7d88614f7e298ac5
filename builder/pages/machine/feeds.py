"""The feeds of briefings, Atom and JSON Feed, for feed readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from builder.model import GeneratedFile, PageProjection
from builder.pages.briefing_page import share_picture
from builder.pages.machine.addresses import absolute_url
from builder.pages.page_dates import feed_timestamp
from builder.pages.site_content import SiteContent
from builder.templating import Templates

_NO_ENTRIES = "1970-01-01T00:00:00+00:00"  # the formats require a date, and a build reads no clock


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """feed.xml and feed.json. Without site_url there are none: a feed is read elsewhere, where a relative address leads nowhere."""
    if not site.settings.site_url:
        return
    entries = [_entry(site, page) for page in site.briefings]
    updated = entries[0]["date"] if entries else _NO_ENTRIES  # the newest comes first
    home = {
        "id": absolute_url(site.settings, ""),
        "url": absolute_url(site.settings, ""),
        "feed": absolute_url(site.settings, "feed.xml"),
    }
    text = templates.render("feeds/atom.xml", settings=site.settings, home=home, entries=entries, updated=updated)
    yield GeneratedFile(path="feed.xml", text=text)
    yield GeneratedFile(path="feed.json", text=_json_feed(site, entries))


def _entry(site: SiteContent, page: PageProjection) -> dict[str, Any]:
    meta = page.meta
    picture = share_picture(page.url, site.settings) if page.has_chart else ""
    return {
        "id": absolute_url(site.settings, page.url),
        "url": absolute_url(site.settings, page.url),
        "title": f"【{meta.column}】{meta.title}" if meta.column else meta.title,
        "date": feed_timestamp(meta.date, site.settings.options.zone),
        "summary": site.summary(page),
        "authors": meta.authors or (site.settings.site_name,),
        "picture": absolute_url(site.settings, picture) if picture else "",
        "tags": (*((meta.column,) if meta.column else ()), *meta.topics),
    }


def _json_feed(site: SiteContent, entries: list[dict[str, Any]]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.settings.site_name,
        "home_page_url": absolute_url(site.settings, ""),
        "feed_url": absolute_url(site.settings, "feed.json"),
        "description": site.settings.description,
        "language": "zh-CN",
        "items": [_item(entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["id"],
        "url": entry["url"],
        "title": entry["title"],
        "summary": entry["summary"],
        "content_text": entry["summary"] or entry["title"],  # the format requires content
        "date_published": entry["date"],
        "authors": [{"name": name} for name in entry["authors"]],
        "tags": list(entry["tags"]),
        **({"image": entry["picture"]} if entry["picture"] else {}),
    }
