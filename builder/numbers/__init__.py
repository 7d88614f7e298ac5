"""Data files in, a Snapshot out, which answers every question that a page may ask of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model import Directory, Measure
from builder.numbers.read import digests

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot

__all__ = ["digests", "load", "names", "vocabulary"]


def vocabulary() -> Mapping[str, Measure]:
    """All that authors may ask for, by name."""
    from builder.numbers.measures import MEASURES

    return MEASURES


def load(data: Path, *, risk_free: float, trading_days: int, place: str = "content/data") -> Snapshot:
    """Read and check all data files, and make them answer.

    `risk_free` is a yearly rate and `trading_days` a year's number of them. Raises Failed with every bad file, row and
    cell of all files, their paths placed below `place`.
    """
    # Imported here: a build that asks the numbers nothing shall not pay for numpy and pyarrow.
    from builder.numbers import loading

    return loading.load(data, risk_free=risk_free, trading_days=trading_days, place=place)


def names(data: Path, *, place: str = "content/data") -> Directory | None:
    """The instruments that the catalogues name, whatever is wrong with the histories; None where a catalogue is wrong."""
    from builder.numbers import loading

    return loading.names(data, place=place)
