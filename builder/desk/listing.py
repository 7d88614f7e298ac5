"""`briefings list`: the funds, measures and series that an author can name."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from builder import numbers
from builder.settings.settings import read_settings


def rows(config: Path, what: str, *, now: datetime) -> list[dict[str, str]]:
    """Funds, measures, or all series, each as its columns. Raises Failed with what is wrong with settings or data."""
    if what == "measures":
        return [
            {
                "measure": measure.name,
                "label": measure.label,
                "of": " ".join(measure.kinds),
                "window": measure.window,
                "formula": measure.formula,
            }
            for measure in numbers.measures_by_name().values()
        ]
    from builder.numbers.series.day_numbers import iso

    settings = read_settings(config)
    snapshot = numbers.load(settings.data_dir, **settings.load_options(settings.day_of(now)))
    listed = []
    for instrument in snapshot.directory.instruments.values():
        if what == "funds" and instrument.kind != "fund":
            continue
        history = snapshot.history(instrument.id)
        row = {"series": instrument.id} if what == "series" else {"code": instrument.code}
        row |= {"name": instrument.name, "from": "", "to": ""}
        if history is not None and len(history.days):
            row |= {"from": iso(int(history.days[0])), "to": iso(int(history.days[-1]))}
        listed.append(row)
    return sorted(listed, key=lambda row: next(iter(row.values())))


def table(listed: list[dict[str, str]]) -> str:
    """The rows as lines for a terminal, under a line of headings. A Chinese character is two columns wide."""
    if not listed:
        return "There is none."
    lines = [list(listed[0]), *(list(row.values()) for row in listed)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(listed[0]))]
    padded = (
        (f"{cell}{' ' * (wide - _width(cell))}" for cell, wide in zip(line, widths, strict=True)) for line in lines
    )
    return "\n".join("  ".join(cells).rstrip() for cells in padded)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


FORMATS: dict[str, Callable[[list[dict[str, str]]], str]] = {
    "text": table,
    "json": partial(json.dumps, ensure_ascii=False, indent=1),
}
