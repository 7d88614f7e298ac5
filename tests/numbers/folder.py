"""A data folder from texts, its snapshot and its problems: the tests of the numbers share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from builder.model import Answer, Ask
from builder.numbers import load
from builder.numbers.snapshot import Snapshot
from builder.problem import Failed, Problem

FUND = "code,name,effective_date\n990001,示例成长混合A,2023-01-03\n"
# Made-up histories may jump: they pass for such as a refresh has audited.
FETCHED = "".join(f"{name}: {{fetcher: file, from: in}}\n" for name in ("nav", "index", "stock"))
HISTORY = "date,nav\n2024-01-02,1.0000\n2024-01-03,1.0100\n"


def write(data: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files by their path from the data folder."""
    for name, content in files.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return data


def snapshot_of(data: Path, files: Mapping[str, str | bytes]) -> Snapshot:
    """The snapshot of a folder with these files."""
    return load(write(data, {"sources.yml": FETCHED, **files} if files else {}), risk_free=0.015, trading_days=252)


def fund(data: Path, rows: Iterable[str], header: str = "date,nav", catalogue: str = FUND) -> Snapshot:
    """The snapshot of one fund, 990001, with this history."""
    return snapshot_of(data, {"funds.csv": catalogue, "nav/990001.csv": "\n".join([header, *rows]) + "\n"})


def ask(snapshot: Snapshot, measure: str, series: str = "fund:990001", **more: str) -> Answer:
    """What the snapshot answers."""
    return snapshot.answer(Ask(series=series, measure=measure, **more))


def problems_of(data: Path, files: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """All that is wrong with a folder of these files."""
    with pytest.raises(Failed) as caught:
        snapshot_of(data, files)
    return caught.value.problems


def places(problems: Iterable[Problem]) -> list[Any]:
    """Where each problem is, and its id, e.g. ("nav/990001.csv", 3, 12, "bad-cell")."""
    return [(one.path.removeprefix("content/data/"), one.line, one.column, one.id) for one in problems]
