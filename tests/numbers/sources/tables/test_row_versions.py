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
