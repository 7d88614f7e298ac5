"""A staged Parquet table: jumps of single histories, and values that the source no longer brings though they came first."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from builder import numbers
from builder.numbers.admission.audit import Audit
from tests.numbers.folder import write
from tests.numbers.two_funds import CATALOGUE, parquet_bytes

DAYS = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"]
EVEN, HALVED = [1.01, 1.02, 1.03, 1.04], [1.01, 1.02, 0.515, 0.52]


def table(first: list[float], second: list[float], announced: list[str | None] | None = None) -> bytes:
    """The histories of two funds; `announced` are the days of the first one's."""
    columns: dict[str, Any] = {
        "code": ["990001"] * 4 + ["990002"] * 4,
        "date": pa.array(DAYS * 2).cast(pa.date32()),
        "nav": [*first, *second],
    }
    if announced:
        columns["announced"] = pa.array([*announced, *[None] * 4], pa.string()).cast(pa.date32())
    return parquet_bytes(columns)


def audit(tmp_path: Path, staged: bytes, present: bytes | None, sources: str = "nav: {origin: 甲}\n") -> Audit:
    there = {"funds.csv": CATALOGUE, "sources.yml": sources, **({"nav.parquet": present} if present else {})}
    new = write(tmp_path / "staged", {"nav.parquet": staged})
    return numbers.audit(new, write(tmp_path / "present", there), today="2024-01-16")


def rows(result: Audit, code: str = "990001") -> list[tuple[str, float]]:
    """Day and value of each row that the new table has of a fund."""
    frame: pd.DataFrame = parquet.read_table(io.BytesIO(result.files["nav.parquet"])).to_pandas()
    own = frame[frame["code"] == code]
    return list(zip(own["date"].astype(str), own["nav"], strict=True))


def test_a_history_that_jumps_keeps_its_present_rows_and_the_others_are_new(tmp_path: Path) -> None:
    result = audit(tmp_path, table(HALVED, EVEN), table([1.01, 1.02, 1.03, 1.05], HALVED))
    assert not result.refused
    ((code, problems),) = result.refused_series.items()
    assert code == ("nav", "990001") and [problem.id for problem in problems] == ["undeclared-split"]
    assert "splits: {990001: {2024-01-04: 2}}" in problems[0].hint
    assert [nav for _, nav in rows(result)] == [1.01, 1.02, 1.03, 1.05]
    assert [nav for _, nav in rows(result, "990002")] == EVEN


def test_where_every_history_jumps_the_table_is_refused(tmp_path: Path) -> None:
    result = audit(tmp_path, table(HALVED, HALVED), table(EVEN, EVEN))
    assert not result.files and [problem.id for problem in result.refused] == ["undeclared-split"] * 2


def test_a_row_that_is_there_already_is_not_asked_again(tmp_path: Path) -> None:
    result = audit(tmp_path, table(HALVED, EVEN), table(HALVED, EVEN))
    assert not result.refused and not result.refused_series


def test_what_was_announced_first_stays_though_the_source_brings_only_the_later_value(tmp_path: Path) -> None:
    first = table(EVEN, EVEN, [None, None, "2024-01-05", "2024-01-08"])
    later = table([1.01, 1.02, 1.035, 1.04], EVEN, [None, None, "2024-01-10", "2024-01-08"])
    result = audit(tmp_path, later, first)
    assert sorted(rows(result)) == [
        ("2024-01-02", 1.01),
        ("2024-01-03", 1.02),
        ("2024-01-04", 1.03),
        ("2024-01-04", 1.035),
        ("2024-01-05", 1.04),
    ]
    again = audit(tmp_path / "again", later, result.files["nav.parquet"])
    assert sorted(rows(again)) == sorted(rows(result))


def test_a_value_that_is_only_announced_again_stays_as_the_source_has_it(tmp_path: Path) -> None:
    first = table(EVEN, EVEN, [None, None, "2024-01-05", "2024-01-08"])
    later = table(EVEN, EVEN, [None, None, "2024-01-10", "2024-01-08"])
    assert audit(tmp_path, later, first).files["nav.parquet"] == later


def test_a_history_that_begins_later_keeps_its_present_rows(tmp_path: Path) -> None:
    """What goes on from present rows was joined with them when it came."""
    later = parquet.read_table(io.BytesIO(table([1.02, 1.03, 1.04, 1.05], EVEN))).slice(1)
    file = io.BytesIO()
    parquet.write_table(later, file)
    result = audit(tmp_path, file.getvalue(), table(EVEN, EVEN))
    ((code, problems),) = result.refused_series.items()
    assert code == ("nav", "990001") and problems[0].id == "unjoined-data"
    assert "from 2024-01-03 on do not go on from those before" in problems[0].message
    assert [nav for _, nav in rows(result)] == EVEN
