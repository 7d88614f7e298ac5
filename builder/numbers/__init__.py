"""The numbers: data files are read and checked, and answer every question that a page asks. The build and the desk use this.

`problem_path`, here and in the rooms below, is how problems name a file or folder, e.g. "content/data/nav/012733.csv".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from builder.model import Directory, Measure
from builder.numbers.files.data_folder import digests

if TYPE_CHECKING:
    from builder.numbers.admission.audit import Audit
    from builder.numbers.files.row_location import WrittenRows
    from builder.numbers.snapshot import Snapshot

__all__ = ["audit", "catalogue_directory", "digests", "load", "measures_by_name", "written_rows"]


def measures_by_name() -> Mapping[str, Measure]:
    """All measures that authors may ask for, by name."""
    from builder.numbers.measures.measure_table import MEASURES

    return MEASURES


def load(
    data: Path, *, risk_free: float, trading_days: int, problem_path: str = "content/data", today: str = ""
) -> Snapshot:
    """Read and check all data files; the snapshot answers what pages ask.

    `risk_free` is a yearly rate, `trading_days` the number of trading days in a year. `today` is an ISO date, after which no
    history that is kept by hand may end; "" for any day. Raises Failed with every problem of every file.
    """
    # Imported here: a build that asks the numbers nothing shall not pay for numpy and pyarrow.
    from builder.numbers import load_data

    return load_data.load(data, risk_free=risk_free, trading_days=trading_days, problem_path=problem_path, today=today)


def audit(staged: Path, present: Path, *, today: str, problem_path: str = "content/data") -> Audit:
    """Compare new data files (`staged`) with the present ones, and say which files and rows may be accepted.

    `today` is an ISO date. Writes nothing. Raises Failed where the present files themselves are wrong.
    """
    from builder.numbers.admission import audit as admission

    return admission.audit(staged, present, today=today, problem_path=problem_path)


def catalogue_directory(data: Path, *, problem_path: str = "content/data") -> Directory | None:
    """The directory by the catalogues alone, whatever is wrong with the histories; None where a catalogue is wrong."""
    from builder.numbers import load_data

    return load_data.catalogue_directory(data, problem_path=problem_path)


def written_rows(
    data: Path, dates_by_series: Mapping[str, Collection[str]], *, problem_path: str = "content/data"
) -> WrittenRows:
    """Where the files have the rows of these series on these dates, e.g. "content/data/nav/012733.csv:12", by series and date:
    of a day that was announced twice both, the one that was known first before."""
    from builder.numbers.files import row_location

    return row_location.written_rows(data, dates_by_series, problem_path=problem_path)
