"""Levels, worked by hand over a few rows."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.numbers.folder import ask, fund, snapshot_of

STOCK = {"stocks.csv": "code,name\nXX01,示例股份\n"}


def test_dividends_are_read_from_the_accumulated_nav_where_they_have_no_column(tmp_path: Path) -> None:
    rows = ["2024-01-02,2.0000,2.3000", "2024-01-03,1.5500,2.3500", "2024-01-04,1.6000,", "2024-01-05,1.6000,2.4000"]
    snapshot = fund(tmp_path, rows, header="date,nav,accumulated")
    grown = (1.55 + 0.5) / 2 * 1.6 / 1.55
    assert ask(snapshot, "return", start="2024-01-02").value == pytest.approx(grown - 1)
    assert ask(snapshot, "accumulated").value == 2.4
    assert ask(snapshot, "accumulated", end="2024-01-04").note == "2024-01-04 没有此项数据"


def test_a_column_of_splits_that_is_blank_so_far_hinders_no_sum(tmp_path: Path) -> None:
    rows = ["2023-01-03,1.0,,", "2023-01-04,0.9,0.1,", "2023-01-05,0.45,,2"]
    snapshot = fund(tmp_path, rows, header="date,nav,dividend,split")
    assert ask(snapshot, "accumulated", as_of="2023-01-04").value == pytest.approx(1.0)
    assert ask(snapshot, "accumulated").note == "暂无累计净值数据"


def test_the_accumulated_nav_is_summed_where_the_history_is_whole(tmp_path: Path) -> None:
    rows = ["2023-01-03,1.0,", "2023-06-01,1.1,0.2", "2024-01-04,1.2,0.1"]
    whole = fund(tmp_path / "a", rows, header="date,nav,dividend")
    assert ask(whole, "accumulated").value == pytest.approx(1.5)
    late = fund(tmp_path / "b", rows[1:], header="date,nav,dividend")
    assert ask(late, "accumulated").note == "暂无累计净值数据"


def test_without_payments_the_adjusted_nav_is_the_nav_to_the_bit(tmp_path: Path) -> None:
    rows = ["2024-01-02,1.1003,", "2024-01-03,1.2007,", "2024-01-04,1.3011,0.1"]
    snapshot = fund(tmp_path, rows, header="date,nav,dividend")
    assert ask(snapshot, "adjusted", end="2024-01-03").value == 1.2007


def test_a_stock_has_a_raw_and_an_adjusted_close(tmp_path: Path) -> None:
    history = "date,open,close,adjusted\n2024-01-02,99,100,98\n2024-01-03,99,110,110\n"
    snapshot = snapshot_of(tmp_path, {**STOCK, "stock/XX01.csv": history})
    close = ask(snapshot, "close", "stock:XX01")
    assert (close.value, close.unit, close.end) == (110, "price", "2024-01-03")
    assert ask(snapshot, "return", "stock:XX01", start="2024-01-02").value == pytest.approx(110 / 98 - 1)
    assert ask(snapshot, "price-return", "stock:XX01", start="2024-01-02").value == pytest.approx(0.1)
    assert ask(snapshot, "history", "stock:XX01").points[0] == ("2024-01-02", 98.0)
    assert ask(snapshot, "raw-history", "stock:XX01").points[0] == ("2024-01-02", 100.0)


def test_history_begins_at_the_base_of_its_window(tmp_path: Path) -> None:
    rows = ["2024-01-22,1.0", "2024-01-31,1.1", "2024-02-28,1.2", "2024-02-29,1.3"]
    snapshot = fund(tmp_path, rows)
    answer = ask(snapshot, "history", window="1m")
    assert answer.points == (("2024-01-22", 1.0), ("2024-01-31", 1.1), ("2024-02-28", 1.2), ("2024-02-29", 1.3))
    assert ask(snapshot, "history", start="2024-02-01", as_of="2024-02-28").points == answer.points[1:3]
    young = ask(snapshot, "history", window="1y")
    assert (young.points, young.note, young.start) == (answer.points, "净值自 2024-01-22 起", "2024-01-22")


DIVIDEND = "date,close,dividend,split\n2024-01-02,100,,\n2024-01-03,99,2,\n2024-01-04,50,,2\n2024-01-05,51,,\n"


def test_a_stocks_adjusted_close_is_computed_from_its_dividends_and_splits(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {**STOCK, "stock/XX01.csv": DIVIDEND})
    grown = (99 + 2) / 100 * (50 * 2) / 99 * 51 / 50
    assert ask(snapshot, "return", "stock:XX01", start="2024-01-02").value == pytest.approx(grown - 1)
    assert ask(snapshot, "adjusted", "stock:XX01").value == pytest.approx(100 * grown)
    assert ask(snapshot, "drawdown", "stock:XX01").value == 0


GROWTH = ("return", "annualised", "drawdown", "volatility", "sharpe", "since-publication", "rolling-return", "history",
          "adjusted", "change", "track")  # fmt: skip


@pytest.mark.parametrize("measure", GROWTH)
def test_a_stock_without_adjusted_closes_has_no_return_and_what_needs_one(tmp_path: Path, measure: str) -> None:
    history = "date,close\n2022-01-04,100\n2023-01-04,90\n2024-01-04,110\n"
    snapshot = snapshot_of(tmp_path, {**STOCK, "stock/XX01.csv": history})
    window = "1y" if measure in ("return", "annualised", "rolling-return") else ""
    found = ask(snapshot, measure, "stock:XX01", window=window)
    assert (found.value, found.end, found.note) == (None, "2024-01-04", "没有复权价，无法计算")
    assert found.points == ()
    assert ask(snapshot, "close", "stock:XX01").value == 110
    assert ask(snapshot, "price-return", "stock:XX01", window="1y").value == pytest.approx(110 / 90 - 1)


def test_a_split_alone_does_not_tell_the_dividends(tmp_path: Path) -> None:
    history = "date,close,split\n2024-01-02,100,\n2024-01-03,50,2\n"
    snapshot = snapshot_of(tmp_path, {**STOCK, "stock/XX01.csv": history})
    assert ask(snapshot, "return", "stock:XX01", start="2024-01-02").value is None


def test_adjusted_closes_alone_are_no_closes_as_traded(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {**STOCK, "stock/XX01.csv": "date,adjusted\n2024-01-02,98\n2024-01-03,110\n"})
    assert ask(snapshot, "return", "stock:XX01", start="2024-01-02").value == pytest.approx(110 / 98 - 1)
    for measure, window in (("close", ""), ("price-return", "1w"), ("raw-history", "")):
        assert ask(snapshot, measure, "stock:XX01", window=window).note == "只有复权价，没有成交价"


def test_an_index_keeps_its_close_as_return(tmp_path: Path) -> None:
    files = {
        "indexes.csv": "code,name\nS00001,示例指数\n",
        "index/S00001.csv": "date,close\n2024-01-02,100\n2024-01-03,110\n",
    }
    assert ask(snapshot_of(tmp_path, files), "return", "index:S00001", start="2024-01-02").value == pytest.approx(0.1)


def test_the_line_of_a_benchmark_is_its_daily_growth_over_the_funds_days(tmp_path: Path) -> None:
    files = {
        "indexes.csv": "code,name\nS1,甲指数\n",
        "index/S1.csv": "date,close\n2023-12-29,50\n2024-01-02,100\n2024-01-03,110\n2024-01-04,99\n2024-01-05,120\n",
        "funds.csv": "code,name,benchmark\n990001,甲,甲指数×50%+1.5%×50%\n990002,乙,甲指数×50%+现金×50%\n",
        "nav/990001.csv": "date,nav\n2024-01-02,1\n2024-01-03,1.1\n2024-01-04,1.2\n",
        "nav/990002.csv": "date,nav\n2024-01-02,1\n2024-01-03,1.1\n2024-01-04,1.2\n",
    }
    snapshot = snapshot_of(tmp_path, files)
    line = ask(snapshot, "benchmark-history", window="1y")
    assert [day for day, _ in line.points] == ["2024-01-02", "2024-01-03", "2024-01-04"]
    growth = [last / first - 1 for (_, first), (_, last) in pairwise(line.points)]
    assert growth == pytest.approx([0.05 + 0.0075 / 365, -0.05 + 0.0075 / 365])
    whole = ask(snapshot, "benchmark-return", start="2024-01-02").value
    assert line.points[-1][1] / line.points[0][1] - 1 == pytest.approx(whole)
    assert ask(snapshot, "benchmark-track").value == (
        '"start":"2023-12-29","steps":[0,4,1,1,1],"places":7,"values":'
        + str([round(value * 10**7) for value in snapshot._subjects["fund:990001"].benchmark.levels.tolist()]).replace(
            " ", ""
        )
    )
    assert ask(snapshot, "benchmark-history", series="fund:990002", window="1y").points == ()
    assert ask(snapshot, "benchmark-track", series="fund:990002").value is None
