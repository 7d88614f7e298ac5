"""What a build checks of histories that an owner keeps by hand: those that a fetcher brings have passed the audit of a refresh.
`load_data` uses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from builder.numbers.admission.history_jumps import RowFault, history_jumps
from builder.numbers.files import row_location
from builder.numbers.files.catalogue_csv import CatalogueRow
from builder.numbers.files.data_layout import DECLARATION, DataLayout
from builder.numbers.files.sources_yml import SetDeclaration
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series import Series
from builder.numbers.series.split_ratio import with_splits
from builder.problem import Problem
from builder.suggest import did_you_mean
from builder.vocabulary import DataSet

_LONGEST_GAP = 1096  # days before a last row, beyond which its year is a slip, e.g. 2022 for 2012


def declare_splits(
    series_by_code: dict[str, Series],
    declaration: SetDeclaration,
    data_set: DataSet,
    catalogue: Mapping[str, CatalogueRow] | None,
    problem_path: str,
) -> Iterator[Problem]:
    """Put the splits that sources.yml declares into the histories that are kept by hand; yields those without a fund or row."""
    fault = Problem(id="bad-value", path=f"{problem_path}/{DECLARATION}", line=declaration.splits_line, message="")
    for code, ratios in declaration.splits.items():
        if not declaration.is_hand_kept(code):
            continue
        if code in series_by_code:
            history = series_by_code[code]
            if missing := sorted(date for date in ratios if day(date) not in history.days):
                yield replace(fault, message=f"{code} has no row on {', '.join(missing)}, so that there is no split")
            series_by_code[code] = with_splits(history, {day(date): ratio for date, ratio in ratios.items()})
        elif catalogue is not None and code not in catalogue:
            hint = did_you_mean(code, catalogue, otherwise=f"codes are those of {data_set.catalogue}")
            yield replace(fault, id="unknown-series", message=f"splits: nothing has the code {code}", hint=hint)


def faults(
    data: Path,
    layout: DataLayout,
    histories: Mapping[str, Series],
    data_set: DataSet,
    catalogue: Mapping[str, CatalogueRow],
    splits: Mapping[str, Mapping[str, float]],
    problem_path: str,
    today: str,
) -> Iterator[RowFault]:
    """The last rows whose year is a slip, and the jumps that nothing explains.

    No history may end after `today`, an ISO date; "" for any day. `splits` are those of sources.yml, by code and day, which
    the histories have already.
    """
    for code, history in histories.items():
        last = iso(int(history.days[-1]))
        before = int(history.days[-2]) if len(history.days) > 1 else None
        message = ""
        if today and last > today:
            message = f"is in the future: today is {today}"
        elif before is not None and (gap := int(history.days[-1]) - before) > _LONGEST_GAP:
            message = f"the last row lies {gap} days behind that before it, {iso(before)}"
        if message:
            problem = Problem(id="bad-cell", message=f"{code}, date on {last}: {message}", hint="is its year right?")
            yield RowFault(problem, f"{data_set.kind}:{code}", last)

    def written(date_by_code: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        dates_by_series = {f"{data_set.kind}:{code}": [date] for code, date in date_by_code.items()}
        rows = row_location.written_rows(data, dates_by_series, problem_path=problem_path, layout=layout)
        for (series, _), versions in rows.items():
            cells = versions[-1].cells
            text = next((cells[column] for column in data_set.values if cells.get(column)), "")
            yield series.partition(":")[2], text

    yield from history_jumps(histories, data_set, catalogue, splits, written=written)
