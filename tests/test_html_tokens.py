"""HTML is cut into texts and tags, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.html_tokens import (
    attribute,
    edit_tags,
    element_end,
    is_closing,
    tag_name,
    tags,
    tokens,
    with_attribute,
    without_elements,
    without_tags,
)

PIECES = ["<p>", "</p>", '<a href="x>y" title="1">', "<br>", "一", " ", "&lt;", '"', "\n"]


def test_texts_and_tags_come_by_turns() -> None:
    assert tokens('一<a href="b">c</a>') == ["一", '<a href="b">', "c", "</a>", ""]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_nothing_is_lost(html: str) -> None:
    assert "".join(tokens(html)) == html
    assert "".join(tokens(html)[::2]) == without_tags(html)


def test_a_sign_in_an_attribute_ends_no_tag() -> None:
    assert without_tags('<img alt="a > b">c') == "c"


@pytest.mark.parametrize(
    ("tag", "name", "closing"), [("<td>", "td", False), ("</h2>", "h2", True), ('<a href="">', "a", False)]
)
def test_a_tag_has_a_name(tag: str, name: str, closing: bool) -> None:
    assert (tag_name(tag), is_closing(tag)) == (name, closing)


def test_an_attribute_is_read_and_replaced() -> None:
    tag = '<img data-alt="x" alt="" src="a.png">'
    assert (attribute(tag, "alt"), attribute(tag, "src"), attribute(tag, "title")) == ("", "a.png", None)
    assert with_attribute(tag, "src", r"\1.png") == r'<img data-alt="x" alt="" src="\1.png">'


def test_tags_of_a_name_are_found_and_edited() -> None:
    html = "<p><img><i>a</i><img></p>"
    assert tags(html, "img") == ["<img>", "<img>"]
    assert edit_tags(html, "img", lambda tag: f"({tag})") == "<p>(<img>)<i>a</i>(<img>)</p>"


def test_an_element_ends_with_its_own_closing_tag() -> None:
    html = "a<table><tr><td><table></table></td></tr></table>b"
    assert html[element_end(html, 1) :] == "b"
    assert element_end("<table><tr>", 0) == len("<table><tr>")


def test_elements_are_left_out_by_how_they_open() -> None:
    html = '一<sup id="f">\n1</sup><a class="back" href="#">b</a><a href="#">c</a><support>'
    assert without_elements(html, "sup") == '一<a class="back" href="#">b</a><a href="#">c</a><support>'
    assert without_elements(html, 'a class="back"') == '一<sup id="f">\n1</sup><a href="#">c</a><support>'
