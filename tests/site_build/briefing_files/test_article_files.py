"""Feeds and Markdown with the full text of briefings, built for real."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import html5lib
import pytest

from builder.site_build.build import BuildResult
from tests.site import BRIEFING, BRIEFING_WITHOUT_CHART, SETTINGS, SmallSite

URL = "https://example.org/repo/"
ATOM = "{http://www.w3.org/2005/Atom}"
FULL = ("feed.xml", "feed.json", "briefings/a/index.md", "briefings/b/index.md")
PATH = "content/briefings/2024/2024-02-20-a.md"


def built(site: SmallSite) -> BuildResult:
    result = site.build()
    assert result.problems == ()
    return result


@pytest.fixture
def addressed(site: SmallSite) -> SmallSite:
    site.write("mkdocs.yml", SETTINGS.replace("site_name: 小站", f"site_name: 小站\nsite_url: {URL}"))
    site.write(PATH, BRIEFING_WITHOUT_CHART)
    built(site)
    return site


def entries(site: SmallSite) -> dict[str, str]:
    """The HTML of each entry by the title of its briefing, as a reader parses both feeds."""
    feed = ElementTree.fromstring(site.read("site/feed.xml"))
    atom = {
        entry.findtext(f"{ATOM}title") or "": entry.findtext(f"{ATOM}content") or ""
        for entry in feed.iter(f"{ATOM}entry")
    }
    items = json.loads(site.read("site/feed.json"))["items"]
    assert atom == {item["title"]: item["content_html"] for item in items}, "both feeds say the same"
    return atom


def test_frozen_numbers_are_filled_in_and_live_ones_are_links(addressed: SmallSite) -> None:
    first, second = entries(addressed)["【热点】一篇简报"], entries(addressed)["另一篇"]
    assert "近一年 +13.94%,指数涨跌。" in first
    assert f'href="{URL}briefings/b/"' in first
    assert f'<a href="{URL}funds/990101/">示例人工智能联接A（990101）：最新值见网页</a>' in first
    assert f'净值 <a href="{URL}briefings/b/">最新值见网页</a>。' in second
    assert "<td>示例红利低波A</td>" in second
    assert not any(mark in first + second for mark in ("\ue000", "\ue002", "<svg", "<script", "<button", "popover"))
    for html in (first, second):
        parser = html5lib.HTMLParser(strict=True)
        parser.parseFragment(html)


def test_markdown_has_the_evidence_of_each_number_and_the_verdict_on_each_claim(addressed: SmallSite) -> None:
    text = addressed.read("site/briefings/a/index.md")
    assert "近一年 +13.94%[^0],指数涨跌[^1]。" in text
    first, second = text.rstrip().splitlines()[-2:]
    assert first.startswith("[^0]: fund:990101 return（近1年） = 0.13938")
    assert first.endswith("；2023-02-17 至 2024-02-19；数据截至 2024-02-19；来源：编造；模拟数据")
    assert "文中所述 高于 -90%：成立；index:X90713 return（近3月）" in second


def test_new_data_change_no_full_text(addressed: SmallSite) -> None:
    before = {path: addressed.read(f"site/{path}") for path in FULL}
    for code in ("990101", "990102", "990201"):
        path = f"content/data/nav/{code}.csv"
        addressed.write(path, addressed.read(path) + "2024-02-28,1.5000\n")
    published = built(addressed).published
    assert published is not None
    assert any(path == "briefings/b/index.html" for path in published.written), "its live number moved"
    assert not set(FULL) & set(published.written)
    assert {path: addressed.read(f"site/{path}") for path in FULL} == before


def test_an_edit_changes_its_own_text_only_and_a_cold_build_gives_the_same(addressed: SmallSite) -> None:
    addressed.write(PATH, BRIEFING_WITHOUT_CHART.replace("近一年", "一年来"))
    published = built(addressed).published
    assert published is not None
    assert {"feed.xml", "feed.json", "briefings/a/index.md"} <= set(published.written)
    assert "briefings/b/index.md" not in published.written
    assert addressed.pages() == addressed.cold_pages()


def test_a_site_without_an_address_has_no_full_texts(site: SmallSite) -> None:
    assert not any(path in site.pages() for path in FULL)


@pytest.mark.slow
def test_a_chart_is_a_table_with_what_it_shows(site: SmallSite) -> None:
    site.write("mkdocs.yml", SETTINGS.replace("site_name: 小站", f"site_name: 小站\nsite_url: {URL}"))
    site.write(PATH, BRIEFING)
    built(site)
    html = entries(site)["【热点】一篇简报"]
    assert "<th>日期</th><th>示例人工智能指数</th>" in html
    assert "<td>2023-06-01</td>" in html
    assert "数据截至2024年2月19日（模拟数据）" in html
