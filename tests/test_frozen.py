"""A dated briefing over data that go on: no row after its cut-off, and none that became known after it, changes a byte."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.frozen_briefing import CATALOGUE, FROZEN
from tests.site import FILES, SmallSite, history

CUT = date(2024, 2, 19)
HEADER = "date,nav,dividend,split,announced\n"
FUND = "content/data/nav/990101.csv"
INDEX = "content/data/index/X90713.csv"


def until_cut(text: str) -> str:
    """A history's rows up to the cut-off, as rows of a file with all columns."""
    rows = (line.split(",") for line in text.splitlines()[1:])
    return "".join(f"{on},{value},,,\n" for on, value in rows if on <= CUT.isoformat())


def frozen(site: SmallSite) -> dict[str, bytes]:
    """The page and the files of its charts."""
    return {path: raw for path, raw in site.pages().items() if path.startswith(("briefings/frozen", "charts/"))}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    kept = {path: text for path, text in FILES.items() if "briefings/" not in path}
    site = SmallSite.make(tmp_path_factory.mktemp("frozen"), kept)
    site.write("content/briefings/2024-02-20-frozen.md", FROZEN)
    site.write("content/data/funds.csv", CATALOGUE)
    site.write(FUND, HEADER + until_cut(history(1.0, 0.0005)))
    assert site.build().problems == ()
    assert len(frozen(site)) == 3  # the page, its table and its picture
    return site


values = st.floats(0.01, 100).map(lambda one: f"{one:.4f}")
later = st.lists(
    st.tuples(st.integers(1, 400), values, st.sampled_from(["", "0.2"]), st.sampled_from(["", "3.63"]), st.booleans()),
    max_size=12,
    unique_by=lambda one: one[0],
)
# Rows of days before the cut-off on which the fund has none yet, announced after it. They paid nothing: a payment is
# announced before its day, and counts at the next row.
weekends = [CUT - timedelta(days=at) for at in range(300) if (CUT - timedelta(days=at)).weekday() >= 5]
late = st.lists(
    st.tuples(st.sampled_from(weekends), values, st.integers(1, 30)), max_size=6, unique_by=lambda one: one[0]
)


def grown(rows: list[tuple[int, str, str, str, bool]], behind: list[tuple[date, str, int]]) -> str:
    """Rows that nobody knew at the cut-off."""
    lines = []
    for ahead, value, dividend, split, told in rows:
        on = CUT + timedelta(days=ahead)
        lines.append(f"{on},{value},{dividend},{split},{on + timedelta(days=2) if told else ''}")
    lines += [f"{on},{value},,,{CUT + timedelta(days=after)}" for on, value, after in behind]
    return "".join(f"{line}\n" for line in lines)


def holds(site: SmallSite, rows: list[tuple[int, str, str, str, bool]], behind: list[tuple[date, str, int]]) -> None:
    before = frozen(site)
    text = history(3000, 0.0006, column="close")
    more = "".join(f"{CUT + timedelta(days=500 + ahead)},{value}\n" for ahead, value, *_ in rows)
    site.write(FUND, HEADER + until_cut(history(1.0, 0.0005)) + grown(rows, behind))
    site.write(INDEX, text + more)
    assert site.build().problems == ()
    assert frozen(site) == before


def test_rows_that_nobody_knew_at_the_cut_off_change_no_byte(built: SmallSite) -> None:
    holds(built, [(1, "9.0", "0.2", "", True), (400, "0.01", "", "3.63", False)], [(weekends[3], "5.0", 1)])


@pytest.mark.slow
@given(rows=later, behind=late)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_no_row_that_nobody_knew_at_the_cut_off_changes_a_byte(
    built: SmallSite, rows: list[tuple[int, str, str, str, bool]], behind: list[tuple[date, str, int]]
) -> None:
    holds(built, rows, behind)


def test_a_row_that_was_known_does(built: SmallSite, tmp_path: Path) -> None:
    before = frozen(built)
    built.write(FUND, HEADER + until_cut(history(1.0, 0.0005)) + f"{weekends[3]},5.0,0.1,2,{CUT}\n")
    assert built.build().problems == ()
    assert frozen(built) != before
    built.write(FUND, HEADER + until_cut(history(1.0, 0.0005)))
    assert built.build().problems == ()
    assert frozen(built) == before
