"""The head of an altair or vega-lite block in, the questions of its data out; their answers in, its tables out.

What a block may show is named before anything is computed, so that its answers are keyed and cut off like all others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from builder.blocks.charts import chart_columns, chart_fence
from builder.blocks.charts.chart_columns import REPORTS, SHARES, ChartColumn
from builder.blocks.charts.chart_fence import KeyLocation
from builder.blocks.charts.chart_figure import Answers, Params, name_ask
from builder.blocks.charts.chart_params import ChartContext, instrument
from builder.model import Ask, unique
from builder.problem import Problem
from builder.vocabulary import WINDOWS

HISTORIES = ("history", "raw-history", "rolling-return")
_SERIES = ("series", "measure", "from", "to", "window")
MOST_SERIES = 20
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,30}")


class Dataset(BaseModel):
    """A table that a block is handed: what is asked of which series."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    series: tuple[str, ...] = Field(min_length=1, max_length=MOST_SERIES)
    measure: tuple[str, ...] = ("history",)
    start: str = Field("", alias="from")
    end: str = Field("", alias="to")
    window: str = ""

    _dates = field_validator("start", "end")(chart_fence.iso)

    @field_validator("series", "measure", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return value if isinstance(value, list | tuple) else (value,)


class CustomChartHead(BaseModel):
    """What stands above the line of --- in a block."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: dict[str, Dataset] = Field(default_factory=dict)
    as_of: str = ""
    live: bool = False
    alt: str = ""
    title: str = ""
    height: int = Field(0, ge=0, le=900)

    _dates = field_validator("as_of")(chart_fence.iso)

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
        table = {key: value[key] for key in _SERIES if key in value}
        return {**{key: one for key, one in value.items() if key not in _SERIES}, "data": {"prices": table}}


def read(spec: Mapping[str, Any], place: KeyLocation) -> CustomChartHead | list[Problem]:
    """The head, or everything that is wrong with it, each at its key's line."""
    try:
        head = CustomChartHead.model_validate(spec)
    except ValidationError as error:
        return [_explain(dict(one), spec, place) for one in error.errors()]
    return head


def _explain(error: Mapping[str, Any], spec: Mapping[str, Any], place: KeyLocation) -> Problem:
    where = [str(part) for part in error["loc"]]
    if where[:2] == ["data", "prices"] and "data" not in spec:
        where = where[2:]
    key, name = where[0] if where else "series", ".".join(where) or "the head"
    known = [*_SERIES] if len(where) > 1 else ["data", *_SERIES, "as_of", "live", "alt", "title", "height"]
    if error["type"] == "extra_forbidden":
        return place.problem(key, f"this block has no key {name}", chart_fence.nearest(where[-1], known))
    if error["type"] == "missing":
        return place.problem(key, f"{name} is missing")
    said = str(error.get("ctx", {}).get("error", error["msg"]))
    return place.problem(key, f"{name}: {said}")


def params(head: CustomChartHead, place: KeyLocation, context: ChartContext) -> tuple[dict[str, Any], list[Problem]]:
    """What a block asks, and all that is wrong with asking it of these data."""
    problems: list[Problem] = []
    sets, origins = [], []
    for name, one in head.data.items():
        key = "data" if "data" in place.keys else "series"
        found = [found for written in one.series if (found := instrument(written, key, place, context, problems))]
        columns = []
        for written in one.measure:
            column, wrong = _column(written, one, found, place, context)
            columns.append(column)
            problems += wrong
        sets.append({"name": name, "series": [each.id for each in found], "columns": [each.plain for each in columns]})
        kinds = {column.measure for column in columns}
        origins += [each.origin for each in found if each.origin] if kinds - set(SHARES) else []
        origins += [REPORTS] if kinds & set(SHARES) else []
    as_of = "" if head.live else head.as_of or context.page.meta.as_of
    if head.live and head.as_of:
        problems.append(place.problem("live", "a chart is either live or as of a date"))
    return {
        "data": sets,
        "as_of": as_of,
        "alt": head.alt,
        "title": head.title,
        "height": head.height,
        "sources": list(unique(origins)),
    }, problems


def _column(
    written: str, one: Dataset, found: Sequence[Any], place: KeyLocation, context: ChartContext
) -> tuple[ChartColumn, list[Problem]]:
    expression = chart_columns.parsed(written, place)
    if isinstance(expression, Problem):
        return ChartColumn(measure=written), [expression]
    name = expression.measure
    asked = {"window": expression.window or one.window, "start": one.start, "end": one.end}
    measure = context.measures.get(name)
    if name in (*HISTORIES, *SHARES) and measure is not None:
        kinds = [each.code for each in found if each.kind not in measure.kinds]
        if kinds:
            message = f"{', '.join(kinds)} has no {name}"
            return ChartColumn(measure=name), [place.problem("measure", message, id="measure-not-applicable")]
        if asked["window"] and asked["window"] not in WINDOWS:
            message, hint = f"no window is called {asked['window']}", ", ".join(WINDOWS)
            return ChartColumn(measure=name), [place.problem("measure", message, hint, "unknown-window")]
        if name == "rolling-return" and not asked["window"]:
            asked["window"] = "1y"
        return ChartColumn(measure=name, label=measure.label, unit=measure.unit, **asked), []
    # As a fence of the kind `bar` would ask it: rules and words are the same.
    fence = chart_fence.ChartFence.model_validate(
        {"type": "bar", "series": one.series, "measure": written}
        | {key: value for key, value in (("from", one.start), ("to", one.end), ("window", one.window)) if value}
    )
    return chart_columns.column(written, fence, found, context.measures, place)


def ask(params: Params, series: str, column: Mapping[str, str]) -> Ask:
    """The question for what one column holds of one series."""
    return Ask(
        series=series,
        measure=column["measure"],
        window=column["window"],
        start=column["start"],
        end=column["end"],
        as_of=params["as_of"],
    )


def asks(params: Params) -> tuple[Ask, ...]:
    """All that the tables of a block are made of."""
    found: list[Ask] = []
    for one in params["data"]:
        for series in one["series"]:
            found += [name_ask(params, series), *(ask(params, series, column) for column in one["columns"])]
    return tuple(dict.fromkeys(found))


def tables(params: Params, answers: Answers) -> dict[str, list[dict[str, Any]]]:
    """Each table's rows: one for each value, with its series, name and measure, and its date, dates or item."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in params["data"]:
        rows = found.setdefault(one["name"], [])
        for series in one["series"]:
            called = answers[name_ask(params, series)].value or series.partition(":")[2]
            for column in one["columns"]:
                answer = answers[ask(params, series, column)]
                same = {"series": series, "name": called, "measure": column["measure"]}
                if column["measure"] in SHARES:
                    rows += [
                        {**same, "item": item, "value": weight, "date": answer.end} for item, weight in answer.points
                    ]
                elif column["measure"] in HISTORIES:
                    rows += [{"date": day, **same, "value": value} for day, value in answer.points]
                else:
                    number = answer.value if isinstance(answer.value, int | float) else None
                    rows.append(
                        {**same, "label": column["label"], "value": number, "from": answer.start, "to": answer.end}
                    )
    return found


def columns(params: Params) -> dict[str, list[str]]:
    """The names of each table's columns, known before there is an answer."""
    found = {}
    for one in params["data"]:
        names = ["series", "name", "measure", "value"]
        kinds = {column["measure"] for column in one["columns"]}
        names += ["date"] if kinds & {*HISTORIES, *SHARES} else []
        names += ["item"] if kinds & set(SHARES) else []
        names += ["label", "from", "to"] if kinds - {*HISTORIES, *SHARES} else []
        found[one["name"]] = names
    return found
