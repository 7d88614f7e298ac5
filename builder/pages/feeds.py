"""The site in, its feeds out: Atom and JSON Feed, with whole addresses where mkdocs.yml knows the site's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from builder.model import GeneratedFile, PageProjection
from builder.pages.briefing_page import picture
from builder.pages.page_dates import stamp
from builder.pages.site_content import SiteContent
from builder.templating import Templates

_NEVER = "1970-01-01T00:00:00+00:00"  # the date of a feed without entries: required, and no clock is read


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """feed.xml and feed.json."""
    entries = [_entry(site, page) for page in site.briefings]
    updated = max((entry["date"] for entry in entries), default=_NEVER)
    home = {"id": _id(site, ""), "url": address(site, ""), "feed": address(site, "feed.xml")}
    text = templates.render("feeds/atom.xml", settings=site.settings, home=home, entries=entries, updated=updated)
    yield GeneratedFile(path="feed.xml", text=text)
    yield GeneratedFile(path="feed.json", text=_json_feed(site, entries))


def address(site: SiteContent, path: str) -> str:
    """A page's whole address, e.g. "https://example.org/briefings/sora/"; without site_url the way from the root."""
    known = site.settings.site_url
    return f"{known.rstrip('/')}/{quote(path)}" if known else quote(path) or "./"


def _entry(site: SiteContent, page: PageProjection) -> dict[str, Any]:
    meta = page.meta
    shown = picture(page.url, site.settings) if page.has_chart else ""
    return {
        "id": _id(site, page.url),
        "url": address(site, page.url),
        "title": f"【{meta.column}】{meta.title}" if meta.column else meta.title,
        "date": stamp(meta.date, site.settings.options.zone),
        "summary": site.summary(page),
        "authors": meta.authors or (site.settings.site_name,),
        "picture": address(site, shown) if shown else "",
        "tags": (*((meta.column,) if meta.column else ()), *meta.topics),
    }


def _id(site: SiteContent, path: str) -> str:
    """A name that stays: the address, or where there is none an id made of the site's name and the path."""
    if site.settings.site_url:
        return address(site, path)
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site.settings.site_name}/{path}')}"


def _json_feed(site: SiteContent, entries: list[dict[str, Any]]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.settings.site_name,
        "home_page_url": address(site, ""),
        "feed_url": address(site, "feed.json"),
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
        "content_text": entry["summary"] or entry["title"],  # the format requires a content
        "date_published": entry["date"],
        "authors": [{"name": name} for name in entry["authors"]],
        "tags": list(entry["tags"]),
        **({"image": entry["picture"]} if entry["picture"] else {}),
    }
