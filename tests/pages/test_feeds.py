"""What programs read: feeds, the map for search engines, JSON."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from builder.model import Directory
from builder.pages import SiteContent, generated_files
from builder.templating import Templates

from .conftest import site_of

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def text(site: SiteContent, templates: Templates, path: str) -> str:
    return next(leaf.text or "" for leaf in generated_files(site, templates) if leaf.path == path)


@pytest.mark.parametrize("url", ["", "https://example.org/repo/"])
def test_the_atom_feed_has_all_that_the_format_requires(templates: Templates, url: str) -> None:
    feed = ElementTree.fromstring(text(site_of(site_url=url), templates, "feed.xml"))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for one in (feed, *entries):
        id_, title, updated = (one.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        assert title
        assert urlsplit(id_ or "").scheme in ("urn", "https")
        assert datetime.fromisoformat(updated or "").tzinfo is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries)
    assert feed.findtext(f"{ATOM}updated") == "2024-02-20T18:30:00+08:00"


def test_the_feed_of_a_site_without_briefings_is_valid(templates: Templates) -> None:
    empty = SiteContent(settings=site_of().settings, briefings=(), directory=Directory(instruments={}))
    feed = ElementTree.fromstring(text(empty, templates, "feed.xml"))
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_titles_in_the_feed_carry_series_and_stay_text(templates: Templates) -> None:
    feed = ElementTree.fromstring(text(site_of(), templates, "feed.xml"))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "【热点追踪】一文看懂 <Sora> & 文生视频"


def test_addresses_are_whole_where_the_site_knows_its_own(templates: Templates) -> None:
    site = site_of(site_url="https://example.org/repo")
    feed = ElementTree.fromstring(text(site, templates, "feed.xml"))
    found = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert found == [
        "https://example.org/repo/feed.xml",
        "https://example.org/repo/",
        "https://example.org/repo/briefings/sora/",
        "https://example.org/repo/briefings/chips/",
    ]
    assert "Sitemap: https://example.org/repo/sitemap.xml" in text(site, templates, "robots.txt")


@pytest.mark.parametrize("url", ["", "https://example.org/"])
def test_the_json_feed_has_all_that_the_format_requires(templates: Templates, url: str) -> None:
    feed = json.loads(text(site_of(site_url=url), templates, "feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(item["id"] and item["content_text"] for item in feed["items"])
    assert feed["items"][0]["date_published"] == "2024-02-20T18:30:00+08:00"
    assert feed["items"][1]["date_published"] == "2024-01-10T00:00:00+08:00"


def test_the_map_lists_every_page_once(templates: Templates) -> None:
    site = site_of(site_url="https://example.org/")
    tree = ElementTree.fromstring(text(site, templates, "sitemap.xml"))
    found = [one.text or "" for one in tree.iter(f"{MAP}loc")]
    assert len(found) == len(set(found))
    assert {"https://example.org/", "https://example.org/briefings/sora/", "https://example.org/about/"} <= set(found)
    assert "https://example.org/funds/990002/" in found
    assert all(one.startswith("https://example.org/") for one in found)


def test_the_list_of_briefings_says_what_each_is_about(templates: Templates) -> None:
    first, second = json.loads(text(site_of(), templates, "api/briefings.json"))
    assert first["url"] == "briefings/sora/"
    assert first["funds"] == ["990001"]
    assert first["as_of"] == "2024-02-19"
    assert second["summary"] == "一月里芯片板块先抑后扬。"
