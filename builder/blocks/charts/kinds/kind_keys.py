"""The kinds of chart that an author may name, with the keys that mean something to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_ALL = ("type", "series", "as_of", "live", "alt", "title")
_TIME = ("from", "to", "window", "annotate", "height")


@dataclass(frozen=True, kw_only=True)
class ChartKind:
    """A kind of chart: what may stand in its fence, and how many series it shows."""

    keys: tuple[str, ...]
    most: int  # series, the benchmark counted
    least: int = 1
    measures: tuple[int, int] = (0, 1)  # how many may stand under `measure`, at least and at most


KINDS: Mapping[str, ChartKind] = MappingProxyType(
    {
        "line": ChartKind(keys=(*_ALL, *_TIME, "measure", "benchmark", "rebase"), most=6),
        "area": ChartKind(keys=(*_ALL, *_TIME, "measure", "benchmark", "rebase"), most=2),
        "bar": ChartKind(keys=(*_ALL, "from", "to", "window", "measure", "benchmark"), most=20),
        "compare": ChartKind(keys=(*_ALL, *_TIME, "measure", "benchmark", "rebase"), most=6, least=2),
        "drawdown": ChartKind(keys=(*_ALL, *_TIME, "measure", "benchmark", "rebase"), most=2),
        "calendar-years": ChartKind(keys=(*_ALL, "years", "benchmark"), most=4),
        "allocation": ChartKind(keys=(*_ALL, "measure"), most=1),
        "scatter": ChartKind(
            keys=(*_ALL, "measure", "window", "benchmark", "height"), most=20, least=2, measures=(0, 2)
        ),
        "rolling": ChartKind(keys=(*_ALL, *_TIME, "benchmark"), most=6),
        "monthly": ChartKind(keys=(*_ALL, "years"), most=1),
        "multiples": ChartKind(
            keys=(*_ALL, "from", "to", "window", "measure", "benchmark", "rebase"), most=13, least=2
        ),
        "dumbbell": ChartKind(keys=(*_ALL, "measure", "benchmark"), most=20, measures=(2, 2)),
        "table": ChartKind(keys=(*_ALL, "measure", "benchmark"), most=20, measures=(1, 8)),
    }
)
TYPES = tuple(KINDS)
