"""The feeds of briefings."""

from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from builder.model import Directory
from builder.pages import SiteContent
from builder.pages.machine import feeds
from builder.templating import Templates
from tests.pages.conftest import by_path, site_of

ATOM = "{http://www.w3.org/2005/Atom}"


def text(site: SiteContent, templates: Templates, path: str) -> str:
    return by_path(feeds.files(site, templates))[path].text or ""


URL = "https://example.org/repo/"


@pytest.mark.parametrize("url", ["https://example.org/repo", URL])
def test_the_atom_feed_has_all_that_the_format_requires(templates: Templates, url: str) -> None:
    feed = ElementTree.fromstring(text(site_of(site_url=url), templates, "feed.xml"))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        id_, title, updated = (element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        assert title
        assert urlsplit(id_ or "").scheme == "https"
        assert datetime.fromisoformat(updated or "").tzinfo is not None
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    assert all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries)
    assert feed.findtext(f"{ATOM}updated") == "2024-02-20T18:30:00+08:00"


def test_the_feed_of_a_site_without_briefings_is_valid(templates: Templates) -> None:
    empty = SiteContent(settings=site_of(site_url=URL).settings, briefings=(), directory=Directory(instruments={}))
    feed = ElementTree.fromstring(text(empty, templates, "feed.xml"))
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_titles_in_the_feed_carry_their_column_and_stay_text(templates: Templates) -> None:
    feed = ElementTree.fromstring(text(site_of(site_url=URL), templates, "feed.xml"))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "【热点追踪】一文看懂 <Sora> & 文生视频"


def test_addresses_are_whole_where_the_site_knows_its_own(templates: Templates) -> None:
    site = site_of(site_url="https://example.org/repo")
    feed = ElementTree.fromstring(text(site, templates, "feed.xml"))
    addresses = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert addresses == [
        "https://example.org/repo/feed.xml",
        "https://example.org/repo/",
        "https://example.org/repo/briefings/sora/",
        "https://example.org/repo/briefings/chips/",
    ]


@pytest.mark.parametrize("url", ["https://example.org", URL])
def test_the_json_feed_has_all_that_the_format_requires(templates: Templates, url: str) -> None:
    feed = json.loads(text(site_of(site_url=url), templates, "feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert all(item["id"] and item["content_text"] for item in feed["items"])
    assert feed["items"][0]["date_published"] == "2024-02-20T18:30:00+08:00"
    assert feed["items"][1]["date_published"] == "2024-01-10T00:00:00+08:00"


def test_there_is_a_feed_in_each_format(templates: Templates) -> None:
    assert [file.path for file in feeds.files(site_of(site_url=URL), templates)] == ["feed.xml", "feed.json"]
    assert list(feeds.files(site_of(), templates)) == [], "a feed has whole addresses"
