"""The feeds of briefings."""

from __future__ import annotations

import json
import posixpath
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from builder.model import Directory, GeneratedFile, hole
from builder.pages import SiteContent
from builder.pages.machine import feeds
from builder.templating import Templates
from tests.pages.conftest import CHIPS, by_path, site_of

ATOM = "{http://www.w3.org/2005/Atom}"


def text(site: SiteContent, templates: Templates, path: str) -> str:
    return all_feeds(site, templates)[path].text or ""


def all_feeds(site: SiteContent, templates: Templates) -> dict[str, GeneratedFile]:
    html = {page.url: f"<p>{hole(page.meta.slug + '/0')} &amp; 全文</p>" for page in site.briefings}
    return by_path(
        [
            *feeds.main_feeds(site, templates, {"atom": html, "json": html}),
            feeds.corrections_feed(site, templates, [hole("restated/sora")]),
            *feeds.files(site, templates),
        ]
    )


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
    assert all(item["id"] and item["content_html"] for item in feed["items"])
    assert feed["items"][0]["date_published"] == "2024-02-20T18:30:00+08:00"
    assert feed["items"][1]["date_published"] == "2024-01-10T00:00:00+08:00"


def test_the_full_text_is_in_the_main_feeds_with_its_holes(templates: Templates) -> None:
    site = site_of(site_url=URL)
    feed = ElementTree.fromstring(text(site, templates, "feed.xml"))
    contents = [content.text for content in feed.iter(f"{ATOM}content")]
    assert contents[0] == f"<p>{hole('sora/0')} &amp; 全文</p>", "an XML parser gives back the HTML"
    item = json.loads(text(site, templates, "feed.json"))["items"][0]
    assert item["content_html"] == contents[0]


def test_each_topic_fund_column_and_author_has_a_feed(templates: Templates) -> None:
    site = site_of(site_url=URL)
    paths = {
        "topics/sora-heng-kong-chu-shi/feed.xml": ["sora"],
        "topics/ren-gong-zhi-neng/feed.xml": ["sora", "chips"],
        "funds/990001/feed.xml": ["sora"],
        "series/re-dian-zhui-zong/feed.xml": ["sora"],
        "authors/yan-jiu-bu/feed.xml": ["sora"],
    }
    files = by_path(feeds.files(site, templates))
    others = {"feeds/feed.xsl", "feeds/index.html"}
    assert files.keys() == {*paths, *others}, "of a fund that is not in the catalogue there is none"
    for path, slugs in paths.items():
        feed = ElementTree.fromstring(files[path].text or "")
        assert feed.findtext(f"{ATOM}id") == f"{URL}{path}", "a feed's id is its own"
        assert [id_.text for id_ in feed.iterfind(f"{ATOM}entry/{ATOM}id")] == [
            f"{URL}briefings/{slug}/" for slug in slugs
        ]
    assert list(feeds.files(site_of(), templates)) == [], "a feed has whole addresses"


def corrected(*corrections: str) -> SiteContent:
    site = site_of(site_url=URL)
    sora, *others = site.briefings
    return replace(site, briefings=(replace(sora, meta=replace(sora.meta, corrections=corrections)), *others))


def test_a_correction_moves_the_entry_and_the_feed_and_is_told(templates: Templates) -> None:
    site = corrected("2024年3月5日:<净值>更正")
    for path in ("feed.xml", "topics/ren-gong-zhi-neng/feed.xml"):
        feed = ElementTree.fromstring(text(site, templates, path))
        assert feed.findtext(f"{ATOM}updated") == "2024-03-05T00:00:00+08:00"
        assert feed.findtext(f"{ATOM}entry/{ATOM}published") == "2024-02-20T18:30:00+08:00"
        assert feed.findtext(f"{ATOM}entry/{ATOM}id") == f"{URL}briefings/sora/", "it is the same entry"
    assert feed.findtext(f"{ATOM}entry/{ATOM}content") == "更正：2024年3月5日:<净值>更正"
    assert json.loads(text(site, templates, "feed.json"))["items"][0]["date_modified"] == "2024-03-05T00:00:00+08:00"


def test_each_correction_is_an_entry_of_its_own_in_the_feed_of_corrections_the_latest_first(
    templates: Templates,
) -> None:
    def entries(*corrections: str) -> list[tuple[str, ...]]:
        feed = ElementTree.fromstring(text(corrected(*corrections), templates, "feeds/corrections.xml"))
        names = ("id", "title", "updated", "summary")
        return [tuple(entry.findtext(f"{ATOM}{name}") or "" for name in names) for entry in feed.iter(f"{ATOM}entry")]

    first, second = "2024年3月5日:<净值>更正", "2024-04-01 又一处"
    (old,) = entries(first)
    assert old[0].startswith(f"{URL}briefings/sora/#correction-")
    assert old[1:] == ("更正：一文看懂 <Sora> & 文生视频", "2024-03-05T00:00:00+08:00", first)
    new, same = entries(first, second)
    assert same == old, "what was told stays as it was"
    assert new[0] != old[0] and new[2:] == ("2024-04-01T00:00:00+08:00", second)
    assert entries() == []


def test_entries_of_restated_numbers_have_their_holes_before_all_others(templates: Templates) -> None:
    feed = text(corrected("2024年3月5日:更正"), templates, "feeds/corrections.xml")
    assert feed.index(hole("restated/sora")) < feed.index("<entry>")


def test_a_feed_has_the_newest_briefings_only(templates: Templates) -> None:
    site = site_of(site_url=URL)
    many = tuple(replace(CHIPS, url=f"briefings/{index}/") for index in range(feeds.NEWEST + 5))
    site = replace(site, briefings=many)
    for path in ("feed.xml", "topics/ren-gong-zhi-neng/feed.xml"):
        assert len(ElementTree.fromstring(text(site, templates, path)).findall(f"{ATOM}entry")) == feeds.NEWEST
    assert len(json.loads(text(site, templates, "feed.json"))["items"]) == feeds.NEWEST


def test_a_feed_names_the_sheet_that_makes_it_a_page(templates: Templates) -> None:
    files = all_feeds(site_of(site_url=URL), templates)
    for path, file in files.items():
        if path.endswith(".xml"):
            sheet = (file.text or "").partition('type="text/xsl" href="')[2].partition('"')[0]
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), sheet)) == "feeds/feed.xsl"
    ElementTree.fromstring(files["feeds/feed.xsl"].text or "")
