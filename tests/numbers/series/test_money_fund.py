"""Money-market funds are told from other funds, and what is not their income is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.series import money_fund
from builder.numbers.series.series import Series
from tests.numbers.folder import places, problems_of, snapshot_of

CASH = CatalogueRow(code="990001", name="示例货币A", facts={})
UNNAMED = CatalogueRow(code="990001", name="示例现金增利A", facts={})
FLOATING = CatalogueRow(code="990001", name="示例货币A", facts={"kind": "货币型-浮动净值"})


def of_nav(*values: float, **columns: list[float]) -> Series:
    days = np.arange(19_000, 19_000 + len(values), dtype=np.int32)
    return Series(days, np.array(values), {name: np.array(cells) for name, cells in columns.items()})


def of_income(income: list[float], yield7: list[float], days: list[int] | None = None) -> Series:
    numbers = np.array(days or range(19_000, 19_000 + len(income)), dtype=np.int32)
    columns = {"income": np.array(income), "yield7": np.array(yield7)}
    return Series(numbers, np.full(len(income), np.nan), columns)


def message(history: Series, fund: CatalogueRow | None) -> str:
    fault = money_fund.fault(history, fund)
    return fault.message if fault else ""


def test_a_fund_called_money_fund_has_no_nav() -> None:
    assert message(of_nav(1.0, 1.0), CASH) == "this is a money fund: its nav is 1 in all of its 2 rows"
    assert message(of_nav(0.4401, 0.4388), CASH) == "this is a money fund: its nav of 0.4388 looks like its 万份收益"
    by_kind = CatalogueRow(code="990001", name="示例天天盈", facts={"kind": "货币型-普通货币"})
    assert "money fund" in message(of_nav(1.0, 1.0), by_kind)


def test_a_money_fund_whose_nav_moves_says_so_in_its_kind() -> None:
    assert message(of_nav(1.0, 1.0001), FLOATING) == ""


def test_a_nav_of_1_for_long_is_a_money_fund_whatever_its_name() -> None:
    assert message(of_nav(*[1.0] * 20), UNNAMED) == "this is a money fund: its nav is 1 in all of its 20 rows"
    assert message(of_nav(*[1.0] * 20), None)


def test_a_new_fund_may_stay_at_1_for_a_dozen_weeks() -> None:
    assert message(of_nav(*[1.0] * 13), UNNAMED) == ""


def test_a_nav_that_pays_out_all_it_earns_is_no_money_fund() -> None:
    paid = [0.0] * 19 + [0.01]
    assert message(of_nav(*[1.0] * 20, dividend=paid), UNNAMED) == ""
    assert message(of_nav(*[1.0] * 19, 1.0001), UNNAMED) == ""


def test_yields_follow_from_incomes() -> None:
    incomes, yields = [0.55, 0.60, 0.58, 0.61, 0.57, 0.59], [2.1, 2.2, 2.15, 2.2, 2.1, 2.18]
    assert message(of_income(incomes, yields), CASH) == ""
    # A day on which the fund sold at a profit lifts its week's yield for seven days.
    assert message(of_income([5.0, *incomes[1:]], [3.8] * 6), CASH) == ""


def test_a_ratio_under_yield_and_exchanged_columns_are_refused() -> None:
    incomes, yields = [0.55, 0.60, 0.58, 0.61, 0.57, 0.59], [2.1, 2.2, 2.15, 2.2, 2.1, 2.18]
    ratio = message(of_income(incomes, [value / 100 for value in yields]), CASH)
    assert ratio.startswith("yield7 is about 0.01 times the yearly yield of income")
    assert "the columns are exchanged" in message(of_income(yields, incomes), CASH)
    assert "one is not in its unit" in message(of_income([value / 10_000 for value in incomes], yields), CASH)


def test_the_income_of_a_holiday_is_not_compared_with_a_weeks_yield() -> None:
    weekly = list(range(19_000, 19_000 + 7 * 8, 7))
    assert message(of_income([4.2] * 8, [2.2] * 8, weekly), CASH) == ""


def test_few_days_and_losses_prove_nothing() -> None:
    assert message(of_income([0.5] * 4, [0.02] * 4), CASH) == ""
    assert message(of_income([-0.5] * 8, [-1.0] * 8), CASH) == ""


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("nav/990001.csv", "date,nav\n2024-01-02,1.0000\n2024-01-03,1.0000\n"),
        ("nav.csv", "code,date,nav\n990001,2024-01-02,1.0000\n990001,2024-01-03,1.0000\n"),
    ],
)
def test_a_build_refuses_the_nav_of_a_money_fund_at_its_first_row(tmp_path: Path, file: str, content: str) -> None:
    found = problems_of(tmp_path, {"funds.csv": "code,name\n990001,示例货币A\n", file: content})
    assert places(found) == [(file, 2, 1, "money-fund")]
    assert "as the column income" in found[0].hint


def test_other_funds_of_the_same_folder_are_left_alone(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "funds.csv": "code,name\n990001,示例成长A\n990002,示例货币A\n",
        "nav/990001.csv": "date,nav\n2024-01-02,1.0\n2024-01-03,1.0\n",
        "nav/990002.csv": "date,income,yield7\n2024-01-02,0.5,1.9\n",
    }
    kinds = {id_: one.history_of for id_, one in snapshot_of(tmp_path, files).directory.instruments.items()}
    assert kinds == {"fund:990001": "", "fund:990002": "income"}


def test_weekends_that_the_yields_know_and_the_incomes_lack_are_refused() -> None:
    weekdays = [day for day in range(19_000, 19_040) if day % 7 < 5]
    own_day = message(of_income([0.55] * len(weekdays), [2.03] * len(weekdays), weekdays), CASH)
    assert own_day.startswith("yield7 is about 1.4 times the yearly yield of income: days are missing, e.g. weekends")
    lumps = [0.55 if day % 7 else 1.65 for day in weekdays]
    assert message(of_income(lumps, [2.03] * len(weekdays), weekdays), CASH) == ""
