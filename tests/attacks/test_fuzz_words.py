"""Generated words, front matter, expressions, cashtags and fences: a page or problems in it, and no letter is lost unsaid."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from builder import blocks, numbers
from builder.expression import ExpressionError, half_width, looks_meant, parse_claim, parse_column
from builder.expression import parse as parse_expression
from builder.forbidden_characters import forbidden_in_file
from builder.model import Page, SourceFile
from builder.numbers.snapshot import Snapshot
from builder.problem import Failed
from builder.search.query.index_reader import IndexReader
from builder.search.query.search_query import parse_query
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse, understand
from tests.attacks.hostile_text import budget, obeyed, texts
from tests.site import BRIEFING, OTHER, SmallSite

PATH = "briefings/2024/2024-02-20-a.md"
FRONT = "---\ntitle: 题\ndate: 2024-02-22\n---\n\n"
FRONTS = (
    FRONT,
    "---\ntitle: 【热点】题\ndate: 2024-02-20T20:00:00+08:00\nas_of: 2024-02-19\npublish_at: 2024-03-01 08:00\n"
    "topics: [人工智能, 芯片]\nfunds: [990101]\ncorrections:\n  - 2024-02-21 改了一处\n"
    "draft: true\nslug: a-b\ncover: a.png\n---\n\n",
    "---\ntitle: 题\ndate: 2024-02-20\ntopics:\n \t- 芯片\n---\n\n",
)
MARKS = (
    *(
        "{{ 990101 return 1y }}",
        "{{",
        "}}",
        "[涨]{NVDA nav > 1}",
        "[涨",
        "]{",
        "{",
        "$示例红利(OTCFUND|990201)$",
        "$甲(",
        ")$",
    ),
    *(
        "990101 return 1y from 2024-01-01 as of 2024-02-01 > 3%",
        "SH600519",
        "00700.HK",
        "#话题#",
        "图:",
        "表:",
        "甲乙丙",
    ),
    *(
        "```chart\n",
        "```",
        "~~~",
        "type: line\n",
        "series: [990101]\n",
        "![图](a.png)",
        "](",
        "[a](b.md#c)",
        "<b>",
        "</b>",
    ),
    *(
        "<div>",
        "<!--",
        "-->",
        "&nbsp;",
        "&#x1;",
        "| a | b |\n|---|---|\n| 一 | 二 |\n",
        "[^1]",
        "[^1]: ",
        "!!! note",
        "    ",
    ),
    *(
        "> [!NOTE]\n",
        "- [ ] ",
        "1. ",
        "## ",
        "===",
        "~~",
        "==",
        "https://a.b/c",
        "www.a.b",
        "?",
        "??? ",
        "![[x]]",
        "\\$",
        "$$",
    ),
)
RENDERER = MarkdownRenderer()


def written(text: str, front: str = FRONT) -> Page:
    """The page of these words, converted. What `content_folder` refuses before is no input here."""
    source = SourceFile(path=PATH, text=front + text)
    page = parse(source, zone="Asia/Shanghai")
    RENDERER.body(page)
    return page


@budget(400)
@given(texts([BRIEFING.split("---\n\n", 1)[1], OTHER.split("---\n\n", 1)[1]], MARKS))
def test_a_text_is_a_page_or_problems(text: str) -> None:
    text = text.replace("\r", "")
    assume(not forbidden_in_file(text, path=PATH))
    obeyed(lambda: written(text), FRONT + text, path=PATH)


@budget(400)
@given(texts(FRONTS, ["title: ", "date: ", "topics: ", "- ", "slug: ", "\u00a0"]))
def test_a_front_matter_is_read_or_told(front: str) -> None:
    front = front.replace("\r", "")
    assume(not forbidden_in_file(front, path=PATH))
    obeyed(lambda: written("一\n", front), front + "一\n", path=PATH)
    page, problems = understand(SourceFile(path=PATH, text=front + "一\n"), zone="Asia/Shanghai")
    assert problems or page.url.startswith("briefings/")
    assert problems or not set("/\\.") & set(page.url.removeprefix("briefings/").rstrip("/"))


@pytest.mark.parametrize("read", [parse_expression, parse_claim, parse_column], ids=lambda read: read.__name__)
def test_an_expression_is_read_or_told_at_its_place(read: Callable[[str], object]) -> None:
    samples = [
        "990101 return 1y from 2024-01-01 as of 2024-02-01 as percent",
        "NVDA return 1y > 300%",
        "nav live",
        "a b ≥ -7.41",
    ]

    @budget(500)
    @given(texts(samples, ["from ", "to ", "as of ", "live ", "＞", "≈", "=>", "calendar-year ", "2023"]))
    def law(text: str) -> None:
        looks_meant(text)
        assert len(half_width(text)) == len(text)
        try:
            read(text)
        except ExpressionError as error:
            assert error.message and 0 <= error.start <= len(text) and error.length >= 1

    law()


_LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_SYNTAX = [
    *(
        "*",
        "**",
        "_",
        "__",
        "~~",
        "==",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
        "](",
        "![",
        "<",
        ">",
        "</",
        "/>",
        "<b>",
        "</b>",
        "<i",
        "&",
    ),
    *(
        "&lt;",
        "|",
        "\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n## ",
        "\n---\n",
        "\n===\n",
        "\n    ",
        "\n|---|---|\n",
        " | ",
        "$",
        "{",
    ),
    *(
        "}",
        "{{",
        "}}",
        "]{",
        "#",
        "^",
        "[^",
        "]: ",
        "!",
        "\\",
        " ",
        "  \n",
        ":",
        "：",
        "“",
        "”",
        "（",
        "）",
        "$(",
        ")$",
        "~",
        "\n!!! ",
    ),
    *(
        "\n??? ",
        "\n```\n",
        "\n~~~\n",
        "PE",
        "15%",
        "1.",
        "-",
        "+",
        "https://a.b/",
        "www.",
        "a@b.c",
        "=",
        "'",
        '"',
        "\t",
        "，",
        "。",
    ),
    *("\n[!NOTE]\n", "图:", "表:", "\n图:", "<div>", "</div>", "<br>", "{.a", "{#b", "\n: ", "*[", "\n\n    "),
]


@budget(1000)
@given(st.lists(st.sampled_from(_SYNTAX), max_size=14))
@example([" | ", " | ", "\n|---|---|\n", " | ", " | "])  # a cell too many
@example(["[", "]: ", "\n\n"])  # an address that no text names
@example(["", "\n\n[^", "]: "])  # a note without a mark
@example(["[", "[^", "](", ")", "\n\n[^", "]: "])  # a mark in the words of a link
@example(["```", "\n", "\n```\n"])
def test_no_letter_is_lost_without_a_word(signs: list[str]) -> None:
    """Each letter between the signs is in the page's HTML or in one of its marks, or the author is told of something."""
    text = "".join(f"{sign}{letter}" for sign, letter in zip(signs, _LETTERS, strict=False)) + "\n"
    try:
        page = parse(SourceFile(path=PATH, text=FRONT + text), zone="Asia/Shanghai")
        body = RENDERER.body(page)
    except Failed:
        return
    marks = json.dumps([[mark.text, dict(mark.params)] for mark in page.marks], ensure_ascii=False)
    there = unquote(unescape(body.html)) + marks
    lost = [letter for letter in _LETTERS[: len(signs)] if letter not in there]
    assert lost == [], text


