"""The pages of topics, columns and authors."""

from __future__ import annotations

import re
from dataclasses import replace

from builder.model import ROOT
from builder.pages import SiteContent, listings
from builder.templating import Templates

from .conftest import by_path, html, site_of

QUESTION, THEME = "topics/sora-heng-kong-chu-shi/", "topics/ren-gong-zhi-neng/"


def test_there_is_a_list_of_each_kind_and_a_page_for_each_name(site: SiteContent, templates: Templates) -> None:
    files = [
        file.path for make in (listings.topics, listings.columns, listings.authors) for file in make(site, templates)
    ]
    assert files == [
        "topics/index.html",
        f"{QUESTION}index.html",
        f"{THEME}index.html",
        "series/index.html",
        "series/re-dian-zhui-zong/index.html",
        "authors/index.html",
        "authors/yan-jiu-bu/index.html",
    ]


def test_a_listing_has_its_briefings_newest_first(site: SiteContent, templates: Templates) -> None:
    files = by_path(listings.topics(site, templates))
    text = html(files[f"{THEME}index.html"])
    assert 0 < text.index("briefings/sora/") < text.index("briefings/chips/")
    assert "briefings/chips/" not in html(files[f"{QUESTION}index.html"])


def test_topics_that_ask_are_apart_from_the_others(site: SiteContent, templates: Templates) -> None:
    themes, questions = html(by_path(listings.topics(site, templates))["topics/index.html"]).split(">问题</h2>")
    assert THEME in themes and THEME not in questions
    assert QUESTION in questions and QUESTION not in themes
    without = replace(site, briefings=site.briefings[1:])
    assert "问题" not in html(by_path(listings.topics(without, templates))["topics/index.html"])


def test_a_list_says_how_many_briefings_and_funds_each_has_and_when_the_last_came_out(
    site: SiteContent, templates: Templates
) -> None:
    text = re.sub("<.*?>", "", html(by_path(listings.topics(site, templates))["topics/index.html"]))
    assert "2 篇 · 1 只基金 · 最近 2024年2月20日" in text


def test_a_description_stands_in_the_list_on_the_page_and_in_its_head(site: SiteContent, templates: Templates) -> None:
    described = replace(site, descriptions={"authors": {"研究部": "<b>他们</b>"}})
    files = by_path(listings.authors(described, templates))
    for path in ("authors/index.html", "authors/yan-jiu-bu/index.html"):
        assert "&lt;b&gt;他们" in html(files[path])
    (page,) = (file.shell_input for file in files.values() if file.path == "authors/yan-jiu-bu/index.html")
    assert page and page.description == "<b>他们</b>"


def test_a_page_names_the_funds_of_its_briefings_and_links_to_its_feed(templates: Templates) -> None:
    text = html(by_path(listings.topics(site_of(site_url="https://example.org/"), templates))[f"{THEME}index.html"])
    assert f'<a href="{ROOT}funds/990001/">示例AI A</a>' in text and "111111" not in text
    assert f'href="{ROOT}{THEME}feed.xml"' in text


def test_a_site_without_address_has_no_feeds_to_link_to(site: SiteContent, templates: Templates) -> None:
    assert "feed.xml" not in html(by_path(listings.topics(site, templates))[f"{THEME}index.html"])


def test_a_site_without_any_says_so_and_leads_to_the_others(site: SiteContent, templates: Templates) -> None:
    text = html(by_path(listings.columns(replace(site, briefings=()), templates))["series/index.html"])
    assert "还没有栏目。" in text
    assert f'href="{ROOT}topics/"' in text and f'href="{ROOT}authors/"' in text
