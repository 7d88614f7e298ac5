"""Boxes, folded boxes, and quotations that are boxes."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, text_at


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("!!! note", "note", "说明"),
        ("!!! 注意", "warning", "注意"),
        ("!!! 警告", "warning", "警告"),
        ("!!! 危险", "danger", "危险"),
        ("!!! 提示", "tip", "提示"),
        ("!!! 重要", "info", "重要"),
        ("!!! 基金经理的话", "note", "基金经理的话"),
        ('!!! warning "题"', "warning", "题"),
        ("!!! warning “题”", "warning", "题"),
        ("!!! Caution", "warning", "注意"),
    ],
)
def test_a_box_has_its_kind_and_title(line: str, kind: str, title: str) -> None:
    assert html(f"{line}\n    甲") == (
        f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>\n<p>甲</p>\n</div>\n'
    )


def test_a_box_without_title_has_none() -> None:
    assert "admonition-title" not in html('!!! note ""\n    甲')


def test_a_folded_box_opens() -> None:
    assert html("??? 提示\n    甲") == '<details class="tip">\n<summary>提示</summary>\n<p>甲</p>\n</details>\n'
    assert '<details class="tip" open' in html('???+ tip "题"\n    甲')


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("> [!NOTE]\n> 甲", "note", "说明"),
        ("> [!警告] 题\n> 甲", "warning", "题"),
        ("> [!TIP]\n>\n> 甲", "tip", "提示"),
    ],
)
def test_a_quotation_may_be_a_box(text: str, kind: str, title: str) -> None:
    assert html(text) == (
        f'<div class="admonition {kind}">\n<p class="admonition-title">{title}</p>\n<p>甲</p>\n</div>\n'
    )


def test_a_box_holds_all_that_is_indented_and_ends_where_nothing_is() -> None:
    shown_html = html("!!! note\n    甲\n\n    - 乙\n\n        丙\n\n丁")
    assert shown_html.endswith("</ul>\n</div>\n<p>丁</p>\n") and "<li>\n<p>乙</p>\n<p>丙</p>" in shown_html


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("甲\n\n!!!note\n    乙", "!!!note"),
        ("!!! nota\n    甲", "nota"),
        ("!!! note 题\n    甲", "题"),
        ("!!! note\n甲", "!!! note"),
        ("!!! note please read\n    甲", "please read"),
        ("??? tip read\n    甲", "read"),
        ("> [!NOTA]\n> 甲", "[!NOTA]"),
    ],
)
def test_what_is_no_box_is_told(text: str, wrong: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", wrong)
    assert reported.hint
