"""Several rows of one day: the one that is announced last counts, and what only repeats is dropped."""

from __future__ import annotations

from pathlib import Path

from tests.numbers.sources.source_files import rows

HEADINGS = "ts_code,ann_date,nav_date,unit_nav,accum_nav,net_asset,update_flag\n"


def history(tmp_path: Path, *lines: str) -> list[str]:
    """Our rows of these rows of Tushare's table of NAVs."""
    return rows(tmp_path, (HEADINGS + "".join(f"012733.OF,{line}\n" for line in lines)).encode())[1:]


def test_the_same_values_announced_again_were_known_when_they_were_first_announced(tmp_path: Path) -> None:
    lines = history(tmp_path, "20240421,20240220,1.0,1.1,193765536,1", "20240221.0,20240220.0,1.0,1.1,,0")
    assert lines == ["2024-02-20,1.0,1.1,2024-02-21"]


def test_other_values_announced_later_follow_the_first_ones_and_both_stay(tmp_path: Path) -> None:
    lines = history(
        tmp_path, "20240301,20240220,1.25,1.35,,1", "20240221,20240220,1.0,1.1,,0", "20240401,20240220,1.25,1.35,,1"
    )
    assert lines == ["2024-02-20,1.0,1.1,2024-02-21", "2024-02-20,1.25,1.35,2024-03-01"]


def test_of_rows_of_one_announcement_the_updated_one_counts(tmp_path: Path) -> None:
    assert history(tmp_path, "20240221,20240220,1.25,1.25,,1", "20240221,20240220,1.0,1.0,,0") == [
        "2024-02-20,1.25,1.25,2024-02-21"
    ]


def test_a_row_without_a_nav_gives_its_payment_to_the_next(tmp_path: Path) -> None:
    raw = (
        "净值日期,单位净值,分红送配\n2024-02-16,1.0000,\n2024-02-17,,每份派现金0.1000元\n"
        "2024-02-19,0.9000,\n2024-02-20,--,每份基金份额折算2份\n2024-02-21,0.4500,每份派现金0.0100元\n"
    )
    assert rows(tmp_path, raw.encode()) == [
        "date,nav,dividend,split",
        "2024-02-16,1.0,,",
        "2024-02-19,0.9,0.1,",
        "2024-02-21,0.45,0.02,2.0",
    ]


def test_rows_that_are_there_several_times_pay_once(tmp_path: Path) -> None:
    paid = "2024-02-19,,0.1\n"
    raw = f"净值日期,单位净值,每份分红\n2024-02-16,1.0000,\n{paid}{paid}2024-02-20,0.9000,\n2024-02-20,0.9000,0.05\n"
    assert rows(tmp_path, raw.encode())[2:] == ["2024-02-20,0.9,0.1", "2024-02-20,0.9,0.15"]
    raw = f"净值日期,单位净值,每份分红\n2024-02-16,1.0000,\n{paid}2024-02-19,0.9000,\n"
    assert rows(tmp_path, raw.encode())[2:] == ["2024-02-19,0.9,0.1"]
