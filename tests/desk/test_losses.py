"""A history that ends earlier, has fewer rows, lacks a column or is gone is a loss; a few rows are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import numbers
from builder.desk.losses import accepted_losses, losses
from builder.numbers.snapshot import Snapshot

ROWS = [f"2024-01-{day:02d},1.{day:03d}" for day in range(2, 32)]


def load(folder: Path, rows: list[str], header: str = "date,nav") -> Snapshot:
    (folder / "nav").mkdir(parents=True)
    (folder / "funds.csv").write_text("code,name\n990101,示例\n", encoding="utf-8")
    if rows:
        (folder / "nav/990101.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return numbers.load(folder, risk_free=0.015, trading_days=252)


@pytest.mark.parametrize(
    ("rows", "loss"),
    [
        (ROWS, ""),
        (ROWS[3:], ""),
        (ROWS[4:], "it has 26 rows up to 2024-01-31; before, it had 30"),
        (ROWS[:-1], "it ends on 2024-01-30; before, it ended on 2024-01-31"),
        ([], "its 30 rows are gone"),
    ],
)
def test_a_shorter_history_is_a_loss(tmp_path: Path, rows: list[str], loss: str) -> None:
    before, after = load(tmp_path / "before", ROWS), load(tmp_path / "after", rows)
    problems = [problem for _, problem in losses(before, after, frozenset({"nav"}), "content/data")]
    assert [problem.message for problem in problems] == ([f"990101: {loss}"] if loss else [])
    assert {problem.hint for problem in problems} <= {"if this is right, run: briefings refresh --accept nav"}
    assert list(losses(before, after, frozenset({"index"}), "content/data")) == []


def test_a_lost_column_is_a_loss(tmp_path: Path) -> None:
    before = load(tmp_path / "before", [f"{row},0.01" for row in ROWS], "date,nav,dividend")
    ((set_, problem),) = losses(before, load(tmp_path / "after", ROWS), frozenset({"nav"}), "content/data")
    assert (set_, problem.id, problem.message) == ("nav", "shrunken-data", "990101: the column dividend is gone")


def test_what_an_accepted_file_drops_is_said_with_its_days_and_payments(tmp_path: Path) -> None:
    paid = [f"{row},{'0.03' if number == 20 else ''}" for number, row in enumerate(ROWS)]
    load(tmp_path / "before", paid, "date,nav,dividend")
    load(tmp_path / "after", [*paid[:19], *paid[21:]], "date,nav,dividend")
    (note,) = accepted_losses("nav", ["nav/990101.csv"], tmp_path / "before", tmp_path / "after")
    assert note.message == "2 rows of 2024-01-21, 2024-01-22 are gone; what was paid is gone: 2024-01-22 dividend 0.03"
    assert list(accepted_losses("nav", ["nav/990101.csv"], tmp_path / "after", tmp_path / "before")) == []
