"""A refused Parquet table: every kind of fault at the first row that has it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from tests.numbers.folder import problems_of
from tests.numbers.two_funds import CATALOGUE, long_parquet

FAR = pa.array([19724, 2**31 - 1, -(2**31), 19725], pa.int32()).cast(pa.date32())


def told(folder: Path, content: bytes) -> list[str]:
    problems = problems_of(folder, {"funds.csv": CATALOGUE, "nav.parquet": content})
    assert {problem.id for problem in problems} == {"bad-cell"}
    return [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (long_parquet(date=FAR), ["row 2: date is not from 1900 to 2199 (and 1 more)"]),
        (
            long_parquet(date=FAR, nav=[1.0, 2.0, 3.0, 0.0], code=["990001", " ", "", "990001 "]),
            [
                "row 2: code is blank or has blanks around it (and 2 more)",
                "row 2: date is not from 1900 to 2199 (and 1 more)",
                "row 4: nav is not from 0.0001 to 1,000,000",
            ],
        ),
        (long_parquet(code=[None, "990001", "990002", "990001"]), ["row 1: code is blank or has blanks around it"]),
        (long_parquet(announced=pa.array([1] * 4, pa.int32()).cast(pa.date32())), ["row 1: announced is before date (and 3 more)"]),
        (
            long_parquet(nav=[2.2, None, 2.0, None], income=[0.1, None, 0.1, 0.6]),
            [
                "row 1: it has both nav and income (and 1 more)",
                "row 2: nav and income are blank",
                "row 4: it has not the same of nav and income as the first row of its code",
            ],
        ),
    ],
)  # fmt: skip
def test_each_kind_of_fault_names_its_first_row(tmp_path: Path, content: bytes, messages: list[str]) -> None:
    assert told(tmp_path, content) == messages
