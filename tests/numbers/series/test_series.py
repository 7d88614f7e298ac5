"""A history, alone and in a stack: both have the same rows, values and digests."""

from __future__ import annotations

import numpy as np
import pytest

from builder.numbers.files import arrow_series
from builder.vocabulary import SETS
from tests.numbers.series.history_rows import FUNDS, LAYOUTS, NAMES, alone, read, rows_of, table_of


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
        assert ours.columns.keys() == theirs.columns.keys()
        assert ours.adjusted.tolist() == theirs.adjusted.tolist()
        assert ours.known(19_200).days.tolist() == theirs.known(19_200).days.tolist()
        for cut in chance.permutation(len(ours.days)).tolist()[:6]:
            assert ours.scope_digest(cut) == alone(rows, fund, without).scope_digest(cut)


@pytest.mark.parametrize("name", ["nav", "accumulated", "dividend", "split", "date", "announced"])
def test_a_cell_out_of_bounds_is_left_to_the_exact_reading(name: str) -> None:
    rows = rows_of(np.random.default_rng(3))
    rows[name] = rows[name].copy()
    rows[name][100] = {"date": -40_000, "announced": 18_000, "nav": np.inf}.get(name, -1)
    assert arrow_series.series_by_code(table_of(rows).__getitem__, len(rows["code"]), NAMES, SETS["nav"]) is None
