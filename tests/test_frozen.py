"""A dated briefing over data that go on: no row after its cut-off, and none that became known after it, changes a byte."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.declared_source import exported, run
from tests.frozen_briefing import CATALOGUE, FROZEN
from tests.site import FILES, SmallSite, history

CUT = date(2024, 2, 19)
ASKED = "---\ntitle: {0}\ndate: 2024-03-01\nas_of: {0}\n---\n\n{{{{ 990101 nav }}}} {{{{ 990101 return 1m }}}}\n"
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


def announced(*versions: str) -> bytes:
    """An export as Tushare's: every row twice, up to the cut-off, whose row these replace, and after 2024-02-23."""
    rows = [f"{line},{line[:10]},0" for line in known() if not f"{CUT}" <= line[:10] < "2024-02-24"]
    return "\n".join(["nav_date,unit_nav,ann_date,update_flag", *rows, *versions, *rows, *versions, ""]).encode()


def known() -> list[str]:
    """The rows of the fund without those from the cut-off to 2024-02-23."""
    return [line for line in history(1.0, 0.0005).splitlines()[1:] if not f"{CUT}" <= line[:10] < "2024-02-24"]


@pytest.mark.slow
@pytest.mark.parametrize("table", ["", "nav.csv", "nav.parquet"])
def test_a_day_that_was_announced_twice_shows_what_was_known_at_each_cut_off(site: SmallSite, table: str) -> None:
    shutil.rmtree(site.root / "content/briefings")
    for cut_off in ("2024-02-19", "2024-02-21", "2024-02-22"):
        site.write(f"content/briefings/{cut_off}-at-{cut_off}.md", ASKED.format(cut_off))
    site.write(FUND, "\n".join(["date,nav", *known(), ""]))
    if table:
        nav = site.root / "content/data/nav"
        rows = pd.concat([pd.read_csv(path).assign(code=path.stem) for path in sorted(nav.iterdir())])
        rows["date"] = pd.to_datetime(rows["date"]).dt.date
        rows.to_csv(nav.parent / table, index=False) if table.endswith("csv") else rows.to_parquet(nav.parent / table)
        shutil.rmtree(nav)

    def shown() -> list[str]:
        pages = site.pages()
        names = [path for path in sorted(pages) if re.fullmatch(r"briefings/at-2024-02-\d\d/index.html", path)]
        return [" ".join(re.findall(r"<data[^>]*>([^<]*)</data>", pages[name].decode())[:2]) for name in names]

    first, second = f"{CUT},1.1600,2024-02-20,0", f"{CUT},1.1650,2024-02-22,1"
    exported(site, f990101=announced(first))
    run(site)
    assert site.build().problems == ()
    before = shown()
    assert [text[:6] for text in before] == ["1.1577", "1.1600", "1.1600"]
    exported(site, f990101=announced(first, second))
    run(site)
    assert site.build().problems == ()
    after = shown()
    assert (after[:2], after[2][:6]) == (before[:2], "1.1650")
    assert site.pages() == site.cold_pages()
    if table == "nav.parquet":
        return  # it is replaced as a whole
    exported(site, f990101=announced(second))  # the source has forgotten the first
    run(site)
    assert site.build().problems == ()
    assert shown() == after
