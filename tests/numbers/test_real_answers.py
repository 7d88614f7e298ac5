"""The known answers of the real files, to every printed digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import Answer, Ask
from builder.numbers import load
from builder.numbers.snapshot import Snapshot
from tests.real_data import shared, write_eastmoney_fund, write_site_data

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def theirs() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory, theirs: dict[str, str]) -> Snapshot:
    data: Path = tmp_path_factory.mktemp("data")
    write_site_data(data, shared())
    theirs |= write_eastmoney_fund(data, shared() / "raw/pingzhongdata_000004.js", "000004")
    return load(data, risk_free=0.015, trading_days=252)


def percent(answer: Answer, digits: int = 2) -> str:
    assert isinstance(answer.value, float), answer.note
    return f"{answer.value * 100:+.{digits}f}"


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("1y", ("+28.4750", "2019-08-23", "syl_1n")),
        ("6m", ("+10.9557", "2020-02-24", "syl_6y")),
        ("3m", ("+28.1292", "2020-05-22", "syl_3y")),
        ("1m", ("+5.0773", "2020-07-24", "syl_1y")),
    ],
)
def test_period_returns_are_those_that_the_fund_site_showed(
    snapshot: Snapshot, theirs: dict[str, str], window: str, expected: tuple[str, str, str]
) -> None:
    answer = snapshot.answer(Ask(series="fund:000004", measure="return", window=window, as_of="2020-08-24"))
    value, base, name = expected
    assert (percent(answer, 4), answer.start, answer.end) == (value, base, "2020-08-24")
    assert float(theirs[name]) == float(value)


def test_a_fund_with_dividends_has_three_different_returns(snapshot: Snapshot) -> None:
    def level(measure: str, end: str) -> float:
        value = snapshot.answer(Ask(series="fund:000004", measure=measure, end=end)).value
        assert isinstance(value, float)
        return value

    span = {"series": "fund:000004", "start": "2013-03-20", "end": "2020-08-24"}
    assert percent(snapshot.answer(Ask(measure="price-return", **span))) == "-4.80"
    assert percent(snapshot.answer(Ask(measure="return", **span))) == "+11.93"
    accumulated = level("accumulated", "2020-08-24") / level("accumulated", "2013-03-20") - 1
    assert f"{accumulated * 100:+.2f}" == "+16.20"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (("change", "", "2024-11-22"), ("-2.96", "2024-11-21")),
        (("return", "1w", "2024-11-22"), ("-2.88", "2024-11-15")),
        (("return", "ytd", "2024-11-22"), ("+18.26", "2023-12-31")),
        (("return", "launch", "2024-11-22"), ("+6.17", "2022-03-01")),
        (("return", "1w", "2024-02-20"), ("+5.04", "2024-02-08")),
        (("return", "1m", "2024-02-20"), ("+4.16", "2024-01-19")),
        (("return", "3m", "2024-02-20"), ("-12.64", "2023-11-20")),
        (("return", "6m", "2024-02-20"), ("-13.56", "2023-08-18")),
        (("return", "1y", "2024-02-20"), ("-13.70", "2023-02-20")),
        (("return", "ytd", "2024-02-20"), ("-8.28", "2023-12-31")),
        (("calendar-year", "2023", "2024-02-20"), ("+11.65", "2022-12-31")),
    ],
)
def test_the_returns_of_012733(snapshot: Snapshot, question: tuple[str, str, str], expected: tuple[str, str]) -> None:
    measure, window, as_of = question
    answer = snapshot.answer(Ask(series="fund:012733", measure=measure, window=window, as_of=as_of))
    assert (percent(answer), answer.start) == expected


def test_the_maximum_drawdown_of_012733_has_its_peak_and_trough(snapshot: Snapshot) -> None:
    answer = snapshot.answer(Ask(series="fund:012733", measure="drawdown", as_of="2024-02-20"))
    assert (percent(answer), answer.start, answer.end) == ("-42.75", "2023-06-20", "2024-02-05")
    levels = [
        snapshot.answer(Ask(series="fund:012733", measure="nav", end=on)).value for on in (answer.start, answer.end)
    ]
    assert levels == [1.2135, 0.6947]


def test_012733_follows_its_index_but_not_exactly(snapshot: Snapshot) -> None:
    answer = snapshot.answer(Ask(series="fund:012733", measure="tracking-error", window="1y", as_of="2024-02-20"))
    assert isinstance(answer.value, float)
    assert 0.001 < answer.value < 0.04


@pytest.mark.parametrize(
    ("code", "measure", "expected"),
    [
        ("NVDA", "return", "+329.27"),
        ("NVDA", "price-return", "+329.08"),
        ("AVGO", "return", "+133.10"),
        ("AVGO", "price-return", "+126.03"),
        ("MSFT", "return", "+60.07"),
        ("MSFT", "price-return", "+58.37"),
    ],
)
def test_the_returns_of_the_stocks(snapshot: Snapshot, code: str, measure: str, expected: str) -> None:
    ask = Ask(series=f"stock:{code}", measure=measure, start="2022-11-30", end="2024-02-16")
    assert percent(snapshot.answer(ask)) == expected


@pytest.mark.parametrize(("code", "expected"), [("ADBE", "-7.41"), ("U", "-3.20")])
def test_the_day_after_sora(snapshot: Snapshot, code: str, expected: str) -> None:
    answer = snapshot.answer(Ask(series=f"stock:{code}", measure="change", as_of="2024-02-16"))
    assert (percent(answer), answer.end) == (expected, "2024-02-16")


@pytest.mark.parametrize(
    ("end", "expected"), [("2024-02-08", "-6.61"), ("2024-02-19", "-1.39"), ("2024-02-20", "-1.63")]
)
def test_the_returns_of_930713(snapshot: Snapshot, end: str, expected: str) -> None:
    ask = Ask(series="index:930713", measure="return", start="2022-11-30", end=end)
    assert percent(snapshot.answer(ask)) == expected


def test_the_phantom_first_row_of_an_index_is_left_out(snapshot: Snapshot) -> None:
    answer = snapshot.answer(Ask(series="index:930713", measure="history", end="2015-01-06"))
    assert [on for on, _ in answer.points] == ["2015-01-05", "2015-01-06"]
