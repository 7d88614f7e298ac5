"""What the parser takes for lists, quotations, code and paragraphs, held against another reading of CommonMark."""

from __future__ import annotations

from typing import Any

import commonmark
import pytest

from builder.words.syntax.parser import markdown_parser
from tests.words.parsed_text import html

FORMS = [
    "列表：\n- 甲\n- 乙",
    "列表：\n\n- 甲\n- 乙",
    "列表：\n1. 甲\n2. 乙",
    "在 2023\n2. 乙",
    "- 甲\n  - 乙",
    "- 甲\n   - 乙",
    "- 甲\n    - 乙",
    "- 甲\n  - 乙\n    - 丙\n- 丁",
    "1. 甲\n   - 乙\n   - 丙\n2. 丁",
    "1. 甲\n  - 乙",
    "- 甲\n1. 乙",
    "1. 甲\n- 乙",
    "- 甲\n* 乙\n+ 丙",
    " - 甲\n - 乙",
    "   - 甲\n   - 乙",
    "    - 甲",
    "-\t甲\n-\t乙",
    "- 甲\n\t- 乙",
    "\t- 甲",
    "1.\t甲\n\n\t乙",
    "- 甲\n\n- 乙",
    "- 甲\n\n  乙\n\n- 丙",
    "- 甲\n\n    乙",
    "- 甲\n\n      代码",
    "- 甲\n\n        代码",
    "- 甲\n乙",
    "- 甲\n  乙",
    "- 甲\n\n乙",
    "- 甲\n> 乙",
    "> - 甲\n> - 乙",
    "> 甲\n乙",
    "> 甲\n\n乙",
    "- > 甲\n  > 乙",
    "1) 甲\n2) 乙",
    "3. 甲\n4. 乙",
    "10. 甲\n\n    乙",
    "-甲\n-乙",
    "1.甲\n2.乙",
    "- \n  甲",
    "-\n\n  甲",
    "- 甲\n-\n- 丙",
    "- # 甲\n- 乙",
    "甲\n---\n- 乙",
    "- 甲\n---\n乙",
    "甲\n    乙",
    "    甲\n\n    乙",
    "- 甲\n\n\n  乙",
    "- 甲\n  1. 乙\n  2. 丙\n\n  丁",
]


def _parsed(text: str) -> list[Any]:
    """The blocks of some Markdown as nested lists, as our parser reads it."""
    root: list[Any] = ["document"]
    open_blocks = [root]
    for token in markdown_parser().parse(text):
        name = token.tag or token.type
        if token.type == "inline":
            open_blocks[-1].append("".join(child.content or "\n" for child in token.children or ()))
        elif token.nesting > 0:
            block = [f"{name} {token.attrs.get('start', 1)}" if name == "ol" else name]
            open_blocks[-1].append(block)
            open_blocks.append(block)
        elif token.nesting < 0:
            open_blocks.pop()
        else:
            open_blocks[-1].append([name, *([token.content] if token.content else [])])
    return root


_NAMES = {"paragraph": "p", "item": "li", "block_quote": "blockquote", "code_block": "code", "thematic_break": "hr"}


def _expected(node: Any) -> list[Any]:
    name = _NAMES.get(node.t, node.t)
    if node.t == "list":
        name = "ul" if node.list_data["type"] == "bullet" else f"ol {node.list_data['start']}"
    if node.t == "heading":
        name = f"h{node.level}"
    block: list[Any] = [name]
    if node.t in ("paragraph", "heading"):
        words, child = "", node.first_child
        while child:
            words += child.literal or "\n"
            child = child.nxt
        return [name, words]
    if node.t == "code_block":
        return [name, node.literal]
    child = node.first_child
    while child:
        block.append(_expected(child))
        child = child.nxt
    return block


def _joined(blocks: list[Any]) -> list[Any]:
    """The same without line breaks beside Chinese characters, which this site leaves out on purpose."""
    return [_joined(block) if isinstance(block, list) else block.strip().replace("\n", "") for block in blocks]


@pytest.mark.parametrize("text", FORMS)
def test_blocks_are_read_as_commonmark_reads_them(text: str) -> None:
    assert _joined(_parsed(text)) == _joined(_expected(commonmark.Parser().parse(text)))


def test_loose_lists_have_paragraphs_and_tight_ones_none() -> None:
    for text in ("- 甲\n- 乙", "- 甲\n\n- 乙", "1. 甲\n   - 乙\n\n   丙"):
        expected = commonmark.commonmark(text)
        assert html(text).replace("\n", "") == expected.replace("\n", "")


def test_a_fence_in_a_list_keeps_the_list_together() -> None:
    shown_html = html("1. 甲\n   ```python\n   x = 1\n   ```\n2. 乙\n")
    assert shown_html.count("<ol>") == 1 and "<p>" not in shown_html and "x" in shown_html


def test_a_fence_ends_a_paragraph_and_a_quotation() -> None:
    assert html("甲\n```\nx\n```\n乙").startswith("<p>甲</p>\n<div")
    assert html("> 甲\n```\nx\n```\n").startswith("<blockquote>\n<p>甲</p>\n</blockquote>\n<div")
