"""Long tables in Parquet: a wrong column is a problem of the file, a blank optional cell is blank."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from builder.numbers.files import parquet_table
from tests.numbers.folder import ask, problems_of, snapshot_of
from tests.numbers.two_funds import CATALOGUE, long_parquet, parquet_bytes

NONE = pa.array([], pa.null())


@pytest.mark.parametrize(
    ("content", "id_", "said"),
    [
        (b"no parquet", "unreadable", "not a Parquet file"),
        (parquet_bytes({"code": ["990001"], "nav": [1.0]}), "bad-header", "the column date is missing"),
        (long_parquet(code=[990002, 990001, 990002, 990001]), "bad-cell", "the column code holds int64, not text"),
        (long_parquet(nav=["a", "b", "c", "d"]), "bad-cell", "the column nav holds string, not double"),
        (long_parquet(nav=[2.2, None, 2.0, 1.1]), "bad-cell", "row 2: nav is blank"),
        (long_parquet(nav=[2.2, 0.0, float("nan"), 1.1]), "bad-cell", "row 2: nav is not from 0.0001 to 1,000,000 (and 1 more)"),
        (long_parquet(code=["990001"] * 4), "bad-cell", "row 3: its date appears twice for its code (and 1 more)"),
        (long_parquet(code=["990003", "990001", "990003", "990001"]), "unknown-history", "no code 990003"),
        (parquet_bytes({"code": NONE.cast(pa.string()), "date": NONE, "nav": NONE}), "empty-data", "no rows"),
    ],
)  # fmt: skip
def test_a_bad_parquet_table_is_named(tmp_path: Path, content: bytes, id_: str, said: str) -> None:
    (problem,) = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.parquet": content})
    assert (problem.path, problem.id) == ("content/data/nav.parquet", id_)
    assert said in problem.message


def test_blank_optional_cells_of_a_parquet_table_are_blank(tmp_path: Path) -> None:
    content = long_parquet(dividend=[None, None, 0.1, None], split=pa.nulls(4))
    snapshot = snapshot_of(tmp_path, {"funds.csv": CATALOGUE, "nav.parquet": content})
    assert ask(snapshot, "return", "fund:990001", start="2024-01-02").value == pytest.approx(0.1)


def test_a_table_that_would_unpack_to_too_much_is_refused_by_its_footer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_table, "LARGEST", 10)
    (problem,) = problems_of(tmp_path, {"funds.csv": CATALOGUE, "nav.parquet": long_parquet()})
    assert problem.id == "too-large"


def test_a_parquet_table_has_funds_with_a_nav_and_money_funds(tmp_path: Path) -> None:
    content = long_parquet(nav=[2.2, None, 2.0, None], income=[None, 0.5, None, 0.6])
    snapshot = snapshot_of(tmp_path / "a", {"funds.csv": CATALOGUE, "nav.parquet": content})
    assert ask(snapshot, "nav", "fund:990002").value == 2.2
    assert ask(snapshot, "income", "fund:990001").value == 0.6
    half = long_parquet(nav=[2.2, None, 2.0, 1.1], income=[None, 0.5, None, None])
    (problem,) = problems_of(tmp_path / "b", {"funds.csv": CATALOGUE, "nav.parquet": half})
    assert "row 4: it has not the same of nav and income as the first row of its code" in problem.message


@pytest.mark.parametrize(("zone", "is_day"), [("UTC", False), ("Asia/Shanghai", True)])
def test_times_of_a_zone_are_days_only_at_its_midnight(tmp_path: Path, zone: str, is_day: bool) -> None:
    midnights = pd.to_datetime(["2024-01-02", "2024-01-03"]).tz_localize("Asia/Shanghai").tz_convert(zone)
    content = parquet_bytes({"code": ["990001"] * 2, "date": pa.array(midnights), "nav": [1.0, 1.1]})
    files = {"funds.csv": CATALOGUE, "nav.parquet": content}
    if is_day:
        assert ask(snapshot_of(tmp_path, files), "date", "fund:990001").value is not None
        return
    (problem,) = problems_of(tmp_path, files)
    assert problem.id == "bad-cell" and "times of the zone UTC that are not midnight" in problem.message
