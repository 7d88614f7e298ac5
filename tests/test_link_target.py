"""Where a link leads inside the site."""

from __future__ import annotations

import pytest

from builder.link_target import Anchors, leads_elsewhere, site_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/funds/", "funds/"),
        ("/", ""),
        ("../../", ""),
        ("../b/", "briefings/b/"),
        ("../b", "briefings/b"),
        ("b.html", "briefings/a/b.html"),
        ("../../../../x/", "x/"),
        (".", "briefings/a/"),
    ],
)
def test_an_address_is_read_from_the_page_that_names_it(written: str, address: str) -> None:
    assert site_address("briefings/a/", written) == address


def test_a_place_is_found_by_its_id_and_by_its_words() -> None:
    anchors = Anchors(ids={"xiao-jie": "xiao-jie", "小结": "xiao-jie", "展望": ""})
    assert anchors.id("xiao-jie") == anchors.id("小结") == anchors.id("小结？") == "xiao-jie"
    assert anchors.id("展望") == anchors.id("没有") == ""


@pytest.mark.parametrize("written", ["https://example.com/", "mailto:a@example.com", "//example.com/", " JavaScript:x"])
def test_an_address_with_a_scheme_or_a_server_leads_elsewhere(written: str) -> None:
    assert leads_elsewhere(written)


@pytest.mark.parametrize("written", ["", "a.md", "/funds/", "#a", "../a:b.md", "中:a"])
def test_any_other_address_is_one_of_the_site(written: str) -> None:
    assert not leads_elsewhere(written)
