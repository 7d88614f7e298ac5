"""The parameters of a chart, and of the pictures that are made of a briefing's first chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from builder.model import SlotParams
from builder.slot_params.json_fields import JsonFields


@dataclass(frozen=True, kw_only=True)
class ChartParams(Mapping[str, Any]):
    """A chart: the parameters by name, untyped until charts have fields of their own."""

    block: ClassVar[str] = "chart"
    values_by_name: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The parameters as plain JSON."""
        return dict(self.values_by_name)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The parameters from plain JSON."""
        return cls(values_by_name=value)

    def __getitem__(self, name: str) -> Any:
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


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
