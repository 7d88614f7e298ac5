"""How a file of data is understood, step by step, without taking it: for `briefings refresh --explain`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from builder.numbers.sources import local_file
from builder.numbers.sources.source import FileReading, Source, Table
from builder.numbers.sources.tables import column_names, table_conversion, table_file
from builder.numbers.sources.tables.table_conversion import ColumnReading
from builder.problem import Failed, Problem
from builder.vocabulary import CATALOGUE_SETS, SETS

_SAMPLE_ROWS = 3  # at each end
_NO_READING = FileReading()


@dataclass(frozen=True, kw_only=True)
class FileExplanation:
    """How a file was understood."""

    file: str
    set: str  # as a file of which set it was read
    reading: FileReading = _NO_READING
    columns: tuple[ColumnReading, ...] = ()  # every heading; its column is "" if it is not used
    row_count: int = 0
    sample: tuple[tuple[int, Mapping[str, str]], ...] = ()  # line, and the row's cells by our columns
    problems: tuple[Problem, ...] = ()


def explain_file(file: str, root: Path, source: Source | None, sets: Iterable[str] = ()) -> FileExplanation:
    """How a file is understood: as this source declares it, or else as a file of the first set whose columns it has.

    `file` is a path from the project's folder, `root`; `sets` may say which sets to try. What is wrong is in the result.
    """
    try:
        source = source or _guessed(root, file, tuple(sets))
        raw = local_file.read_bytes(file, source, root)
        table = table_file.read_table(raw, file, source, code=_code(source, file))
    except Failed as failed:
        return FileExplanation(file=file, set=source.set if source else "", problems=failed.problems)
    explanation = FileExplanation(file=file, set=source.set, reading=table.reading)
    try:
        rows, columns, problems = _rows(table, source)
    except Failed as failed:
        headings = [] if table.frame is None else [str(heading) for heading in table.frame.columns]
        columns = tuple(ColumnReading(heading, column_names.column_of(heading, source), "") for heading in headings)
        return replace(explanation, columns=columns, problems=failed.problems)
    numbers = range(len(rows))
    ends = (*numbers[:_SAMPLE_ROWS], *numbers[_SAMPLE_ROWS:][-_SAMPLE_ROWS:])
    sample = tuple((_line(rows, table, number), _cells(rows.iloc[number])) for number in ends)
    return replace(explanation, columns=columns, row_count=len(rows), sample=sample, problems=problems)


def is_of(file: str, source: Source) -> bool:
    """Whether a file is one that a source declares."""
    return bool(re.fullmatch(_pattern(source), file))


def _pattern(source: Source) -> str:
    return re.escape(source.location).replace(re.escape("{code}"), "(?P<code>[^/]+)")


def _guessed(root: Path, file: str, only: tuple[str, ...]) -> Source:
    """A file without a declaration as one of the set that was asked for, or of the first whose columns it has."""
    sets = only or (*SETS, *CATALOGUE_SETS)
    for set_name in sets:
        source = Source(set=set_name, fetcher="file", location=file)
        try:
            table = table_file.read_table(local_file.read_bytes(file, source, root), file, source, code=Path(file).stem)
            _rows(table, source)
        except Failed:
            continue
        return source
    return Source(set=sets[0], fetcher="file", location=file)


def _code(source: Source, file: str) -> str:
    """The code of a file of one series: that of the declaration, or the file's own name."""
    match = re.fullmatch(_pattern(source), file)
    if match and "code" in match.groupdict():
        return match["code"]
    return source.places()[0][0] if source.codes else Path(file).stem if source.set in SETS else ""


def _rows(table: Table, source: Source) -> tuple[pd.DataFrame, tuple[ColumnReading, ...], tuple[Problem, ...]]:
    """The rows of a table in our columns, what each heading was taken for, and what is wrong. Raises Failed."""
    assert table.frame is not None
    headings = [str(heading) for heading in table.frame.columns]
    if source.set in SETS:
        if any(column_names.column_of(heading, source) == "code" for heading in headings) and not source.codes:
            table = replace(table, code="")
        reading = table_conversion.read_histories(table, source)
        rows = reading.rows.rename(columns={"_code": "code"})
        used = {column.heading: (column.column, column.form) for column in reading.columns}
        problems = tuple(reading.problems)
    else:
        rows, problems = table_conversion.convert_catalogue(table, source), ()
        used = {heading: (column_names.column_of(heading, source), "") for heading in headings}
    columns = tuple(
        ColumnReading(heading, *(used.get(heading) or used.get(_bare(heading, source), ("", ""))))
        for heading in headings
    )
    return rows, columns, problems


def _bare(heading: str, source: Source) -> str:
    """A heading without the day or code in it; the set's own value for a code alone."""
    name = column_names.split_date(column_names.split_code(heading)[1])[1]
    return name or SETS[source.set].value


def _line(rows: pd.DataFrame, table: Table, number: int) -> int:
    return int(rows.index[number]) if table.first else number + 1


def _cells(row: pd.Series[Any]) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in row.dropna().items() if cell != ""}
