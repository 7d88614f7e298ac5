"""A series as authors write it finds its instrument, or a problem that says which one may be meant."""

from __future__ import annotations

import pytest

from builder.blocks import resolve_instrument
from builder.problem import Failed, Problem
from tests.blocks.block_examples import AI_A, BOND, DIRECTORY, MAOTAI, NVDA


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("012733", "fund:012733"),
        ("fund:012733", "fund:012733"),
        ("FUND:012733", "fund:012733"),
        ("012733.OF", "fund:012733"),
        ("930713", "index:930713"),
        ("index:930713", "index:930713"),
        ("930713.CSI", "index:930713"),
        ("NVDA", "stock:NVDA"),
        ("nvda", "stock:NVDA"),
        ("stock:nvda", "stock:NVDA"),
        ("NVDA.US", "stock:NVDA"),
        ("SH600519", "stock:600519"),
        ("sh600519", "stock:600519"),
        ("600519.SH", "stock:600519"),
        ("00700.HK", "stock:00700"),
        ("SZ000001", "stock:000001"),
        ("SH000001", "index:000001"),
        ("index:000001", "index:000001"),
        (" ０１２７３３ ", "fund:012733"),
    ],
)
def test_a_written_series_finds_its_instrument(written: str, id: str) -> None:
    assert resolve_instrument.find(written, DIRECTORY).id == id


def refused(written: str, *, market: str = "", name: str = "") -> Problem:
    with pytest.raises(Failed) as caught:
        resolve_instrument.find(written, DIRECTORY, market=market, name=name)
    return caught.value.problems[0]


def test_a_code_that_three_instruments_share_is_refused_with_the_choices() -> None:
    problem = refused("000001")
    assert problem.id == "ambiguous-series"
    assert "fund:000001 (示例成长混合), index:000001 (示例综合指数), stock:000001 (示例银行)" in problem.hint


def test_a_market_or_a_name_settles_a_shared_code() -> None:
    assert resolve_instrument.find("000001", DIRECTORY, market="OTCFUND") == BOND
    assert resolve_instrument.find("000001", DIRECTORY, market="SZ").id == "stock:000001"
    assert resolve_instrument.find("000001", DIRECTORY, name="示例综合指数").id == "index:000001"


def test_an_unknown_code_names_the_nearest_with_its_name() -> None:
    problem = refused("012734x", market="OTCFUND")
    assert problem.id == "unknown-series"
    assert problem.message == "no fund has the code 012734x"
    assert problem.hint == "did you mean 012734 (示例人工智能主题ETF联接C)?"


def test_a_name_beside_an_unknown_code_says_which_code_is_meant() -> None:
    assert "018411" in refused("999999", market="OTCFUND", name="示例芯片产业ETF联接A").hint


def test_otcfund_never_means_a_stock() -> None:
    assert refused("600519", market="OTCFUND").hint == "there is stock:600519 (示例酒业)"
    assert resolve_instrument.find("600519", DIRECTORY) == MAOTAI


def test_an_unknown_kind_of_series_lists_the_kinds() -> None:
    assert "fund:CODE, index:CODE, stock:CODE" in refused("coin:012733").hint


@pytest.mark.parametrize(
    "name", ["示例人工智能主题ETF联接A", "示例人工智能主题etf联接A", "示例AI联接A", "示例人工智能主题ＥＴＦ 联接Ａ"]
)
def test_a_name_may_be_full_or_short_and_of_any_width(name: str) -> None:
    assert resolve_instrument.is_called(AI_A, name)


def test_other_names_count_and_another_funds_name_does_not() -> None:
    assert resolve_instrument.is_called(NVDA, "英伟达")
    assert not resolve_instrument.is_called(AI_A, "示例人工智能主题ETF联接C")
    assert not resolve_instrument.is_called(AI_A, "")