@pytest.fixture(scope="module")
def snapshot(small_site: SmallSite) -> Snapshot:
    return numbers.load(small_site.root / "content/data", risk_free=0.0, trading_days=250)


FENCES = (
    "```chart\ntype: line\nseries: [990101, index:X90713]\nfrom: 2023-06-01\nto: 2024-01-01\nannotations:\n"
    "  - {date: 2023-09-01, text: 某日}\nlog: true\n```\n\n图:甲\n",
    "```chart\ntype: drawdown\nseries: 990101\nwindow: 1y\nas_of: 2024-02-01\nheight: 300\n```\n\n图:甲\n",
    "```chart\ntype: bar\nseries: [990101, 990201]\nmeasure: return 1y\nsort: desc\n```\n\n图:甲\n",
    "```funds\nfunds: [990101, 990201]\ncolumns: [nav, return 1y]\nsort: nav\n```\n\n表:甲\n",
    '```vega-lite\nseries: [990101]\n---\n{"mark": "line", "encoding": {"x": {"field": "date", "type": "temporal"}, '
    '"y": {"field": "990101", "type": "quantitative"}}}\n```\n\n图:甲\n',
    '```vega-lite\n{"data": {"values": [{"a": 1}]}, "mark": "bar", "transform": [{"filter": "datum.a > 0"}], '
    '"encoding": {"x": {"field": "a"}}}\n```\n\n图:甲\n',
    "```altair\nseries: [990101]\n---\nchart = 1\n```\n\n图:甲\n",
)


def test_a_fence_is_resolved_and_asks_or_is_told(snapshot: Snapshot) -> None:
    keys = [
        "type: ",
        "series: ",
        "from: ",
        "window: ",
        "measure: ",
        "columns: ",
        "annotations: ",
        '"data": ',
        '"expr": ',
        "datum.",
    ]

    @budget(400)
    @given(texts(FENCES, keys))
    def law(text: str) -> None:
        text = text.replace("\r", "")
        assume(not forbidden_in_file(text, path=PATH))

        def read() -> None:
            page = written(text)
            slots, problems = blocks.resolve_page(
                page, snapshot.directory, numbers.measures_by_name(), {}, trusted_code=True
            )
            for slot in slots.values():
                snapshot.answers(blocks.asks(slot))
            if problems:
                raise Failed(problems)

        obeyed(read, FRONT + text, path=PATH)

    law()


def test_a_query_finds_pages_or_nothing(small_site: SmallSite) -> None:
    reader = IndexReader(lambda path: (small_site.root / "site" / path).read_bytes())

    @budget(400)
    @given(texts(["人工智能 ETF", '"示例 红利" 990101', "S&P 500", "rgzn"], ["“", "」", "『", "芯片"]))
    def law(text: str) -> None:
        obeyed(lambda: reader.find(parse_query(text)), text)

    law()
