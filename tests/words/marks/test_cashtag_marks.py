"""Cashtags in every spelling that is in use, and what only looks like one."""

from __future__ import annotations

import unicodedata

import pytest

from tests.words.parsed_text import FRONT, page, problem, text_at


@pytest.mark.parametrize(
    ("tag", "name", "market", "code"),
    [
        ("$易方达中证人工智能主题ETF联接A(OTCFUND|012733)$", "易方达中证人工智能主题ETF联接A", "OTCFUND", "012733"),
        ("$贵州茅台(SH600519)$", "贵州茅台", "SH", "600519"),
        ("$苹果(AAPL)$", "苹果", "", "AAPL"),
        ("$腾讯控股(00700)$", "腾讯控股", "", "00700"),
        ("$NVIDIA (NVDA.US)$", "NVIDIA", "US", "NVDA"),
        ("$科创人工智能ETF华夏(589010)$", "科创人工智能ETF华夏", "", "589010"),
        ("$示例海外科技100指数(QDII)A(OTCFUND|012733)$", "示例海外科技100指数(QDII)A", "OTCFUND", "012733"),
        ("$全角（OTCFUND｜012733）$", "全角", "OTCFUND", "012733"),
        ("$错码(OTCFUND|012734x)$", "错码", "OTCFUND", "012734x"),
        ("$伯克希尔(BRK.B)$", "伯克希尔", "", "BRK.B"),
        ("＄贵州茅台(SH600519)＄", "贵州茅台", "SH", "600519"),
        ("$贵州茅台（ＳＨ６００５１９）$", "贵州茅台", "SH", "600519"),
        ("$贵州茅台(sh600519)$", "贵州茅台", "SH", "600519"),
        ("$贵州茅台(SH:600519)$", "贵州茅台", "SH", "600519"),
        ("$NVIDIA (nvda.us)$", "NVIDIA", "US", "NVDA"),
        ("$苹果(aapl)$", "苹果", "", "AAPL"),
        ("$某基金(F012733)$", "某基金", "OTCFUND", "012733"),
        ("$标普500(.SPX)$", "标普500", "", "SPX"),
        ("$某指数(930999.CSI)$", "某指数", "CSI", "930999"),
    ],
)
def test_every_spelling_is_read(tag: str, name: str, market: str, code: str) -> None:
    (mark,) = page(f"看好{tag}的前景").marks
    assert mark.block == "cashtag"
    params = mark.params
    assert (params["name"], params["market"], params["code"]) == (name, market, code)
    assert (params["place"], params["group"]) == ("inline", -1)
    line = f"看好{tag}的前景"
    assert line[mark.column - 1 :][: mark.length] == tag == mark.text
    at_code = line[params["code_column"] - 1 :][: params["code_length"]]
    assert unicodedata.normalize("NFKC", at_code).upper() == code.upper()
    assert line[params["name_column"] - 1 :][: params["name_length"]] == name


@pytest.mark.parametrize(
    "text",
    [
        "从 $5 and $6 到 $7",
        "公式 $f(x)$ 与 $x^2 + y(t) = 1$ 都不是",
        "花了$5买(含税)$6的东西",
        "从 $5 到 600519$ 与 $x 600$ 与 (a)$2 与 (600519)$5.5 都不是",
        r"\$贵州茅台(SH600519)\$",
        "`$贵州茅台(SH600519)$`",
        "``$贵州茅台(SH600519)$ ` {{ x }}``",
        "```\n$贵州茅台(SH600519)$ {{ }}\n```",
        "~~~~ text\n$贵州茅台(SH600519\n~~~\n{{ }}\n~~~~",
        "- 列表\n\n    ```\n    $贵州茅台(SH600519\n    ```\n",
        "<!-- $贵州茅台(SH600519\n{{ }} -->",
        "    $贵州茅台(SH600519)$ {{ }}\n",
    ],
)
def test_prices_formulas_and_code_are_left_alone(text: str) -> None:
    parsed = page(text)
    assert parsed.marks == ()
    assert parsed.markdown == text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("看 $名字(OTCFUND|012733) 好", "$名字(OTCFUND|012733) 好"),
        ("看 $名字()$", "$名字()$"),
        ("看 $名字(OTCFUND|)$", "$名字(OTCFUND|)$"),
        ("看 $(OTCFUND|012733)$", "$(OTCFUND|012733)$"),
        ("看 $名字(SH600519)", "$名字(SH600519)"),
        ("看 $名字(600519)。", "$名字(600519)"),
        ("名字(OTCFUND|012733)$", "(OTCFUND|012733)$"),
        ("$名字(六零零五一九)$", "$名字(六零零五一九)$"),
        ("看名字(SH600519)$。", "(SH600519)$"),
        ("看名字(600519.SH)$。", "(600519.SH)$"),
        ("看 $名字 sh600519$ 好", "$名字 sh600519$"),
        ("看 $名字600519$ 好", "$名字600519$"),
        ("看 $NVIDIA (NASDAQ:NVDA)$ 好", "$NVIDIA (NASDAQ:NVDA)$"),
    ],
)
def test_a_broken_attempt_is_named_at_its_place(text: str, wrong: str) -> None:
    reported = problem(f"一行\n\n{text}\n")
    assert reported.id == "bad-cashtag"
    assert (reported.line, text_at(f"{FRONT}一行\n\n{text}", reported).rstrip()) == (7, wrong)
    assert "OTCFUND|012733" in reported.hint


def test_a_tag_in_a_table_keeps_its_bar_and_the_tables_cells() -> None:
    parsed = page("| 基金 | 说明 |\n|---|---|\n| $甲(OTCFUND|012733)$ | 好 |\n")
    assert parsed.marks[0].params["place"] == "inline"
    assert parsed.markdown.endswith("| \ue0000\ue001 | 好 |\n")


def test_a_price_before_a_tag_does_not_hide_it() -> None:
    (mark,) = page("$5 and $贵州茅台(SH600519)$ 与 $6").marks
    assert mark.params["code"] == "600519"
