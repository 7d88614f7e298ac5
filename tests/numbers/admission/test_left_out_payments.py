"""A row that the audit keeps out takes no payment with it."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.new_data import NAV, audit, kept_out, notes, refused, taken

FILE = "nav/990002.csv"
BEFORE = "2024-01-02,1.0000,,\n2024-01-03,1.0000,,\n"
AFTER = "2024-01-05,0.9000,,\n2024-01-08,0.9000,,\n"


def of(rows: str, header: str = "date,nav,dividend,split") -> dict[str, str | bytes]:
    return {FILE: f"{header}\n{rows}"}


def test_a_row_without_a_nav_gives_its_payment_to_the_next(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,,0.1,\n" + AFTER))
    assert taken(result, FILE)[2:] == ["2024-01-05,0.9000,0.1,", "2024-01-08,0.9000,,"]
    assert notes(result)["carried"] == "what rows kept out paid is counted at the next row: 2024-01-04"


def test_a_mistyped_nav_on_the_day_of_a_dividend_loses_nothing(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,9.0000,0.1,\n" + AFTER))
    assert kept_out(result) == [(FILE, 4, "nav", "9.0000")]
    assert taken(result, FILE)[2] == "2024-01-05,0.9000,0.1,"


def test_the_present_row_of_that_day_keeps_its_payment_and_no_other_gets_it(tmp_path: Path) -> None:
    present = {FILE: "date,nav,dividend,split\n" + BEFORE + "2024-01-04,0.9000,0.1,\n" + AFTER}
    result = audit(tmp_path, of(BEFORE + "2024-01-04,x,0.1,\n" + AFTER), **present)
    assert taken(result, FILE)[2:] == ["2024-01-04,0.9000,0.1,", "2024-01-05,0.9000,,", "2024-01-08,0.9000,,"]
    without = {FILE: present[FILE].replace("0.1,", ",")}
    assert taken(audit(tmp_path / "b", of(BEFORE + "2024-01-04,x,0.1,\n" + AFTER), **without), FILE)[2:4] == [
        "2024-01-04,0.9000,0.1,",
        "2024-01-05,0.9000,,",
    ]


def test_a_payment_that_nobody_can_read_refuses_the_history(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,0.9000,-0.1,\n" + AFTER))
    assert refused(result) == [(FILE, "bad-cell")]
    rows = "2024-01-04,0.9000,0.1,\n2024-01-04,0.9100,0.2,\n"
    result = audit(tmp_path / "b", of(BEFORE + rows + AFTER))
    assert refused(result) == [(FILE, "contradicting-data")]
    assert result.refused[0].message == "2024-01-04 has several rows with different payments: dividend 0.1, 0.2"


def test_a_payment_behind_the_last_row_waits_for_the_next(tmp_path: Path) -> None:
    result = audit(tmp_path, of(BEFORE + "2024-01-04,x,-0.1,\n"))
    assert (taken(result, FILE), refused(result)) == (BEFORE.splitlines(), [])
    assert NAV not in result.files
