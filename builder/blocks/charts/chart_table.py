"""A chart's values in, its table as a page shows it and as a CSV file out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from builder.blocks.charts.history_lines import Rows

# What a spreadsheet takes for the start of a formula, full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


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
