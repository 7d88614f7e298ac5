"""The parameters of a chart's slot, from which all its questions and its drawing follow. The chart block makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

CONTRACT = "contract"  # as a benchmark: the one that the fund's contract names


@dataclass(frozen=True, kw_only=True)
class ChartColumn:
    """One thing that is asked of every series, with its label and unit."""

    measure: str  # e.g. "return"
    window: str = ""  # e.g. "1y"
    start: str = ""
    end: str = ""
    label: str = ""  # e.g. "近1年收益率"
    unit: str = "ratio"


@dataclass(frozen=True, kw_only=True)
class ChartNote:
    """An event, where start and end are the same day, or a period that a chart names."""

    start: str
    end: str
    text: str
    own: bool = False  # the day on which the page itself came out


@dataclass(frozen=True, kw_only=True)
class ChartParams:
    """What every slot of the chart block says: `StandardChartParams` of a `chart` fence, `CustomChartParams` of one with code."""

    block: ClassVar[str] = "chart"
    type: str  # a name in `kinds.KINDS`, e.g. "line"; or a language, e.g. "vega-lite"
    as_of: str = ""  # the cut-off; "" means live
    alt: str = ""
    title: str = ""
    height: int = 0  # 0 means the usual one
    sources: tuple[str, ...] = ()  # where the data are from, for readers
    caption: str = ""

    def to_json(self) -> dict[str, Any]:
        """The parameters as plain JSON, every field."""
        return {field.name: _written(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> ChartParams:
        """The parameters from plain JSON; those with code are a custom chart's."""
        kind = CustomChartParams if "code" in value else StandardChartParams
        return kind(**{key: _READERS.get(key, _unchanged)(entry) for key, entry in value.items()})


@dataclass(frozen=True, kw_only=True)
class StandardChartParams(ChartParams):
    """What a `chart` fence asks for, with its series looked up in the catalogue."""

    series: tuple[str, ...]  # ids, e.g. ("fund:012733",)
    benchmark: str = ""  # an id, or "contract:fund:012733"
    measure: str = ""  # of a chart that has one
    label: str = ""  # of that measure, for readers
    window: str = ""
    start: str = ""
    end: str = ""
    rebase: str = ""  # "100", "percent"
    annotate: tuple[ChartNote, ...] = ()
    columns: tuple[ChartColumn, ...] = ()  # of a chart that asks several things of each series

    @property
    def ids(self) -> list[str]:
        """The chart's series, its benchmark last."""
        return [*self.series, *([self.benchmark] if self.benchmark else [])]

    def is_reference(self, index: int) -> bool:
        """Whether a series, by its index in `ids`, is the benchmark."""
        return bool(self.benchmark) and index == len(self.series)


@dataclass(frozen=True, kw_only=True)
class ChartDataset:
    """A table that a custom chart is handed: its name, the ids of its series, and what is asked of each."""

    name: str  # e.g. "prices"
    series: tuple[str, ...]
    columns: tuple[ChartColumn, ...]


@dataclass(frozen=True, kw_only=True)
class CustomChartParams(ChartParams):
    """What an `altair` or `vega-lite` fence asks for: its code, and the tables that it is handed."""

    code: str
    code_line: int  # how many lines the code stands below the fence's first
    data: tuple[ChartDataset, ...] = ()


def _written(value: Any) -> Any:
    """A field as plain JSON. A note's `own` is left out where it does not hold."""
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if isinstance(value, ChartColumn | ChartNote | ChartDataset):
        entries = {field.name: _written(getattr(value, field.name)) for field in fields(value)}
        return {key: entry for key, entry in entries.items() if entry is not False}
    return value


def _columns(value: Iterable[Mapping[str, str]]) -> tuple[ChartColumn, ...]:
    return tuple(ChartColumn(**column) for column in value)


def _datasets(value: Iterable[Mapping[str, Any]]) -> tuple[ChartDataset, ...]:
    return tuple(
        ChartDataset(name=dataset["name"], series=tuple(dataset["series"]), columns=_columns(dataset["columns"]))
        for dataset in value
    )


def _unchanged(value: Any) -> Any:
    return value


# What reads a field that is no text or number from JSON.
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "series": tuple,
    "sources": tuple,
    "columns": _columns,
    "annotate": lambda value: tuple(ChartNote(**note) for note in value),
    "data": _datasets,
}
