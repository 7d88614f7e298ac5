"""Long tables in any order: each history comes out as if it had been read alone, whatever way its rows were put in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from builder.numbers.files import arrow_series
from builder.numbers.series.series import Series
from builder.vocabulary import SETS

NAMES = ["code", "date", "nav", "accumulated", "dividend", "split", "announced"]
FUNDS, DAYS = 30, 60
Rows = dict[str, NDArray[Any]]


def rows_of(chance: np.random.Generator) -> Rows:
    """Histories of different lengths, fund below fund: a third pays, one splits, some accumulated cells are blank."""
    counts = chance.integers(40, DAYS, FUNDS)
    fund = np.repeat(np.arange(FUNDS), counts)
    day = np.concatenate([np.sort(chance.choice(400, count, replace=False)) for count in counts]) + 19_000
    nav = chance.uniform(0.5, 2, len(fund)).round(4)
    accumulated = np.where(fund % 2 == 0, nav, nav + chance.uniform(0, 0.2, len(fund)).round(4))
    accumulated[chance.random(len(fund)) < 0.05] = np.nan
    dividend = np.where((fund % 3 == 0) & (chance.random(len(fund)) < 0.1), 0.05, np.nan)
    split = np.where((fund == 5) & (chance.random(len(fund)) < 0.05), 2.0, np.nan)
    announced = np.where(chance.random(len(fund)) < 0.1, day + 2.0, np.nan)
    return {"code": fund, "date": day, "nav": nav, "accumulated": accumulated, "dividend": dividend, "split": split,
            "announced": announced}  # fmt: skip


def table_of(rows: Rows, chunk: int = 37) -> pa.Table:
    codes = [f"{990_000 + fund}" for fund in rows["code"].tolist()]
    columns: dict[str, Any] = {
        "code": pa.array(codes),
        "date": pa.array(rows["date"].astype(np.int32)).cast(pa.date32()),
    }
    for name in NAMES[2:]:
        values = pa.array(rows[name], mask=np.isnan(rows[name]))
        columns[name] = values.cast(pa.int32()).cast(pa.date32()) if name == "announced" else values
    whole = pa.table(columns)
    return pa.concat_tables([whole.slice(at, chunk) for at in range(0, len(whole), chunk)])


def read(table: pa.Table, without: tuple[str, ...] = ()) -> dict[str, Series]:
    names = [name for name in NAMES if name not in without]
    found = arrow_series.series_by_code(table.__getitem__, table.num_rows, names, SETS["nav"])
    assert found is not None
    return found


def alone(rows: Rows, fund: int, without: tuple[str, ...]) -> Series:
    own = {name: column[rows["code"] == fund] for name, column in rows.items()}
    order = np.argsort(own["date"])
    extra = {name: own[name][order] for name in NAMES[3:] if name not in without}
    return Series(own["date"][order].astype(np.int32), own["nav"][order], extra)


def appended(rows: Rows, days: int) -> NDArray[Any]:
    """All rows but each fund's last few, then those, day after day: as days that were appended."""
    last = np.concatenate([np.flatnonzero(rows["code"] == fund)[-days:] for fund in range(FUNDS)]).reshape(FUNDS, days)
    rest = np.setdiff1d(np.arange(len(rows["code"])), last)
    return np.concatenate((rest, *last.T))


