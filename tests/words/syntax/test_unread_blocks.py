"""What was meant as a block and is read as words is told; what only looks like one is not."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, problems, text_at

PROSE = """\
截至 2024年2月21日，沪深300 报 3,456.79 点，\t较上周上涨 1.2%；PE<PB 且 ROE>15%。
他说：“#”是话题的符号——“你好”与 "hello"，见（附表）[注1] (见下文)。
2024年3月5日，10亿元；1.5 倍与 -5% 之间，C# 与 F#，5*3=15，|x|+|y|。
——某人的话
（以下为 2023 年数据）集合 {1, 2, 3} 与 f(x)，$5 和 $6。

＞5% 为高，'引号' 与 ·圆点·，数组 a[0] (从 0 起)，x^[2]，{#if}、x^{.5}、`{.x}`。

1、只有一行这样开头，
其余没有。
"""


@pytest.mark.parametrize(
    ("text", "wrong", "words"),
    [
        ("| a | b |\n| 1 | 2 |", "| a | b |", "missing"),
        ("| a | b |\n|---|\n| 1 | 2 |", "| a | b |", "not as many"),
        ("段\n| a | b |\n| 1 | 2 |", "| a | b |", "missing"),
        ("> 段\n> | a | b |\n> | 1 | 2 |", "| a | b |", "missing"),
        ("甲 | 乙\n1 | 2", "甲 | 乙", "missing"),
        ("｜ a ｜ b ｜\n｜ 1 ｜ 2 ｜", "｜ a ｜ b ｜", "full-width"),
        ("甲\t乙\n1\t2\n3\t4", "甲\t乙", "tabs"),
        ("段\n甲\t乙\t\t丙\n1\t2", "甲\t乙\t\t丙", "tabs"),
    ],
)
def test_what_was_meant_as_a_table_is_told(text: str, wrong: str, words: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-table", wrong)
    assert words in reported.message


@pytest.mark.parametrize(
    ("line", "right"),
    [("##标题", "## 标题"), ("#\u3000标题", "# 标题"), ("######\u3000标题", "###### 标题"), ("＃＃ 标题", "## 标题")],
)
def test_what_was_meant_as_a_heading_is_told(line: str, right: str) -> None:
    text = f"甲\n{line}"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", line)
    assert reported.hint == f"write {right}"


@pytest.mark.parametrize(
    ("attributes", "right"),
    [
        ("{.x}", "{#sora}"),
        ("{#My_ID}", "{#my-id}"),
        ("{#中文}", "{#zhong-wen}"),
        ("{# sora}", "{#sora}"),
        ("{: #a .b}", "{#sora}"),
    ],
)
def test_what_stands_in_braces_behind_a_heading_is_its_address_or_told(attributes: str, right: str) -> None:
    text = f"## **题** {attributes}"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", attributes)
    assert reported.hint == f"write {right}, or leave it out"
    assert '<h2 id="a-1">' in html("## 题 {#a-1}")
    assert html("## 题 `{.x}`\n\n## 题 \\{.x\\}\n\n## 集合 {1, 2}").count("<h2") == 3


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("段落 {.lead}", "{.lead}"), ("段落{#id}\n后文", "{#id}"), ("{: .note}", "{: .note}")],
)
def test_attributes_of_other_programs_are_told(text: str, wrong: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-markdown", wrong)


def test_a_quotation_and_a_fence_with_signs_of_a_chinese_keyboard_are_told() -> None:
    assert problem("＞ 引文").hint == "write > 引文"
    text = "前文\n···chart\ntype: line\n···"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-fence", "···chart")
    assert reported.hint == "write ```chart, and ``` below"


def test_ordinary_prose_gives_no_false_alarm() -> None:
    assert html(PROSE).count("<p>") == 3
    assert "<br>" not in html(PROSE)


def test_many_faults_of_a_page_are_told_at_once() -> None:
    assert len(problems("##一\n\n甲\t乙\n1\t2\n\n段 {.x}")) == 3
