"""Data files in, a Snapshot out, which answers every question that a page may ask of the numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model import Directory, Measure
from builder.numbers.files.data_folder import digests

if TYPE_CHECKING:
    from builder.numbers.admission.audit import Audit
    from builder.numbers.snapshot import Snapshot

__all__ = ["audit", "digests", "load", "catalogue_directory", "row_locations", "vocabulary"]


def vocabulary() -> Mapping[str, Measure]:
    """All that authors may ask for, by name."""
    from builder.numbers.measures.measure_table import MEASURES

    return MEASURES


def load(data: Path, *, risk_free: float, trading_days: int, place: str = "content/data") -> Snapshot:
    """Read and check all data files, and make them answer.

    `risk_free` is a yearly rate and `trading_days` a year's number of them. Raises Failed with every bad file, row and
    cell of all files, their paths placed below `place`.
    """
    # Imported here: a build that asks the numbers nothing shall not pay for numpy and pyarrow.
    from builder.numbers import load_data

    return load_data.load(data, risk_free=risk_free, trading_days=trading_days, place=place)


def audit(staged: Path, present: Path, *, today: str, place: str = "content/data") -> Audit:
    """Judge new data files against those that are there: clean files, rows in quarantine, files refused, notes.

    `today` is an ISO date. Nothing is written. Raises Failed where the present files themselves are wrong.
    """
    from builder.numbers.admission import audit as admission

    return admission.audit(staged, present, today=today, place=place)


def catalogue_directory(data: Path, *, place: str = "content/data") -> Directory | None:
    """The instruments that the catalogues name, whatever is wrong with the histories; None where a catalogue is wrong."""
    from builder.numbers import load_data

    return load_data.catalogue_directory(data, place=place)


def row_locations(data: Path, series: str, dates: Collection[str], *, place: str = "content/data") -> dict[str, str]:
    """Where the rows of a series stand, by date, e.g. {"2024-02-19": "content/data/nav/012733.csv:12"}."""
    from builder.numbers.files import row_location

    return row_location.row_locations(data, series, dates, place=place)
