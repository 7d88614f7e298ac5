"""The page that lists all feeds."""

from __future__ import annotations

import re
from urllib.parse import unquote

from builder.model import ROOT
from builder.pages.machine import feeds
from builder.templating import Templates
from tests.pages.conftest import by_path, html, site_of

URL = "https://example.org/repo/"


def test_every_feed_is_on_the_page(templates: Templates) -> None:
    files = by_path(feeds.files(site_of(site_url=URL), templates))
    listed = [unquote(link) for link in re.findall(f'href="{ROOT}([^"]*)"', html(files["feeds/index.html"]))]
    main = ["feed.xml", "feed.json", "feeds/corrections.xml"]
    assert sorted(listed) == sorted([*main, *(path for path in files if path.endswith(".xml"))])


def test_the_feeds_stand_below_what_they_are_of(templates: Templates) -> None:
    text = html(by_path(feeds.files(site_of(site_url=URL), templates))["feeds/index.html"])
    assert re.findall("<h2[^>]*>(.*?)</h2>", text) == ["全站", "主题", "栏目", "作者", "基金"]
    assert "示例人工智能联接A（990001）" in text
