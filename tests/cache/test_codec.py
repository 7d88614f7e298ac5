"""Values of the model as JSON, and back: equal after it, and as hashable as before."""

from __future__ import annotations

import json
from typing import TypeVar

from builder.cache.codec import decode, to_json
from builder.model import Body, Directory, Heading, Instrument, Mark, Page, PageMeta, ShellInput

T = TypeVar("T")
META = PageMeta(title="一篇", date="2024-02-20", topics=("人工智能", "芯片"), funds=("990101",), draft=True)
MARK = Mark(block="number", params={"series": "990101", "window": "1y"}, line=7, column=5, length=9, text="{{ … }}")
PAGE = Page(
    path="briefings/a.md",
    kind="briefing",
    meta=META,
    url="briefings/a/",
    markdown="近一年 \ue0000\ue001",
    marks=(MARK, MARK),
    mentions=("990101",),
    keys={"title": 2},
)


def through_json(value: T) -> T:
    """A value as another process or the next build has it."""
    return decode(type(value), json.loads(to_json(value)))


def test_a_page_comes_back_with_its_front_matter_and_marks() -> None:
    page = through_json(PAGE)
    assert page == PAGE
    assert (type(page.meta), type(page.marks[0])) == (PageMeta, Mark)


def test_tuples_come_back_as_tuples_inside_others_too() -> None:
    assert through_json(META).topics == ("人工智能", "芯片")
    assert decode(PageMeta, {"title": "题", "corrections": [["a", ["b"]]]}).corrections == (("a", ("b",)),)


def test_bodies_shells_and_directories_come_back_with_what_they_hold() -> None:
    heading = Heading(id="yi", title="一、为什么?", level=2)
    fund = Instrument(id="fund:990101", code="990101", name="示例", facts={"index": "X90713"}, has_history=True)
    body = Body(html="<p>一</p>", headings=(heading,), excerpt="一")
    shell_input = ShellInput(depth=2, kind="briefing", title="题", headings=(heading, heading))
    directory = Directory(instruments={fund.id: fund}, data_as_of={"nav": "2024-02-19"}, digests={fund.id: "ab"})
    assert through_json(body) == body
    assert through_json(shell_input) == shell_input
    assert through_json(directory) == directory


def test_equal_values_are_the_same_json() -> None:
    first = Directory(instruments={}, data_as_of={"nav": "2024-02-19", "index": "2024-02-20"})
    second = Directory(instruments={}, data_as_of={"index": "2024-02-20", "nav": "2024-02-19"})
    assert to_json(first) == to_json(second)
    assert "一篇" in to_json(PAGE)  # unescaped, since the store keeps a great many of them
