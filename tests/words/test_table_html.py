"""Authors' tables: no head is empty, and a table has labels where it is too wide for a phone."""

from __future__ import annotations

import re

from builder.words.table_html import in_box


def table(*rows: str) -> str:
    head, *body = [row.split("|") for row in rows]
    cells = "".join(f"<th>{cell}</th>" for cell in head)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in body)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def test_a_narrow_table_needs_no_labels() -> None:
    boxed = in_box(table("年|收益", "2023|1%"))
    assert boxed.startswith('<div class="table-box"><table class="written"><thead>')
    assert "data-label" not in boxed and "role" not in boxed


def test_a_wide_table_has_a_label_on_each_cell_but_the_first_and_keeps_its_roles() -> None:
    boxed = in_box(
        table("产品|管理人<b>甲</b>|规模\ue0001\ue001|", "甲的名称很长很长|乙的名称很长很长|\ue0002\ue001|丁的说明很长")
    )
    assert '<div class="table-box" data-fits="31">' in boxed
    assert '<td role="cell">甲的' in boxed
    assert '<td data-label="管理人甲" role="cell">乙的' in boxed
    assert '<td data-label="规模" role="cell">\ue0002\ue001' in boxed
    assert '<td role="cell">丁的' in boxed
    assert boxed.count('role="columnheader"') == 4 and boxed.count('role="row"') == 2


def test_a_head_of_a_row_says_so() -> None:
    html = table("甲|乙|丙", "一段相当长的文字放在这里|又一段相当长的文字放在这里|三").replace(
        "<td>一", '<th scope="row">一'
    )
    assert '<th scope="row" role="rowheader">一段' in in_box(html)


def test_a_date_takes_one_line() -> None:
    assert '<td><span class="date">2024-02-19</span></td>' in in_box(table("日期|值", "2024-02-19|1"))


def test_a_date_in_code_is_the_authors() -> None:
    boxed = in_box(table("数|值", "<code>990101 as of 2024-02-19</code> 2024-02-20|1"))
    assert "<code>990101 as of 2024-02-19</code>" in boxed and '<span class="date">2024-02-20</span>' in boxed


def test_a_table_with_cells_that_span_others_or_with_a_table_in_it_can_have_none() -> None:
    assert in_box('<table><tr><th colspan="2">甲</th></tr><tr><td>1</td><td>2</td></tr></table>') == ""
    assert in_box(table("甲|乙", f"1|{table('丙', '2')}")) == ""
    assert in_box("<table><tr><td>1</td></tr><tr><td>1</td></tr></table>") == ""
    assert in_box(table("甲|乙", "1")) == ""


def test_a_long_head_is_cut_where_it_is_a_label() -> None:
    boxed = in_box(table(f"甲|{'字&amp;' * 100}|", "乙的名称很长很长很长|丙的名称很长很长|丁的说明很长"))
    (label,) = re.findall(r'data-label="([^"]*)"', boxed)
    assert label == "字&amp;" * 29 + "字…"
