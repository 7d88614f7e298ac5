"""New reports stand beside those that are there, and what was known on a day stays known from it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from builder.numbers.sources.source import Table
from builder.numbers.sources.staged_allocation import write
from builder.problem import Failed
from tests.numbers.sources.source_files import source

HEADER = ("date", "kind", "name", "weight", "announced")


def written(root: Path, *rows: tuple[str, ...], today: str = "2024-02-01", present: str = "") -> list[str]:
    """The lines of the file that these rows become."""
    if present:
        (root / "data/allocation").mkdir(parents=True, exist_ok=True)
        (root / "data/allocation/012733.csv").write_text(present, encoding="utf-8")
    table = Table(frame=pd.DataFrame(rows, columns=list(HEADER[: len(rows[0])])), place="x", code="012733", first=0)
    (file,) = write(source("allocation"), [table], root / "new", root / "data", today)
    return (root / "new" / file).read_text(encoding="utf-8").splitlines()[1:]


def test_a_report_replaces_that_of_its_day_and_kind_and_older_ones_stay(tmp_path: Path) -> None:
    present = (
        "date,kind,name,weight\n2023-09-30,holding,甲,0.08\n2023-12-31,holding,丙,0.01\n2023-12-31,asset,股票,0.9\n"
    )
    row = ("2023-12-31", "holding", "甲", "0.09", "2024-01-31")
    assert written(tmp_path, row, present=present) == [
        "2023-09-30,holding,甲,0.08,",
        "2023-12-31,asset,股票,0.9,",
        "2023-12-31,holding,甲,0.09,2024-01-31",
    ]


def test_what_is_brought_early_is_known_from_that_day_and_stays_so(tmp_path: Path) -> None:
    row = ("2023-12-31", "holding", "甲", "0.09", "2024-01-31")
    early = written(tmp_path, row, today="2024-01-22")
    assert early == ["2023-12-31,holding,甲,0.09,2024-01-22"]
    present = "\n".join([",".join(HEADER), *early, ""])
    assert written(tmp_path, row, today="2024-01-25", present=present) == early


def test_two_positions_of_one_name_are_one(tmp_path: Path) -> None:
    row = ("2023-12-31", "holding", "甲", "0.09", "2024-01-31")
    assert written(tmp_path, row, row) == ["2023-12-31,holding,甲,0.18,2024-01-31"]


def test_a_table_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failed) as caught:
        written(tmp_path, ("2023-12-31", "holding", "甲"))
    assert [problem.id for problem in caught.value.problems] == ["bad-header"]
