"""The parameters of a chart, from which all its questions and its drawing follow, and of the pictures of a briefing's first
chart. The chart block makes them of fences; it, its kinds and the pictures read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self

from builder.model import SlotParams
from builder.slot_params.json_fields import JsonFields, written

CONTRACT = "contract"  # as a benchmark: the one that the fund's contract names


@dataclass(frozen=True, kw_only=True)
class EveryField(JsonFields):
    """Fields that are all stored, with those that have their default."""

    def to_json(self) -> dict[str, Any]:
        """The fields as plain JSON."""
        return {field.name: written(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, kw_only=True)
class ChartColumn(EveryField):
    """One thing that is asked of every series, with its label and unit."""

    measure: str  # e.g. "return"
    window: str = ""  # e.g. "1y"
    start: str = ""
    end: str = ""
    label: str = ""  # e.g. "近1年收益率"
    unit: str = "ratio"


@dataclass(frozen=True, kw_only=True)
class ChartNote(JsonFields):
    """An event, where start and end are the same day, or a period that a chart names."""

    start: str
    end: str
    text: str
    own: bool = False  # the day on which the page itself came out


@dataclass(frozen=True, kw_only=True)
class ChartParams(EveryField):
    """What every slot of the chart block says: `StandardChartParams` of a `chart` fence, `CustomChartParams` of one with
    code."""

    block: ClassVar[str] = "chart"
    type: str  # a name in `kinds.KINDS`, e.g. "line"; or a language, e.g. "vega-lite"
    as_of: str = ""  # the cut-off; "" means live
    alt: str = ""
    title: str = ""
    height: int = 0  # 0 means the usual one
    sources: tuple[str, ...] = ()  # where the data are from, for readers
    caption: str = ""

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The parameters from plain JSON; those with code are a custom chart's. Raises TypeError for a wrong key or value."""
        kind: Any = CustomChartParams if "code" in value else StandardChartParams
        params: Any = super(ChartParams, kind).from_json(value)
        return params  # type: ignore[no-any-return]


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
class ChartDataset(EveryField):
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


@dataclass(frozen=True, kw_only=True)
class ShareParams(JsonFields):
    """A briefing's pictures, for links and for chats."""

    block: ClassVar[str] = "share"
    slug: str
    title: str
    column: str = field(metadata={"key": "series"})
    date: str  # ISO date
    site: str  # the site's name
    url: str  # the page's whole address, e.g. "https://example.com/briefings/sora/"
    chart: ChartParams  # of the page's first chart


PARAMS: tuple[type[SlotParams], ...] = (
    ChartParams,
    ShareParams,
)
