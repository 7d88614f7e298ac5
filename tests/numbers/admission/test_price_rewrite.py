"""A vendor that divides all earlier closes at a split tells one split: published prices stay as they were traded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import prod
from pathlib import Path

import pytest

from builder.numbers.admission.audit import Audit
from tests.numbers.folder import ask, snapshot_of
from tests.numbers.new_data import audit, kept_out, notes, refused, taken

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


WEEKDAYS = [
    f"2023-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29) if date(2023, month, day).weekday() < 5
]
EVEN = [round(30 + (row * 7 % 5) / 10, 2) for row in range(len(WEEKDAYS))]
_BONUS, _GAIN = 30, 1.06  # the row of an ex-day with bonus shares 1:1.1, on which the stock rose


def _as_traded(splits: dict[int, float], closes: list[float] = EVEN) -> list[float]:
    """Closes before each of these splits as they were traded; behind the ex-day all are dearer."""
    dearer = [close * (_GAIN if row >= _BONUS else 1) for row, close in enumerate(closes)]
    return [
        round(close * prod(ratio for split, ratio in splits.items() if split > row), 2)
        for row, close in enumerate(dearer)
    ]


def _told(closes: list[float], splits: dict[int, float], adjusted: list[float] | None = None) -> str:
    columns = ["date", "close", *(["adjusted"] if adjusted else []), "split"]
    rows = [
        ",".join([day, str(close), *([str(adjusted[row])] if adjusted else []), str(splits.get(row, ""))])
        for row, (day, close) in enumerate(zip(WEEKDAYS, closes, strict=True))
    ]
    return "\n".join([",".join(columns), *rows, ""])


def _first_close(result: Audit) -> float:
    return float(taken(result, STOCK)[0].split(",")[1])


def test_a_gain_on_an_ex_day_does_not_make_closes_as_traded_look_divided(tmp_path: Path) -> None:
    splits = {10: 2.0, _BONUS: 1.1}
    result = audit(tmp_path, {STOCK: _told(_as_traded(splits), splits)}, **STOCKS)
    assert _first_close(result) == _as_traded(splits)[0]


def test_a_file_is_divided_by_all_its_splits_or_by_none(tmp_path: Path) -> None:
    splits = {10: 2.0, _BONUS: 1.1}
    divided = [round(close * (0.95 if row >= _BONUS else 1), 2) for row, close in enumerate(EVEN)]
    result = audit(tmp_path, {STOCK: _told(divided, splits)}, **STOCKS)
    assert _first_close(result) == pytest.approx(EVEN[0] * 2.2)


def test_a_lone_small_split_is_refused_where_nothing_tells_and_read_where_the_present_rows_or_adjusted_closes_do(
    tmp_path: Path,
) -> None:
    splits = {_BONUS: 1.1}
    closes = _as_traded(splits)
    result = audit(tmp_path / "alone", {STOCK: _told(closes, splits)}, **STOCKS)
    (problem,) = result.refused
    assert (problem.id, problem.line) == ("contradicting-data", _BONUS + 2)
    assert "may be as traded, or divided by it" in problem.message
    present = _told(closes, {}).replace(",split", "").replace(",\n", "\n").splitlines()[: _BONUS + 1]
    known = audit(tmp_path / "known", {STOCK: _told(closes, splits)}, **STOCKS, **{STOCK: "\n".join([*present, ""])})
    assert _first_close(known) == closes[0]
    adjusted = [round(close * (1 / 1.1 if row < _BONUS else 1) * 0.98, 6) for row, close in enumerate(closes)]
    read = audit(tmp_path / "adjusted", {STOCK: _told(closes, splits, adjusted)}, **STOCKS)
    assert _first_close(read) == closes[0]


def test_a_rewriting_without_a_new_row_waits_for_it(tmp_path: Path) -> None:
    result = rewritten(tmp_path, table(CLOSES, 10))
    assert taken(result, STOCK) == table(CLOSES).splitlines()[1:]
    assert "the present ones stay" in notes(result)["rewritten"]


def test_closes_that_change_by_no_plain_ratio_are_restated(tmp_path: Path) -> None:
    result = rewritten(tmp_path, table({day: close * 1.03 for day, close in CLOSES.items()} | {"2024-01-15": 850.0}))
    assert "rewritten" not in notes(result) and "8 rows are restated" in notes(result)["restated"]


PIECE = [*CLOSES][4:]  # the days that both have of an export that begins later


def adjusted(closes: Mapping[str, float], scale: float | Mapping[str, float]) -> str:
    """Closes, and adjusted closes on one scale or, by day, on several."""
    scales = scale if isinstance(scale, Mapping) else dict.fromkeys(closes, scale)
    rows = [f"{day},{close:g},{close * scales[day]:.6g}" for day, close in closes.items()]
    return "\n".join(["date,close,adjusted", *rows, ""])


def test_a_later_export_on_another_scale_goes_on_from_the_present_adjusted_closes(tmp_path: Path) -> None:
    later = {day: close * 10 for day, close in NEW.items()}
    result = rewritten(tmp_path, adjusted({day: CLOSES[day] for day in PIECE} | later, 0.5), adjusted(CLOSES, 0.9))
    assert (refused(result), notes(result).keys()) == ([], {"kept"})
    assert taken(result, STOCK) == adjusted(CLOSES | later, 0.9).splitlines()[1:]


def test_closes_and_adjusted_closes_that_are_divided_go_on_from_the_present_ones(tmp_path: Path) -> None:
    closes = {day: CLOSES[day] / 10 for day in PIECE} | NEW
    result = rewritten(tmp_path, adjusted(closes, 0.5), adjusted(CLOSES, 0.9))
    assert refused(result) == [] and "at a split of 1:10" in notes(result)["rewritten"]
    lines = taken(result, STOCK)
    assert lines[: len(CLOSES)] == [f"{line}," for line in adjusted(CLOSES, 0.9).splitlines()[1:]]
    first_new = lines[len(CLOSES)].split(",")
    assert (first_new[1], first_new[3]) == ("84.1", "10")
    assert float(first_new[2]) / (CLOSES["2024-01-11"] * 0.9) == pytest.approx(84.1 / 83.3, rel=1e-5)


def test_what_is_adjusted_otherwise_behind_the_first_common_days_is_restated(tmp_path: Path) -> None:
    scales = {day: 0.5 if day < "2024-01-10" else 0.51 for day in (*CLOSES, *NEW)}
    staged = adjusted({day: CLOSES[day] for day in PIECE} | NEW, scales)
    result = rewritten(tmp_path, staged, adjusted(CLOSES, 0.9))
    assert refused(result) == [] and notes(result)["restated"].startswith("2 rows are restated")
    lines = taken(result, STOCK)
    assert lines[:6] == adjusted(CLOSES, 0.9).splitlines()[1:7]
    assert float(lines[6].split(",")[2]) == pytest.approx(CLOSES["2024-01-10"] * 0.9 * 0.51 / 0.5, rel=1e-5)


@pytest.mark.parametrize(
    ("staged", "present", "reason"),
    {
        "no day in common": (
            adjusted(NEW, 0.5),
            adjusted(CLOSES, 0.9),
            "8 rows before: none is of a day that is there; a history with 2024-01-11 would do",
        ),
        "two scales from the first day on": (
            adjusted(
                {day: CLOSES[day] for day in PIECE} | NEW, {day: 0.5 + (day > PIECE[0]) / 100 for day in (*PIECE, *NEW)}
            ),
            adjusted(CLOSES, 0.9),
            "4 rows before: 2024-01-08 and 2024-01-09 are on two scales: 412 for 741.6 and 421.77 for 744.3",
        ),
        "another kind": (
            adjusted({day: CLOSES[day] for day in PIECE} | NEW, 0.5),
            "\n".join(["date,close", *(f"{day},{close:g}" for day, close in CLOSES.items()), ""]),
            "4 rows before: they have close and adjusted, and the rows that are there have close",
        ),
    }.values(),
)
def test_adjusted_closes_that_do_not_go_on_from_the_rows_before_are_refused_with_the_reason(
    tmp_path: Path, staged: str, present: str, reason: str
) -> None:
    result = rewritten(tmp_path, staged, present)
    assert refused(result) == [(STOCK, "unjoined-data")]
    assert result.refused[0].message.endswith(reason)
    assert result.refused[0].hint.startswith("bring the whole history; or")


def test_a_whole_history_on_scales_of_its_own_replaces_the_present_one_and_tells_so(tmp_path: Path) -> None:
    scales = {day: 0.5 if day == "2024-01-02" else 0.51 for day in (*CLOSES, *NEW)}
    result = rewritten(tmp_path, adjusted(CLOSES | NEW, scales), adjusted(CLOSES, 0.9))
    assert taken(result, STOCK) == adjusted(CLOSES | NEW, scales).splitlines()[1:]
    assert "2024-01-02 and 2024-01-03 are on two scales" in notes(result)["rescaled"]
    # One day that it lacks cannot stay between the others.
    lacks = adjusted({day: close for day, close in (CLOSES | NEW).items() if day != "2024-01-04"}, scales)
    lacking = rewritten(tmp_path / "lacking", lacks, adjusted(CLOSES, 0.9))
    assert len(taken(lacking, STOCK)) == len(CLOSES | NEW) - 1
    assert notes(lacking)["rescaled"].endswith("; 2024-01-04 go, which the new file lacks")


def test_other_last_digits_of_adjusted_closes_are_no_change(tmp_path: Path) -> None:
    present = adjusted(CLOSES, 0.9)
    noisy = present.replace("749.7\n", "749.6999999999999\n")
    assert noisy != present
    result = rewritten(tmp_path, noisy, present)
    assert result.files[STOCK].decode() == present and notes(result).keys() == {"late"}
