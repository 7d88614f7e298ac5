"""The list of topics, and the page of each topic."""

from __future__ import annotations

from builder.pages import SiteContent, topics
from builder.templating import Templates

from .conftest import by_path, html


def test_there_is_a_list_and_a_page_for_each_topic(site: SiteContent, templates: Templates) -> None:
    assert [file.path for file in topics.files(site, templates)] == [
        "topics/index.html",
        "topics/sora-heng-kong-chu-shi/index.html",
        "topics/ren-gong-zhi-neng/index.html",
    ]


def test_a_topic_lists_its_briefings_newest_first(site: SiteContent, templates: Templates) -> None:
    text = html(by_path(topics.files(site, templates))["topics/ren-gong-zhi-neng/index.html"])
    assert 0 < text.index("briefings/sora/") < text.index("briefings/chips/")
    first = html(by_path(topics.files(site, templates))["topics/sora-heng-kong-chu-shi/index.html"])
    assert "briefings/chips/" not in first
