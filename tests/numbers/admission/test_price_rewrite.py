"""A vendor that divides all earlier closes at a split tells one split: published prices stay as they were traded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.numbers.admission.audit import Audit
from tests.numbers.folder import ask, snapshot_of
from tests.numbers.new_data import audit, kept_out, notes, taken

STOCK, STOCKS = "stock/XX01.csv", {"stocks.csv": "code,name\nXX01,示例\n"}
CLOSES = {f"2024-01-{day:02}": 800.0 + 3 * day for day in (2, 3, 4, 5, 8, 9, 10, 11)}
NEW = {"2024-01-12": 84.1, "2024-01-15": 84.9}


def table(closes: dict[str, float], ratio: float = 1.0, paid: float = 0.999) -> str:
    """Closes and adjusted closes, both divided."""
    rows = [f"{day},{close / ratio:.6g},{close / ratio * paid:.7g}" for day, close in closes.items()]
    return "\n".join(["date,close,adjusted", *rows, ""])


def rewritten(tmp_path: Path, staged: str, present: str = table(CLOSES)) -> Audit:
    return audit(tmp_path, {STOCK: staged}, **STOCKS, **{STOCK: present})


def test_closes_that_are_all_divided_are_one_split_and_no_restatement(tmp_path: Path) -> None:
    result = rewritten(tmp_path, table({**{day: close / 10 for day, close in CLOSES.items()}, **NEW}))
    assert (kept_out(result), list(notes(result))) == ([], ["rewritten"])
    assert (
        "at a split of 1:10" in notes(result)["rewritten"] and "2024-01-12 has the split" in notes(result)["rewritten"]
    )
    assert taken(result, STOCK)[:8] == [f"{line}," for line in table(CLOSES).splitlines()[1:]]
    assert taken(result, STOCK)[8].startswith("2024-01-12,84.1,") and taken(result, STOCK)[8].endswith(",10")
    snapshot = snapshot_of(tmp_path / "after", {**STOCKS, STOCK: result.files[STOCK]})
    value = ask(snapshot, "return", "stock:XX01", start="2024-01-11", end="2024-01-15").value
    assert value == pytest.approx(849.0 / 833.0 - 1, rel=1e-6)


def test_the_next_refresh_changes_nothing(tmp_path: Path) -> None:
    staged = table({**{day: close / 10 for day, close in CLOSES.items()}, **NEW})
    first = rewritten(tmp_path / "a", staged)
    # A source that does not tell the split: staging puts that of the present file into the rows.
    told = (
        staged.replace("\n", ",\n")
        .replace("adjusted,", "adjusted,split", 1)
        .replace("2024-01-12,84.1,84.0159,", "2024-01-12,84.1,84.0159,10")
    )
    second = rewritten(tmp_path / "b", told, first.files[STOCK].decode())
    assert second.files[STOCK] == first.files[STOCK]
    assert notes(second) == {}


@pytest.mark.parametrize("divide", [lambda close: close / 10, lambda close: close])
def test_a_told_split_has_closes_as_traded_before_it(tmp_path: Path, divide: Callable[[float], float]) -> None:
    lines = [f"{day},{divide(close):.6g}," for day, close in CLOSES.items()] + [
        "2024-01-12,84.1,10",
        "2024-01-15,84.9,",
    ]
    result = audit(tmp_path, {STOCK: "\n".join(["date,close,split", *lines, ""])}, **STOCKS)
    assert kept_out(result) == []
    assert taken(result, STOCK)[7:9] == ["2024-01-11,833,", "2024-01-12,84.1,10"]


def test_a_rewriting_without_a_new_row_waits_for_it(tmp_path: Path) -> None:
    result = rewritten(tmp_path, table(CLOSES, 10))
    assert taken(result, STOCK) == table(CLOSES).splitlines()[1:]
    assert "the present ones stay" in notes(result)["rewritten"]


def test_closes_that_change_by_no_plain_ratio_are_restated(tmp_path: Path) -> None:
    result = rewritten(tmp_path, table({day: close * 1.03 for day, close in CLOSES.items()} | {"2024-01-15": 850.0}))
    assert "rewritten" not in notes(result) and "8 rows are restated" in notes(result)["restated"]
