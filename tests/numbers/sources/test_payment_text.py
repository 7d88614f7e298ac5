"""Dividends and splits are read from the words in which sources tell them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from builder.numbers.sources.payment_text import parse_growth, parse_payments, read_payment
from tests.numbers.sources.source_files import problems, rows


@pytest.mark.parametrize(
    ("words", "dividend", "split"),
    [
        ("分红：每份派现金0.21元", 0.21, None),
        ("每份派现金 0.0500 元", 0.05, None),
        ("每10份派0.5元", 0.05, None),
        ("每10份基金份额派发现金红利1.5元", 0.15, None),
        ("10派5元", 0.5, None),
        ("拆分：每份基金份额折算3.63份", None, 3.63),
        ("每10份折算为12.5份", None, 1.25),
        ("1：1.0054", None, 1.0054),
        ("拆分比例：1:1.0054", None, 1.0054),
        ("每份派现金.05元", 0.05, None),
        ("每10份派.02元", 0.002, None),
        ("10派5.00元(含税，扣税后4.50元)", 0.5, None),
        ("每10股派发现金股利人民币1.5元（含税）", 0.15, None),
        ("10派5元转增3股", 0.5, 1.3),
        ("10送3转2派1.5元", 0.15, 1.5),
        ("每10股送红股3股，转增2股，派1.5元（含税）", 0.15, 1.5),
        ("每10股派5元，每10股转增3股", 0.5, 1.3),
        ("10转5", None, 1.5),
        ("10派5", 0.5, None),
        ("1拆2", None, 2.0),
        ("每2份合并为1份", None, 0.5),
        ("不分配不转增", None, None),
        ("", None, None),
    ],
)
def test_words_are_a_dividend_or_a_split_of_one_unit(words: str, dividend: float | None, split: float | None) -> None:
    assert read_payment(words) == (dividend, split)


def test_other_words_are_neither() -> None:
    assert read_payment("另行公告") is None
    assert read_payment("1" * 300 + "派5元") is None
    assert read_payment("每0份派0.5元") is None
    _, _, wrong = parse_payments(pd.Series(["0.05元", "另行公告"], dtype=object), "dividend")
    assert [(cell.row, cell.text) for cell in wrong] == [(1, "另行公告")]


@pytest.mark.parametrize(
    "words",
    [
        "10派5元转增3股另派0.1元权证",  # what is left over
        "每份派0.05美元",
        "每10股派4.5元(税后)",
        "每份派现金0.05.1元",
        "每份派现金-0.05元",
        "10派5元派3元",
        "10送3拆2",
        "派5元",
        "4:1",  # either way round
        "2023年度10派5元",
    ],
)
def test_words_that_are_not_understood_to_their_end_are_refused(words: str) -> None:
    assert read_payment(words) is None


def test_a_plain_number_is_what_its_column_holds() -> None:
    cells = pd.Series(["0.05", 0.1, "", "1e-2", "1:2"], dtype=object)
    dividends, splits, wrong = parse_payments(cells, "dividend")
    assert [*dividends.tolist()[:2], dividends[3], splits[4]] == [0.05, 0.1, 0.01, 2.0]
    assert wrong == [] and parse_payments(cells, "split")[1].tolist()[:2] == [0.05, 0.1]


def test_a_growth_that_is_no_number_is_not_known() -> None:
    assert (
        str(parse_growth(pd.Series(["0.5%", "-1.25", "--", "停牌"], dtype=object)).tolist()) == "[0.5, -1.25, nan, nan]"
    )


@pytest.mark.parametrize(("heading", "cell"), [("每份分红", "0.0500元"), ("分红送配", "每10份派0.5元")])
def test_dividends_in_words_need_no_accumulated_nav(tmp_path: Path, heading: str, cell: str) -> None:
    raw = f"净值日期,单位净值,{heading}\n2024-02-19,1.09,\n2024-02-20,1.04,{cell}\n"
    assert rows(tmp_path, raw.encode()) == ["date,nav,dividend", "2024-02-19,1.09,", "2024-02-20,1.04,0.05"]


def test_a_split_among_the_dividends_is_a_split(tmp_path: Path) -> None:
    raw = "净值日期,单位净值,分红送配\n2024-02-19,2.02,\n2024-02-20,1.01,每份基金份额折算2份\n"
    assert rows(tmp_path, raw.encode())[2] == "2024-02-20,1.01,,2.0"


def test_words_that_are_neither_are_a_problem_with_their_line(tmp_path: Path) -> None:
    raw = "净值日期,单位净值,分红送配\n2024-02-19,2.02,\n2024-02-20,1.01,另行公告\n"
    (problem,) = problems(tmp_path, raw.encode())
    assert (problem.line, problem.message) == (3, "分红送配 of 2024-02-20: 另行公告 is neither a dividend nor a split")


def test_payments_have_the_decimal_sign_of_their_file(tmp_path: Path) -> None:
    raw = "净值日期;单位净值;分红送配\n2024-02-19;2,0200;\n2024-02-20;1,9700;每10份派0,5元\n".encode()
    assert rows(tmp_path, raw) == ["date,nav,dividend", "2024-02-19,2.02,", "2024-02-20,1.97,0.05"]
