"""A whole history as one text: every day and value can be read back, exactly where nothing was paid out."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from builder.model import Ask
from tests.numbers.folder import fund


def _read(text: object) -> dict[str, float]:
    told = json.loads(f"{{{text}}}")
    first = date.fromisoformat(told["start"])
    days = [str(first + timedelta(days=passed)) for passed in accumulate(told["steps"])]
    return {day: value / 10 ** told["places"] for day, value in zip(days, told["values"], strict=True)}


def test_a_track_is_the_history_day_by_day(tmp_path: Path) -> None:
    rows = ["2023-01-03,1.0000", "2023-01-06,1.0012", "2023-06-30,0.9", "2024-01-02,12345.6789"]
    snapshot = fund(tmp_path, rows)
    track = snapshot.answer(Ask(series="fund:990001", measure="track"))
    history = snapshot.answer(Ask(series="fund:990001", measure="history"))
    assert _read(track.value) == dict(history.points)
    assert (track.start, track.end) == ("2023-01-03", "2024-01-02")


def test_where_a_dividend_is_chained_in_a_track_is_right_to_seven_decimals(tmp_path: Path) -> None:
    rows = ["2023-01-03,1.0000,", "2023-01-04,1.0400,", "2023-01-05,1.0100,0.0300", "2023-01-06,1.0300,"]
    snapshot = fund(tmp_path, rows, header="date,nav,dividend")
    track = _read(snapshot.answer(Ask(series="fund:990001", measure="track")).value)
    for day, value in snapshot.answer(Ask(series="fund:990001", measure="history")).points:
        assert track[day] == pytest.approx(value, abs=6e-8)
    assert track["2023-01-06"] != round(track["2023-01-06"], 4)


def test_a_fund_without_rows_has_no_track(tmp_path: Path) -> None:
    catalogue = "code,name\n990001,甲\n990002,乙\n"
    snapshot = fund(tmp_path, ["2023-01-03,1.0"], catalogue=catalogue)
    assert snapshot.answer(Ask(series="fund:990002", measure="track")).value is None
