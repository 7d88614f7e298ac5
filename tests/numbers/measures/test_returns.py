"""Rolling returns: the return over the window that ends on each day."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.folder import ask, fund

ROWS = ("2023-01-31,1.00", "2023-02-27,1.10", "2023-02-28,1.20", "2023-03-31,1.50", "2023-04-03,1.65")


def test_each_day_counts_from_its_own_windows_base(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ROWS), "rolling-return", window="1m")
    # 28 February less a month is 28 January, before the first row; 31 March less a month is 28 February.
    assert [day for day, _ in answer.points] == ["2023-03-31", "2023-04-03"]
    assert [round(value, 12) for _, value in answer.points] == [0.25, 0.375]
    assert (answer.start, answer.end, answer.unit, answer.value) == (
        "2023-03-31",
        "2023-04-03",
        "ratio",
        answer.points[-1][1],
    )


def test_the_last_point_is_the_return_that_a_sentence_would_tell(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, ROWS)
    for as_of in ("2023-03-31", "2023-04-03"):
        rolling = ask(snapshot, "rolling-return", window="1m", as_of=as_of)
        assert rolling.value == ask(snapshot, "return", window="1m", as_of=as_of).value


def test_dates_bound_the_days_and_not_their_windows(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ROWS), "rolling-return", window="1m", start="2023-04-01")
    assert [(day, round(value, 12)) for day, value in answer.points] == [("2023-04-03", 0.375)]


def test_without_a_whole_window_there_is_a_note(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, ROWS), "rolling-return", window="1y")
    assert (answer.value, answer.points, answer.note) == (None, (), "净值数据不足，不能计算滚动收益率")
