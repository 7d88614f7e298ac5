"""Brings a table that has days or codes in its headings into one row for each day and code. `table_conversion` uses it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

import pandas as pd

from builder.numbers.series.carried_payments import PAYMENTS
from builder.numbers.sources.source import Source
from builder.numbers.sources.tables import column_names
from builder.vocabulary import DataSet

_OF_DAY = ("change", *PAYMENTS)


class _Heading(NamedTuple):
    """A heading, taken apart."""

    day: str  # ISO date, e.g. of "2024-02-20单位净值"; "" if none
    code: str  # e.g. of "012733.OF"; "" if none
    name: str

    @property
    def key(self) -> tuple[str, str]:
        return self.day, self.code


def long_rows(frame: pd.DataFrame, source: Source, problem_path: str, data_set: DataSet) -> pd.DataFrame:
    """A table with a row for each day and code, where days or codes are in its headings; any other as it is."""
    headings = [_heading(str(heading)) for heading in frame.columns]
    names = [heading.name for heading in headings]
    own = column_names.find_columns([name for name in names if name], ("date", "code"), source, problem_path)
    if "date" in own:
        headings = [heading._replace(day="") for heading in headings]
    if not any(any(heading.key) for heading in headings):
        return frame
    of_day = column_names.find_columns([name or "?" for name in names], _OF_DAY, source, problem_path)
    return pd.concat(_frames(frame, headings, data_set, set(of_day.values())))


def _heading(text: str) -> _Heading:
    code, name = column_names.split_code(text)
    day, name = column_names.split_date(name)
    return _Heading(day, code, name)


def _frames(
    frame: pd.DataFrame, headings: list[_Heading], data_set: DataSet, of_day: Container[int]
) -> Iterator[pd.DataFrame]:
    """For each day and code in the headings: the columns without any, and those of that day and code.

    Columns `of_day`, e.g. a daily growth without a day of its own, are of the last day.
    """
    last = max(heading.day for heading in headings)
    shared = [position for position, heading in enumerate(headings) if not any(heading.key)]
    for key in dict.fromkeys(heading.key for heading in headings if any(heading.key)):
        own = [position for position in shared if key[0] == last or position not in of_day]
        positions = [*own, *(position for position, heading in enumerate(headings) if heading.key == key)]
        key_frame = frame.iloc[:, positions].copy()
        # A column under a code alone holds the set's own values.
        key_frame.columns = pd.Index([headings[position].name or data_set.value for position in positions])
        for column, text in zip(("date", "code"), key, strict=True):
            if text:
                key_frame.insert(0, column, text)
        yield key_frame
