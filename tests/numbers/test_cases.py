"""Every case in ../shared/cases, through the real command line: the right number, or a clear refusal that names its place.

The expected values are not ours: they stand in the file itself, or were computed from it with pandas alone, as the comment at
a row says. A case without a row here fails.
"""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.real_data import ROOT, shared
from tests.site import SmallSite

pytestmark = [pytest.mark.real, pytest.mark.slow]

TODAY = "1782864000"  # 2026-07-01, after the last row of every case
FOLDER, KINDS = ROOT.parent / "shared" / "cases", ("numbers", "refresh")


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is right of a case: the data that a refresh writes, the numbers that a page shows, and what is refused."""

    data: Mapping[str, str] = field(default_factory=dict)  # by file, all of it
    ends: Mapping[str, str] = field(default_factory=dict)  # by file of many rows: its count, first and last row
    dividends: Mapping[str, str] = field(default_factory=dict)  # by file: days and amounts
    shown: str = ""  # the lines K0, K1 … of the page
    refused: tuple[str, ...] = ()  # each is in one line of what the command says
    fails: bool = False  # the refresh, all of it or a row
    build_fails: bool = False
    splits: str = ""  # what the refusal asks for: with it, `after` is shown
    after: str = ""


def fund(rows: str) -> Case:
    """The history of the fund that most cases have."""
    return Case(data={"nav/012733.csv": rows})


def stock(rows: str) -> Case:
    return Case(data={"stock/NVDA.csv": rows})


NAVS = fund("date,nav 2024-02-19,1.09 2024-02-20,1.0")
WITH_ACCUMULATED = fund("date,nav,accumulated 2024-02-19,1.09,1.14 2024-02-20,1.0,1.1")
# 1.09 × (1 − 3.67 %) is 1.05, and 1.0 is what is left of it.
PAID = fund("date,nav,dividend 2024-02-19,1.09, 2024-02-20,1.0,0.05")
PAID_WITH_ACCUMULATED = fund("date,nav,accumulated,dividend 2024-02-19,1.09,1.14, 2024-02-20,1.0,1.1,0.05")
ANNOUNCED = fund("date,nav,accumulated,announced 2024-02-19,1.09,1.14,2024-02-20 2024-02-20,1.0,1.1,2024-02-21")
INCOME = "date,income,yield7 2024-02-19,0.6123,2.213 2024-02-20,0.5987,2.2"
AS_TRADED = stock("date,close 2024-02-15,72.66 2024-02-16,72.61")
ADJUSTED_TOO = stock("date,close,adjusted 2024-02-15,72.66,72.63 2024-02-16,72.61,72.58")


def rows_but(first: str, count: int, last: str, *refused: str) -> Case:
    return Case(ends={"nav/012733.csv": f"{count} {first} {last}"}, refused=refused, fails=bool(refused))


CASES: Mapping[str, Case] = {
    # ------------------------------------------------------------------------------------------------- numbers
    # nav.iloc[-1] / nav.iloc[0] − 1; (1 + that) ** (365 / days) − 1; (nav / nav.cummax()).min() − 1; std × √252; the annualised
    # less 1.5 %, by the volatility. Sharpe of 000075: (2.793 − 1.5) / 19.69.
    "numbers/01-launch": Case(  # 002199 halves on 2015-12-08, and no column tells why
        build_fails=True,
        refused=("nav/002199.csv:8:1: undeclared-split: 002199, nav on 2015-12-08",),
        splits="{002199: {2015-12-08: 1}}",
        after="-43.62% -5.46% -74.57% 31.91% -0.22 +45.00% +2.79% -52.54% 19.69% 0.07 "
        "+80.06% +7.00% -46.58% 19.28% 0.29 +3.09% +0.34% -58.41% 22.86% -0.05",
    ),
    # From 2022-06-28 to 2023-06-28, 365 days exactly; std × √252 is 15.0017 %.
    "numbers/02-live-sharpe-1y": Case(shown="-1.05 -14.29%"),
    "numbers/03-minus-zero": Case(shown="0.00 +1.49%"),  # a Sharpe of −0.0008
    # Rows of weeks and of days mixed: std × √(rows × 365 / days).
    "numbers/04-weekly-nav": Case(
        build_fails=True,
        refused=("nav/000183.csv:502:1: undeclared-split: 000183", "nav/000183.csv:561:1: undeclared-split: 000183"),
        splits="{000183: {2015-08-14: 1, 2015-11-16: 1}}",
        after="2.85% -0.18 2.45% -0.32 1.47% -1.15 1.85% -0.67",
    ),
    "numbers/05-traceback": Case(build_fails=True, refused=("nav/200001.csv:3:12: bad-cell: nav is 1e27",)),
    "numbers/06-mmf": Case(build_fails=True, refused=("nav/000198.csv:2:1: money-fund: this is a money fund",)),
    "numbers/07-claim-equals": Case(),  # nav / nav a year before − 1 is −13.697 %: the claim −13.70 % holds
    "numbers/08-gap-calendar-year": Case(
        build_fails=True, refused=("b.md:6:3: no-answer: the data hold no calendar-year 2023 of fund:200001",)
    ),
    "numbers/09-accumulated": Case(
        build_fails=True, refused=("nav/160127.csv:5:1: contradicting-data: 160127, accumulated on 2017-07-25",)
    ),
    "numbers/11-since-publication-qdii": Case(shown="1.0000 2024-02-15 +10.00% 1.1000"),
    # ------------------------------------------------------------------------------------------------- refresh: dividends
    "refresh/c02-div-yuan": PAID,
    "refresh/c03-div-text": PAID,
    "refresh/x08-pct-as-number": fund("date,nav,dividend 2024-02-19,1.09,0.05 2024-02-20,1.0,"),  # 每10份派0.5元
    "refresh/n14-akshare-index": PAID,
    "refresh/x07-text-numbers": PAID,
    "refresh/n04-ths": PAID_WITH_ACCUMULATED,
    "refresh/n14b-akshare-etf": PAID_WITH_ACCUMULATED,
    "refresh/n15-efinance": PAID_WITH_ACCUMULATED,
    "refresh/n16-pipe": PAID_WITH_ACCUMULATED,
    "refresh/n01-eastmoney-gbk": fund(
        "date,nav,accumulated,dividend 2024-02-08,1.08,1.13, 2024-02-19,1.09,1.14, 2024-02-20,1.0,1.1,0.05 "
        "2024-02-21,1.05,1.15,"
    ),
    # The fund house's own answers syl_1n, syl_6y, syl_3y, syl_1y: 28.475, 10.9557, 28.1292, 5.0773.
    "refresh/em01-000004": Case(
        ends={"nav/000004.csv": "1793 2013-03-20,1.0 2020-08-24,0.952"},
        dividends={"nav/000004.csv": "2014-12-30,0.21"},
        shown="+28.48% +10.96% +28.13% +5.08% -4.80% +11.93% 1.1620 +11.93%",
    ),
    # Dividends: nav.shift() × (1 + growth) − nav beyond 0.5 %, to whole 0.001; the growth column chained gives +59.84 %.
    "refresh/r01-460300-growth-only": Case(
        ends={"nav/460300.csv": "2538 2016-01-04,1.5 2026-06-11,1.1856"},
        dividends={
            "nav/460300.csv": "2018-06-27,0.08 2018-09-27,0.07 2018-11-01,0.065 2018-12-13,0.063 2019-03-14,0.065 "
            "2019-05-29,0.063 2019-06-27,0.062 2019-07-29,0.06 2019-12-16,0.058 2020-01-21,0.06 2021-01-28,0.075 "
            "2021-02-25,0.073 2021-06-28,0.06 2021-11-26,0.059"
        },
        shown="+59.57% -20.96%",
    ),
    # The year 2020 is 1.9970 / 1.1401 − 1, +75.16 %; the growth column, rounded day by day, chains to +75.15 %. The three
    # splits are those days of which NAV and growth differ by over 1 %, and one whose NAV is 1.0 again: 0.9944 × (1 − 0.0931 %).
    "refresh/j01-splits-ethan": Case(
        ends={
            "nav/000011.csv": "5233 2004-08-11,1.0 2026-02-13,20.576",
            "nav/000041.csv": "4254 2007-10-09,1.0 2026-02-12,1.3561",
            "nav/000055.csv": "2677 2015-01-16,0.228 2026-02-12,1.017",
            "nav/001126.csv": "2618 2015-04-14,1.0 2026-02-13,1.8652",
        },
        dividends={"nav/000055.csv": "2016-02-22,0.04", "nav/001126.csv": "2020-12-24,0.1295", "nav/000041.csv": ""},
        refused=(
            "in/163406.csv:717: undeclared-split: 163406, nav on 2013-04-22",
            "in/163406.csv:1448: undeclared-split: 163406, nav on 2016-04-21",
            "in/163406.csv:2183: undeclared-split: 163406, nav on 2019-04-22",
            "b.md:7:8: no-answer: the data hold no return of fund:163406",
        ),
        fails=True,
        build_fails=True,
        splits="{163406: {2013-04-22: 0.9935, 2016-04-21: 2.612, 2019-04-22: 1.4655}}",
        after="+220.99% +737.80% -3.07% -47.95% +35.46% +75.16% +6.32% 21.91% +30.54%",
    ),
    # ------------------------------------------------------------------------------------------------- refresh: money funds
    "refresh/m01-mmf-eastmoney": Case(data={"nav/000198.csv": INCOME}),
    "refresh/n31-mmf": fund(INCOME),
    # ------------------------------------------------------------------------------------------------- refresh: forms of files
    "refresh/n02-wind-footer": WITH_ACCUMULATED,
    "refresh/n04b-ths-weekday": fund("date,nav,accumulated 2024-02-20,1.0,1.1"),
    "refresh/n06-missing": WITH_ACCUMULATED,
    "refresh/n09-month-first": fund("date,nav 2024-02-16,1.09 2024-02-20,1.0"),
    "refresh/n09b-ambiguous": Case(
        refused=("sources.yml:1: ambiguous-date: in/x.csv: dates such as 02/01/2024",), fails=True
    ),
    "refresh/n09c-2digit": NAVS,
    "refresh/n09d-no-zero": NAVS,
    "refresh/n13-tushare": ANNOUNCED,
    "refresh/n13b-tushare-dup": ANNOUNCED,
    "refresh/t02-tushare-3": Case(
        data={
            "nav/011629.csv": "date,nav,accumulated,announced "
            "2022-12-31,0.8835,0.8835,2023-01-19 2023-03-31,0.8167,0.8167,2023-04-21",
            "nav/014067.csv": "date,nav,accumulated,announced "
            "2022-12-31,0.9758,0.9758,2023-01-20 2023-03-31,0.9837,0.9837,2023-04-22",
            "nav/014070.csv": "date,nav,accumulated,announced "
            "2022-12-31,0.9362,0.9362,2023-01-20 2023-03-31,0.9288,0.9288,2023-04-21",
        }
    ),
    "refresh/n18-scrape": Case(refused=("in/x.csv:1: bad-header: no column is the nav",), fails=True),
    "refresh/n20-total-row": WITH_ACCUMULATED,
    # The daily growth is +0.83 %, and the NAV falls by 8 %.
    "refresh/n21-json": Case(refused=("in/x.csv: undeclared-split: 012733, nav on 2024-02-20",), fails=True),
    "refresh/n22-html-xls": Case(refused=("in/x.csv:1: not-data: this is a web page",), fails=True),
    "refresh/n22b-table-xls": Case(refused=("in/x.csv:1: not-data: this is a web page",), fails=True),
    "refresh/n23-formula-code": NAVS,
    "refresh/n23c-lost-zero": Case(
        refused=("in/x.csv:2: bad-cell: 基金代码 of 2024-02-19: 12733", "and 1 more in this column"), fails=True
    ),
    "refresh/n24-epoch": NAVS,
    "refresh/n24b-tz": Case(refused=("in/x.csv:2: bad-cell: date: 2024-02-18T16:00:00Z is a time",), fails=True),
    "refresh/n28-yuan": NAVS,
    "refresh/n30-european": NAVS,
    "refresh/n32-dups": Case(
        data={"nav/012733.csv": "date,nav 2024-02-19,1.09"},
        refused=("row kept out: in/x.csv:4: date 2024-02-20", "row kept out: in/x.csv:5: date 2024-02-20"),
        fails=True,
    ),
    "refresh/u01-utf16-tab": WITH_ACCUMULATED,
    "refresh/w02-fund_daily": Case(
        data={
            "nav/012733.csv": WITH_ACCUMULATED.data["nav/012733.csv"],
            "nav/012734.csv": "date,nav,accumulated 2024-02-19,1.08,1.13",
        }
    ),
    "refresh/w03-rank": Case(
        data={
            "nav/012733.csv": "date,nav,accumulated 2024-02-20,1.0,1.1",
            "nav/012734.csv": "date,nav,accumulated 2024-02-20,0.99,1.1",
        }
    ),
    "refresh/x01-merged-serial": WITH_ACCUMULATED,
    "refresh/x02-date-cells": WITH_ACCUMULATED,
    "refresh/x03-cover-sheet": NAVS,
    "refresh/x06-numeric-code": Case(
        refused=("in/x.csv:2: bad-cell: sheet Sheet, 基金代码 of 2024-02-19: 12733", "and 1 more in this column"),
        fails=True,
    ),
    "refresh/x09-error-cell": fund("date,nav 2024-02-19,1.09 2024-02-21,1.0"),  # #DIV/0! on the 20th
    "refresh/x11-xls-biff": WITH_ACCUMULATED,
    # ------------------------------------------------------------------------------------------------- refresh: slips
    "refresh/d02-triple": rows_but("2024-02-01,1.01", 28, "2024-02-28,1.28"),
    "refresh/q01-bad-first-row": rows_but(
        "2024-01-03,1.001", 63, "2024-03-29,1.063", "row kept out: in/x.csv:2: nav 10.0 on 2024-01-02"
    ),
    "refresh/q02-spike": rows_but(
        "2024-01-02,1.0", 63, "2024-03-29,1.063", "row kept out: in/x.csv:32: nav 10 on 2024-02-13"
    ),
    "refresh/q03-last-digit-typo": rows_but(
        "2024-01-02,1.0", 63, "2024-03-29,1.063", "row kept out: in/x.csv:32: nav 0.1 on 2024-02-13"
    ),
    "refresh/q04-true-jump-35": rows_but("2024-01-02,1.0", 64, "2024-03-29,1.43505"),
    "refresh/q05-silent-29pc-typo": rows_but(
        "2024-01-02,1.0", 63, "2024-03-29,1.063", "row kept out: in/x.csv:32: nav 1.3287 on 2024-02-13"
    ),
    # ------------------------------------------------------------------------------------------------- refresh: indexes, stocks
    "refresh/s01-yahoo": ADJUSTED_TOO,
    "refresh/s02-yfinance-multi": ADJUSTED_TOO,
    "refresh/s02b-yfinance-auto": stock("date,adjusted 2024-02-15,72.63 2024-02-16,72.58"),
    "refresh/s03-stooq": AS_TRADED,
    "refresh/s09-investing": AS_TRADED,
    "refresh/s04-nasdaq": Case(ends={"stock/NVDA.csv": "259 2023-02-21,206.55 2024-03-01,822.79"}),
    "refresh/s08-ak-stock-us": stock("date,close 2024-02-15,726.6 2024-02-16,726.1"),
    "refresh/s08b-ak-a-hist": Case(data={"stock/600519.csv": "date,close 2024-02-19,1708.5 2024-02-20,1718.5"}),
    "refresh/s05-csindex": Case(data={"index/930713.csv": "date,close 2024-02-19,3440.45 2024-02-20,3450.45"}),
    "refresh/s05b-csindex-official": Case(
        data={"index/930713.csv": "date,close 2024-02-19,3440.45 2024-02-20,3450.45"}
    ),
    "refresh/s06b-tushare-csi": Case(data={"index/930713.csv": "date,close 2024-02-19,3440.1 2024-02-20,3456.1"}),
    "refresh/s07-em-index-163": Case(data={"index/000300.csv": "date,close 2024-02-19,3440.1 2024-02-20,3456.1"}),
    "refresh/s10-stooq-avgo": Case(
        ends={"stock/AVGO.csv": "381 2022-09-01,492.01001 2024-03-08,1308.719971"},
        refused=(
            "b.md:7:16: measure-not-applicable: stock:AVGO has closes as traded alone, so that its return is not known",
            "b.md:9:16: measure-not-applicable: stock:AVGO has closes as traded alone, so that its adjusted",
        ),
        build_fails=True,
    ),
    "refresh/y01-split-rewrite": Case(
        ends={"stock/NVDA.csv": "116 2024-01-02,70.0,69.93 2024-06-11,103.0,102.897"},
        refused=("b.md:10:8: false-claim: the data say NVDA close on 2024-06-07 is 103.90",),
        build_fails=True,
    ),
}  # fmt: skip


def folders() -> list[str]:
    """The cases that are there, e.g. "numbers/01-launch"; empty where ../shared is not there."""
    return [f"{kind}/{path.name}" for kind in KINDS for path in sorted((FOLDER / kind).glob("*"))]


def copied(name: str, target: Path) -> SmallSite:
    """A copy of the case."""
    shutil.copytree(FOLDER / name, target)
    return SmallSite(target)


def run(site: SmallSite, command: str) -> tuple[bool, str]:
    """Whether a command failed, and all that it said."""
    process = site.command_here(command, "--config", "mkdocs.yml", SOURCE_DATE_EPOCH=TODAY)
    said = process.stdout + process.stderr
    assert "Traceback" not in said and process.returncode in (0, 1), said
    return process.returncode == 1, said


def items(site: SmallSite) -> str:
    """The texts behind K0=, K1= … on the page."""
    page = site.read("site/briefings/b/index.html")
    texts = (html.unescape(re.sub("<[^>]+>", "", item)).split() for item in re.findall("<li>(K.*?)</li>", page, re.S))
    return " ".join(words[-1] for words in texts)


def lines_of(site: SmallSite, file: str) -> list[str]:
    """The lines of a data file, without the growth, which stands last and is what the source said."""
    lines = site.read(f"content/data/{file}").split()
    return [line.rpartition(",")[0] for line in lines] if lines[0].endswith(",change") else lines


@pytest.mark.parametrize("name", folders() or [""])
def test_a_case_gives_the_right_number_or_one_clear_refusal(name: str, tmp_path: Path) -> None:
    shared()  # skips where the cases are not there
    assert name in CASES, f"{name} has no row in the table of this test"
    case, site = CASES[name], copied(name, tmp_path / "case")
    said = ""
    if name.startswith("refresh/"):
        fails, said = run(site, "refresh")
        assert fails == case.fails, said
    written = {
        path.relative_to(tmp_path / "case/content/data").as_posix()
        for kind in ("nav", "index", "stock")
        for path in (tmp_path / "case/content/data" / kind).glob("*.csv")
    }
    if name.startswith("refresh/"):
        assert written == {*case.data, *case.ends}
    for file, rows in case.data.items():
        assert lines_of(site, file) == rows.split()
    for file, text in case.ends.items():
        count, first, last = text.split()
        lines = lines_of(site, file)[1:]
        assert (len(lines), lines[0].startswith(first), lines[-1].startswith(last)) == (int(count), True, True)
    for file, text in case.dividends.items():
        assert dividends(site, file) == text.split()
    if (site.root / "content/briefings").exists() or name.startswith("numbers/"):
        fails, words = run(site, "build")
        said += words
        assert fails == case.build_fails, said
        assert (site.root / "site/index.html").exists() != fails
        if not fails:
            assert items(site) == case.shown
    for words in case.refused:
        assert any(words in line for line in said.splitlines()), f"{words!r} is not in\n{said}"
    if case.splits:
        sources = site.root / "content/data/sources.yml"
        before = f"{sources.read_text(encoding='utf-8').rstrip().removesuffix('}')}, " if sources.exists() else "nav: {"
        site.write("content/data/sources.yml", f"{before}splits: {case.splits}}}\n")
        if name.startswith("refresh/"):
            assert run(site, "refresh")[0] is False
        assert run(site, "build")[0] is False
        assert items(site) == case.after


def dividends(site: SmallSite, file: str) -> list[str]:
    """The dividends of a history, e.g. ["2014-12-30,0.21"]."""
    header, *lines = (line.split(",") for line in lines_of(site, file))
    if "dividend" not in header:
        return []
    column = header.index("dividend")
    return [f"{line[0]},{line[column]}" for line in lines if line[column]]


def test_no_row_of_the_table_is_about_a_case_that_is_gone() -> None:
    shared()
    assert CASES.keys() == {*folders()}
