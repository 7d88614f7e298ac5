"""What a fund held by its reports, from AKShare: its largest holdings and its industries. `akshare` uses it.

AKShare does not say when a report came out, and a reader must not see it before: a row counts as known from the last day on
which it had to be public. A quarter's report with the ten largest holdings is due within fifteen working days, with a holiday
a month at most; the report with all holdings of a half-year within two months, of a year within three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Protocol

import pandas as pd

from builder.numbers.files.allocation_csv import COLUMNS
from builder.numbers.sources.source import Source, Table, Tools
from builder.numbers.sources.tables import cell_parsing, date_parsing
from builder.problem import Failed

_HOLDINGS, _INDUSTRIES = "fund_portfolio_hold_em", "fund_portfolio_industry_allocation_em"
_QUARTER = re.compile(r"(\d{4})年\s*([1-4])季度")
_LARGEST = 10  # holdings that a quarter's report names
_DUE = {True: {3: 31, 6: 31, 9: 31, 12: 31}, False: {3: 31, 6: 62, 9: 31, 12: 92}}  # largest holding -> month -> days


class Library(Protocol):
    """AKShare, as `akshare` calls it."""

    source: Source
    tools: Tools

    def call(self, function: str, **arguments: str) -> pd.DataFrame:
        """The table that a function returns."""

    def columns(self, table: pd.DataFrame, call_text: str, *wanted: str) -> pd.DataFrame:
        """These columns of a table."""

    def failed(self, message: str, hint: str = "", *, id_: str = "fetch-failed") -> Failed:
        """A failure of the source."""


def tables(akshare: Library) -> Iterator[Table]:
    """A table for each fund, of the reports since `since`, by default of this year and the last."""
    this_year = int(akshare.tools.today[:4])
    years = range(
        int(akshare.source.since[:4] or this_year - 1) if akshare.source.since else this_year - 1, this_year + 1
    )
    for code in akshare.source.codes:
        rows = [row for year in years for row in _rows(akshare, code, str(year))]
        if rows:
            yield Table(
                frame=pd.DataFrame(rows, columns=list(COLUMNS)), place=f"{_HOLDINGS}({code})", code=code, first=0
            )


def _rows(akshare: Library, code: str, year: str) -> Iterator[tuple[str, str, str, float, str]]:
    holdings = akshare.call(_HOLDINGS, symbol=code, date=year)
    if not holdings.empty:
        wanted = akshare.columns(holdings, f"{_HOLDINGS}({code}, {year})", "季度", "股票名称", "占净值比例")
        ranks: dict[str, int] = {}
        for quarter, name, percentage in wanted.itertuples(index=False):
            match = _QUARTER.search(str(quarter))
            if match is None:
                raise akshare.failed(f"{_HOLDINGS}({code}, {year}): {quarter} is no quarter", id_="bad-cell")
            day = _quarter_end(int(match[1]), int(match[2]))
            ranks[day] = ranks.get(day, 0) + 1
            yield day, "holding", *_share(akshare, code, name, percentage), known_from(day, ranks[day] <= _LARGEST)
    industries = akshare.call(_INDUSTRIES, symbol=code, date=year)
    if not industries.empty:
        wanted = akshare.columns(industries, f"{_INDUSTRIES}({code}, {year})", "截止时间", "行业类别", "占净值比例")
        days = date_parsing.parse_dates(wanted["截止时间"])
        for day, (_, name, percentage) in zip(days.days, wanted.itertuples(index=False), strict=True):
            if not day:
                raise akshare.failed(f"{_INDUSTRIES}({code}, {year}): a report without a date", id_="bad-cell")
            yield day, "sector", *_share(akshare, code, name, percentage), known_from(day, True)


def _quarter_end(year: int, quarter: int) -> str:
    following = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return (following - timedelta(days=1)).isoformat()


def known_from(day: str, is_among_largest: bool) -> str:
    """The last day on which what a report of this day says had to be public."""
    report_day = date.fromisoformat(day)
    return (report_day + timedelta(days=_DUE[is_among_largest].get(report_day.month, 92))).isoformat()


def _share(akshare: Library, code: str, name: Any, percentage: Any) -> tuple[str, float]:
    """A name and its share of net assets, from a percentage."""
    values, wrong = cell_parsing.parse_numbers(pd.Series([str(percentage).rstrip("%")], dtype=object))
    if wrong or pd.isna(values[0]):
        raise akshare.failed(f"{code}, {name}: {percentage} is no share of net assets", id_="bad-cell")
    return cell_parsing.cell_text(name), round(float(values[0]) / 100, 8)