LAYOUTS: dict[str, Callable[[Rows, np.random.Generator], NDArray[Any]]] = {
    "fund below fund": lambda rows, chance: np.arange(len(rows["code"])),
    "funds in another order": lambda rows, chance: np.argsort(-rows["code"], kind="stable"),
    "a day appended": lambda rows, chance: appended(rows, 1),
    "a few days appended": lambda rows, chance: appended(rows, 5),
    "day after day": lambda rows, chance: np.lexsort((rows["code"], rows["date"])),
    "newest first": lambda rows, chance: np.lexsort((-rows["date"], rows["code"])),
    "shuffled": lambda rows, chance: chance.permutation(len(rows["code"])),
    # Stretches of one fund that overlap in time: putting them one behind the other is not enough.
    "every other row behind": lambda rows, chance: np.argsort(np.arange(len(rows["code"])) % 2, kind="stable"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("without", [(), ("dividend", "split"), ("announced", "accumulated")], ids=str)
@pytest.mark.parametrize("threads", [False, True])
def test_each_history_is_as_if_read_alone(
    monkeypatch: pytest.MonkeyPatch, layout: str, without: tuple[str, ...], threads: bool
) -> None:
    if threads:
        monkeypatch.setattr(arrow_series, "_MANY_ROWS", 0)
    chance = np.random.default_rng(sum(map(ord, layout)))
    rows = rows_of(chance)
    moved = LAYOUTS[layout](rows, chance)
    found = read(table_of({name: column[moved] for name, column in rows.items()}), without)
    assert len(found) == FUNDS
    for fund in range(FUNDS):
        ours, theirs = found[f"{990_000 + fund}"], alone(rows, fund, without)
        assert ours.days.tolist() == theirs.days.tolist()
        assert ours.raw.tolist() == theirs.raw.tolist()
        assert ours.columns == theirs.columns
        assert ours.adjusted.tolist() == theirs.adjusted.tolist()
        assert ours.known(19_200).days.tolist() == theirs.known(19_200).days.tolist()
        for cut in chance.permutation(len(ours.days)).tolist()[:6]:
            assert ours.scope_digest(cut) == alone(rows, fund, without).scope_digest(cut)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_date_that_stands_twice_is_seen_in_any_order(layout: str) -> None:
    chance = np.random.default_rng(7)
    rows = rows_of(chance)
    moved = LAYOUTS[layout](rows, chance)
    twice = {name: column[np.append(moved, 100)] for name, column in rows.items()}
    assert arrow_series.series_by_code(table_of(twice).__getitem__, len(twice["code"]), NAMES, SETS["nav"]) is None


def test_the_last_row_on_or_before_a_day_is_found_for_all_at_once() -> None:
    chance = np.random.default_rng(11)
    series = list(read(table_of(rows_of(chance))).values())
    stack = series[0].stack
    assert stack is not None
    numbers = np.array([history.number for history in series])
    for until in (18_000, 19_000, 19_123, 19_399, 20_000):
        expected = [int(stack.starts[history.number]) + history.count(until) - 1 for history in series]
        assert stack.last_rows(numbers, until).tolist() == expected


@pytest.mark.parametrize("name", ["nav", "accumulated", "dividend", "split", "date", "announced"])
def test_a_cell_out_of_bounds_is_left_to_the_exact_reading(name: str) -> None:
    rows = rows_of(np.random.default_rng(3))
    rows[name] = rows[name].copy()
    rows[name][100] = {"date": -40_000, "announced": 18_000, "nav": np.inf}.get(name, -1)
    assert arrow_series.series_by_code(table_of(rows).__getitem__, len(rows["code"]), NAMES, SETS["nav"]) is None


@pytest.mark.parametrize(("name", "value"), [("nav", 1.25), ("accumulated", 9.0), ("dividend", 0.3), ("split", 3.0)])
def test_every_cell_counts_in_the_digest_from_its_row_on(name: str, value: float) -> None:
    rows = rows_of(np.random.default_rng(5))
    other = {**rows, name: rows[name].copy()}
    other[name][10] = value
    one, two = alone(rows, 0, ()), alone(other, 0, ())
    assert one.scope_digest(10) == two.scope_digest(10)
    assert one.scope_digest(11) != two.scope_digest(11)
    assert one.scope_digest(20) != two.scope_digest(20)


def test_a_digest_does_not_tell_in_how_many_steps_it_was_made() -> None:
    rows = rows_of(np.random.default_rng(6))
    stepwise, at_once = alone(rows, 0, ()), alone(rows, 0, ())
    for cut in range(0, 40):
        stepwise.scope_digest(cut)
    assert stepwise.scope_digest(40) == at_once.scope_digest(40)
