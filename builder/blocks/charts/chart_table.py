"""The table of a chart: as a page shows it, thinned where it is long, and whole as a CSV file. The chart block uses it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from builder.blocks.charts.chart_kind import Rows

_SHORT = 45  # rows that a page shows whole
# What a spreadsheet takes for the start of a formula, full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def month_ends(rows: Rows) -> Rows:
    """A long table's first row, the last of each month, preferably one where every line has a value, and its last; a
    short one whole."""
    if len(rows) <= _SHORT:
        return rows
    ends = {row[0][:7]: row for row in rows} | {row[0][:7]: row for row in rows if None not in row[1]}
    return tuple(sorted({row[0]: row for row in (rows[0], *ends.values(), rows[-1])}.values()))


def as_csv(head: Sequence[str], rows: Rows) -> str:
    """Every row, unrounded, with the mark that lets Excel read Chinese; no text cell can start a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_inert(cell) for cell in head])
    for first, values in rows:
        writer.writerow([_inert(first), *("" if value is None else repr(float(value)) for value in values)])
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(_FORMULA) else cell
