"""The tables that custom charts are handed: declared in the head of a fence, asked of the data, and filled with answers.

What a chart may show is named before anything is computed, so that its answers are keyed and cut off like all others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from builder.blocks.block import Answers, ResolveContext
from builder.blocks.charts.chart_fence import KeyLocation, iso, suggestion
from builder.blocks.charts.chart_kind import name_ask
from builder.blocks.charts.measure_column import REPORTS, SHARES, parsed
from builder.blocks.charts.measure_column import column as measure_column
from builder.model import Ask, Instrument, unique
from builder.problem import Failed, Problem
from builder.slot_params.charts import ChartColumn, ChartDataset, CustomChartParams
from builder.vocabulary import WINDOWS

Table = list[dict[str, Any]]  # rows, e.g. [{"date": "2024-02-19", "series": "fund:012733", "value": 1.05, …}]
HISTORIES = ("history", "raw-history", "income-history", "yield7-history", "rolling-return")
_DATASET_KEYS = ("series", "measure", "from", "to", "window")
MOST_SERIES = 20
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,30}")


class Dataset(BaseModel):
    """A table that a custom chart is handed: what is asked of which series."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    series: tuple[str, ...] = Field(min_length=1, max_length=MOST_SERIES)
    measure: tuple[str, ...] = ("history",)
    start: str = Field("", alias="from")
    end: str = Field("", alias="to")
    window: str = ""

    _dates = field_validator("start", "end")(iso)

    @field_validator("series", "measure", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return value if isinstance(value, list | tuple) else (value,)


class CustomChartHead(BaseModel):
    """What stands above the line of --- in a fence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: dict[str, Dataset] = Field(default_factory=dict)
    as_of: str = ""
    live: bool = False
    alt: str = ""
    title: str = ""
    height: int = Field(0, ge=0, le=900)

    _dates = field_validator("as_of")(iso)

    @field_validator("data")
    @classmethod
    def _names(cls, value: dict[str, Dataset]) -> dict[str, Dataset]:
        for name in value:
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name} is no name for a table; Latin letters and digits are, e.g. prices")
        return value

    @model_validator(mode="before")
    @classmethod
    def _one_table(cls, value: Any) -> Any:
        """Series that stand by themselves are the table `prices`."""
        if not isinstance(value, dict) or "series" not in value:
            return value
        if "data" in value:
            raise ValueError("either data, or series of one table")
        table = {key: value[key] for key in _DATASET_KEYS if key in value}
        return {**{key: entry for key, entry in value.items() if key not in _DATASET_KEYS}, "data": {"prices": table}}


def read_head(spec: Mapping[str, Any], location: KeyLocation) -> CustomChartHead:
    """The head of a fence. Raises Failed with everything that is wrong with it, each at its key's line."""
    try:
        return CustomChartHead.model_validate(spec)
    except ValidationError as invalid:
        raise Failed([_explained(dict(error), spec, location) for error in invalid.errors()]) from None


def _explained(error: Mapping[str, Any], spec: Mapping[str, Any], location: KeyLocation) -> Problem:
    """One of pydantic's errors in an author's words."""
    where = [str(step) for step in error["loc"]]
    if where[:2] == ["data", "prices"] and "data" not in spec:
        where = where[2:]
    key, name = where[0] if where else "series", ".".join(where) or "the head"
    known = [*_DATASET_KEYS] if len(where) > 1 else ["data", *_DATASET_KEYS, "as_of", "live", "alt", "title", "height"]
    if error["type"] == "extra_forbidden":
        return location.problem(key, f"this block has no key {name}", suggestion(where[-1], known))
    if error["type"] == "missing":
        return location.problem(key, f"{name} is missing")
    message = str(error.get("ctx", {}).get("error", error["msg"]))
    return location.problem(key, f"{name}: {message}")


@dataclass(frozen=True, kw_only=True)
class AskedData:
    """The tables that a head declares, with their series looked up; the cut-off, and where the data are from."""

    data: tuple[ChartDataset, ...]
    as_of: str
    sources: tuple[str, ...]


def params(head: CustomChartHead, location: KeyLocation, context: ResolveContext) -> tuple[AskedData, list[Problem]]:
    """What a custom chart asks, and all that is wrong with asking it of these data."""
    problems: list[Problem] = []
    data, sources = [], []
    key = "data" if "data" in location.keys else "series"
    for name, dataset in head.data.items():
        looked_up = [location.instrument(written, key, context.directory, problems) for written in dataset.series]
        instruments = [instrument for instrument in looked_up if instrument]
        columns = []
        for written in dataset.measure:
            column, wrong = _column(written, dataset, instruments, location, context)
            columns.append(column)
            problems += wrong
        series = tuple(instrument.id for instrument in instruments)
        data.append(ChartDataset(name=name, series=series, columns=tuple(columns)))
        measures = {column.measure for column in columns}
        if measures - set(SHARES):
            sources += [instrument.origin for instrument in instruments if instrument.origin]
        if measures & set(SHARES):
            sources.append(REPORTS)
    if head.live and head.as_of:
        problems.append(location.problem("live", "a chart is either live or as of a date"))
    as_of = "" if head.live else head.as_of or context.page.meta.as_of
    return AskedData(data=tuple(data), as_of=as_of, sources=unique(sources)), problems


def _column(
    written: str, dataset: Dataset, instruments: Sequence[Instrument], location: KeyLocation, context: ResolveContext
) -> tuple[ChartColumn, list[Problem]]:
    expression = parsed(written, location)
    if isinstance(expression, Problem):
        return ChartColumn(measure=written), [expression]
    name = expression.measure
    measure = context.measures.get(name)
    if name not in (*HISTORIES, *SHARES) or measure is None:
        return measure_column(
            written,
            instruments,
            context.measures,
            location,
            window=dataset.window,
            start=dataset.start,
            end=dataset.end,
        )
    if unfit := location.misfits("measure", measure, instruments, context.measures):
        return ChartColumn(measure=name), unfit
    window = expression.window or dataset.window
    if window and window not in WINDOWS:
        message, hint = f"no window is called {window}", ", ".join(WINDOWS)
        return ChartColumn(measure=name), [location.problem("measure", message, hint, "unknown-window")]
    if name == "rolling-return" and not window:
        window = "1y"
    column = ChartColumn(
        measure=name,
        window=window,
        start=dataset.start,
        end=dataset.end,
        label=measure.label,
        unit=measure.unit,
    )
    return column, []


def ask(params: CustomChartParams, series: str, column: ChartColumn) -> Ask:
    """The question for what one column holds of one series."""
    return Ask(
        series=series,
        measure=column.measure,
        window=column.window,
        start=column.start,
        end=column.end,
        as_of=params.as_of,
    )


def asks(params: CustomChartParams) -> tuple[Ask, ...]:
    """All that the tables of a custom chart are made of."""
    questions: list[Ask] = []
    for dataset in params.data:
        for series in dataset.series:
            questions.append(name_ask(series, params.as_of))
            questions += [ask(params, series, column) for column in dataset.columns]
    return tuple(dict.fromkeys(questions))


def tables(params: CustomChartParams, answers: Answers) -> dict[str, Table]:
    """Each table's rows: one for each value, with its series, name and measure, and its date, dates or item."""
    filled: dict[str, Table] = {}
    for dataset in params.data:
        rows = filled.setdefault(dataset.name, [])
        for series in dataset.series:
            name = answers[name_ask(series, params.as_of)].value or series.partition(":")[2]
            for column in dataset.columns:
                answer = answers[ask(params, series, column)]
                shared = {"series": series, "name": name, "measure": column.measure}
                if column.measure in SHARES:
                    rows += [
                        {**shared, "item": item, "value": weight, "date": answer.end} for item, weight in answer.points
                    ]
                elif column.measure in HISTORIES:
                    rows += [{"date": day, **shared, "value": value} for day, value in answer.points]
                else:
                    number = answer.value if isinstance(answer.value, int | float) else None
                    rows.append(
                        {**shared, "label": column.label, "value": number, "from": answer.start, "to": answer.end}
                    )
    return filled


def columns(params: CustomChartParams | AskedData) -> dict[str, list[str]]:
    """The names of each table's columns, known before there is an answer."""
    names_by_table = {}
    for dataset in params.data:
        names = ["series", "name", "measure", "value"]
        measures = {column.measure for column in dataset.columns}
        names += ["date"] if measures & {*HISTORIES, *SHARES} else []
        names += ["item"] if measures & set(SHARES) else []
        names += ["label", "from", "to"] if measures - {*HISTORIES, *SHARES} else []
        names_by_table[dataset.name] = names
    return names_by_table
