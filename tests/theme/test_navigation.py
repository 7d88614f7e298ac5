"""The navigation in every page's header, and the table of contents."""

from __future__ import annotations

import pytest

from builder.model import Heading
from builder.theme.navigation import mark_active, navigation_links, page_url, table_of_contents

DEFAULT = (("首页", ""), ("基金", "funds/"))


def test_a_site_without_nav_has_the_default_links() -> None:
    assert [(link.title, link.url) for link in navigation_links(None, DEFAULT)] == [("首页", ""), ("基金", "funds/")]


def test_nav_replaces_the_default_links_with_links_and_sections() -> None:
    nav = [
        {"首页": "/"},
        {"更 & 多": [{"关于 & 我们": "pages/about.md"}, "pages/legal.md", {"内": [{"外": "https://x.org"}]}]},
        {"空": []},
    ]
    home, more = navigation_links(nav, DEFAULT)
    assert (home.title, home.url, home.links) == ("首页", "", ())
    assert (more.title, more.url) == ("更 &amp; 多", "")
    assert [(link.title, link.url) for link in more.leaves] == [
        ("关于 &amp; 我们", "about/"),
        ("legal", "legal/"),
        ("外", "https://x.org"),
    ]
    assert home.leaves == (home,)


def test_a_section_with_the_link_of_the_page_is_active() -> None:
    home, more = mark_active(
        navigation_links([{"首页": "/"}, {"数据": [{"基金": "funds/"}, {"对比": "compare/"}]}], ()), "funds/"
    )
    assert (home.active, more.active, [link.active for link in more.links]) == (False, True, [True, False])


@pytest.mark.parametrize(("section", "active"), [("", ["首页"]), ("funds/", ["基金"]), ("compare/", []), (None, [])])
def test_only_the_link_of_the_section_is_active(section: str | None, active: list[str]) -> None:
    links = mark_active(navigation_links(None, DEFAULT), section)
    assert [link.title for link in links if link.active] == active


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("pages/about.md", "about/"),
        ("pages/index.md", ""),
        ("pages/legal/terms.md", "legal/terms/"),
        ("/", ""),
        ("index.html", ""),
        ("/funds/", "funds/"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_an_entry_of_nav_leads_to_the_page_that_it_names(target: str, url: str) -> None:
    assert page_url(target) == url


def test_headings_become_a_tree() -> None:
    levels = (("yi", 2), ("xi", 3), ("zai", 4), ("er", 2))
    headings = tuple(Heading(id=id_, title="<题>", level=level) for id_, level in levels)
    first, second = table_of_contents(headings)
    assert (first.url, first.title, second.url, second.children) == ("#yi", "&lt;题&gt;", "#er", ())
    assert [(entry.url, [child.url for child in entry.children]) for entry in first.children] == [("#xi", ["#zai"])]
