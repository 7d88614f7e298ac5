"""An accumulated NAV that is not the NAV and all dividends is refused, rather than read as hundreds of dividends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from builder.numbers.series.accumulated_faults import impossible_steps
from tests.numbers.folder import ask, problems_of, snapshot_of

FUNDS = "code,name\n990001,甲\n990002,乙\n"
NAVS = (1.115, 1.119, 1.126, 1.121, 1.13)


def rows(accumulated: tuple[float, ...], header: str = "date,nav,accumulated") -> str:
    more = "," * (header.count(",") - 2)
    lines = [
        f"2024-01-{day:02},{nav},{total:.4f}{more}"
        for day, (nav, total) in enumerate(zip(NAVS, accumulated, strict=True), 2)
    ]
    return "\n".join([header, *lines, ""])


SCALED = tuple(2.261 + 2 * (nav - NAVS[0]) for nav in NAVS)


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ((0.0, 0.05, 0.0, 0.0), []),
        ((0.0, 0.05, -0.05, 0.0), [2]),
        ((0.004, 0.007, 0.004, 0.002), [2, 3]),
        ((0.001, -0.001, 0.001, -0.001), []),
    ],
)
def test_a_step_is_impossible_if_it_falls_or_is_the_third_rise_in_a_row(
    steps: tuple[float, ...], wrong: list[int]
) -> None:
    assert impossible_steps(np.array(steps), 0.0015).tolist() == wrong


def test_a_build_refuses_it_with_the_row_that_shows_it(tmp_path: Path) -> None:
    files = {"funds.csv": FUNDS, "nav/990001.csv": rows(SCALED), "nav/990002.csv": rows(NAVS)}
    (problem,) = problems_of(tmp_path, files)
    assert (problem.id, problem.path, problem.line) == ("contradicting-data", "content/data/nav/990001.csv", 5)
    assert "since 2024-01-04 nav goes from 1.126 to 1.121 while accumulated goes from 2.283 to 2.273" in problem.message


def test_a_long_table_is_checked_history_by_history(tmp_path: Path) -> None:
    lines = [f"{code},{line}" for code in ("990002", "990001") for line in rows(NAVS).splitlines()[1:]]
    good = {"funds.csv": FUNDS, "nav.csv": "\n".join(["code,date,nav,accumulated", *lines, ""])}
    assert snapshot_of(tmp_path / "good", good)
    scaled = [f"990001,{line}" for line in rows(SCALED).splitlines()[1:]]
    bad = {**good, "nav.csv": "\n".join(["code,date,nav,accumulated", *lines[:5], *scaled, ""])}
    (problem,) = problems_of(tmp_path / "bad", bad)
    assert (problem.path, problem.line) == ("content/data/nav.csv", 10)


def test_with_a_column_dividend_nothing_is_read_off_it(tmp_path: Path) -> None:
    files = {"funds.csv": FUNDS, "nav/990001.csv": rows(SCALED, "date,nav,accumulated,dividend")}
    value = ask(snapshot_of(tmp_path, files), "return", "fund:990001", start="2024-01-02").value
    assert value == pytest.approx(1.13 / 1.115 - 1)


def test_rounding_up_and_down_is_no_dividend(tmp_path: Path) -> None:
    rounded = tuple(nav + 0.5 + error for nav, error in zip(NAVS, (0, 0.0001, 0, 0.0001, 0), strict=True))
    files = {"funds.csv": FUNDS, "nav/990001.csv": rows(rounded)}
    value = ask(snapshot_of(tmp_path, files), "return", "fund:990001", start="2024-01-03").value
    assert value == pytest.approx(1.13 / 1.119 - 1, abs=1e-12)


def test_a_column_of_dividends_that_lacks_what_a_sound_accumulated_nav_shows_is_refused(tmp_path: Path) -> None:
    paid = (NAVS[0], NAVS[1], *(nav + 0.03 for nav in NAVS[2:]))
    by_hand = "nav: {origin: 编造}\n"
    files = {"funds.csv": FUNDS, "nav/990001.csv": rows(paid, "date,nav,accumulated,dividend"), "sources.yml": by_hand}
    (problem,) = problems_of(tmp_path / "untold", files)
    assert (problem.id, problem.path, problem.line) == ("contradicting-data", "content/data/nav/990001.csv", 4)
    assert (
        "990001, dividend on 2024-01-04" in problem.message
        and "more was paid than the 0 that is told" in problem.message
    )
    lines = files["nav/990001.csv"].replace("1.1560,", "1.1560,0.03")
    told = snapshot_of(tmp_path / "told", {**files, "nav/990001.csv": lines})
    assert ask(told, "return", "fund:990001", start="2024-01-02").value == pytest.approx(
        (1.13 / 1.126) * (1.156 / 1.115) - 1
    )
    # A refresh has weighed both.
    files["sources.yml"] = "nav: {fetcher: eastmoney}\n"
    snapshot_of(tmp_path / "fetched", files)


def test_an_accumulated_nav_that_is_scaled_anew_says_nothing_beside_a_column_of_dividends(tmp_path: Path) -> None:
    files = {"funds.csv": FUNDS, "nav/990001.csv": rows(SCALED, "date,nav,accumulated,dividend")}
    snapshot_of(tmp_path, files)
