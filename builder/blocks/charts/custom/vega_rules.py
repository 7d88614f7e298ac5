"""A Vega-Lite specification in, all that this site does not let it do out: each fault with its path and what is right.

Whether it is Vega-Lite at all is told by the schema, where it is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.blocks.charts.chart_fence import nearest
from builder.blocks.charts.custom import vega_expression
from builder.blocks.charts.custom.json_positions import Path

MOST_ROWS, MOST_INLINE = 5000, 1000
# What leads out of the page, or changes how the page embeds a chart: key -> what would be right.
_REFUSED = {
    "url": "data are named in the block's head, and handed to it",
    "href": "links stand in the text",
    "usermeta": "the site says how charts are shown",
    "loader": "data are named in the block's head, and handed to it",
    "sample": "a sample would differ each time; aggregate instead",
}
_EXPRESSIONS = ("expr", "calculate", "labelExpr", "signal")
_MAY_BE_EXPRESSIONS = ("filter", "test", "update")
_GENERATED = ("sequence", "graticule", "sphere")
_NAMING = ("as", "groupby")
_UNFORESEEN = ("pivot", "lookup", "flatten", "regression", "loess", "density", "quantile")
_SCALARS = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True)
class VegaFault:
    """What is wrong, where in the specification, and what would be right."""

    path: Path
    message: str
    hint: str = ""


def faults(spec: Any, handed: Mapping[str, Collection[str]], *, most_inline: int = MOST_INLINE) -> list[VegaFault]:
    """All that a specification may not say. `handed` holds the columns of each set of data that it is handed."""
    if not isinstance(spec, dict):
        return [
            VegaFault(path=(), message="a specification is an object", hint='e.g. {"mark": "line", "encoding": {…}}')
        ]
    check = _Check(spec, handed, most_inline)
    return [*check.walk(spec, ()), *check.fields()]


def rows_of(spec: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every set of data that a specification draws, in order, each once: its name, "" for one without, and its rows.

    A set that is handed has no rows yet.
    """
    inner = spec.get("datasets") or {}
    seen: list[Any] = []
    for data in _datas(spec):
        if data in seen:
            continue
        seen.append(data)
        if "values" in data:
            yield "", [row if isinstance(row, dict) else {"data": row} for row in data["values"]]
        elif "name" in data:
            yield str(data["name"]), list(inner.get(data["name"], []))


def _datas(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "data" and isinstance(value, dict):
                yield value
            elif key not in ("datasets", "values"):
                yield from _datas(value)
    elif isinstance(part, list):
        for one in part:
            yield from _datas(one)


class _Check:
    def __init__(self, spec: dict[str, Any], handed: Mapping[str, Collection[str]], most_inline: int) -> None:
        self._handed, self._most = handed, most_inline
        inner = spec.get("datasets")
        self._inner: dict[str, Any] = inner if isinstance(inner, dict) else {}
        self._columns: set[str] = {column for columns in handed.values() for column in columns}
        self._used: list[tuple[Path, str]] = []
        self._parameters = parameters(spec)
        self._open = False  # whether columns come about that cannot be foreseen

    def walk(self, part: Any, path: Path) -> Iterator[VegaFault]:
        """Every fault of a part and of all parts in it."""
        if isinstance(part, list):
            for at, one in enumerate(part):
                yield from self.walk(one, (*path, at))
        if not isinstance(part, dict):
            return
        for key, value in part.items():
            here = (*path, key)
            if key in ("datasets", "values") and (key == "values" or not path):
                yield from self._held(key, value, here)
                continue
            yield from self._key(key, value, here)
            yield from self.walk(value, here)

    def _key(self, key: str, value: Any, path: Path) -> Iterator[VegaFault]:
        if key in _REFUSED:
            yield VegaFault(path=path, message=f"{key} is not allowed in a chart", hint=_REFUSED[key])
        elif key in ("mark", "type") and value == "image":
            yield VegaFault(
                path=path, message="a chart shows no images", hint="pictures stand in the text: ![…](name.png)"
            )
        elif key == "data":
            yield from self._data(value, path)
        elif key in _EXPRESSIONS or (key in _MAY_BE_EXPRESSIONS and isinstance(value, str)):
            said = "an expression is a text" if not isinstance(value, str) else ""
            said = said or vega_expression.fault(value, self._parameters)
            if said:
                yield VegaFault(path=path, message=f"{key}: {said}")
        elif key == "field" and isinstance(value, str):
            self._used.append((path, value))
        elif key in _NAMING:
            self._columns |= set(value if isinstance(value, list) else [str(value)])
        elif key == "fold":
            self._columns |= {"key", "value"}
        if key in _UNFORESEEN:
            self._open = True

    def _data(self, value: Any, path: Path) -> Iterator[VegaFault]:
        if value is None:
            return
        known = [*self._handed, *self._inner]
        hint = (
            f"named data are {', '.join(known)}" if known else "name series in the block's head, or give a few values"
        )
        if not isinstance(value, dict) or any(key in value for key in _GENERATED):
            yield VegaFault(path=path, message="data are rows that are named or given", hint=hint)
        elif "values" not in value and "url" not in value and value.get("name") not in known:
            name = str(value.get("name", ""))
            if name and known:
                hint = nearest(name, known)
            yield VegaFault(
                path=path, message=f"no data are called {name}" if name else "these data have no name", hint=hint
            )

    def _held(self, key: str, value: Any, path: Path) -> Iterator[VegaFault]:
        """Rows that stand in the specification itself."""
        sets = value if key == "datasets" and isinstance(value, dict) else {"": value}
        for name, rows in sets.items():
            here = (*path, name) if name else path
            if not isinstance(rows, list):
                if path[-2:-1] == ("data",) or key == "datasets":
                    yield VegaFault(path=here, message="values are a list of rows", hint='e.g. [{"x": 1, "y": 2}]')
                continue
            if len(rows) > self._most:
                message = f"{len(rows):,} rows are more than a chart can show; at most {self._most:,}"
                hint = "name series in the block's head, or aggregate first"
                yield VegaFault(path=here, message=message, hint=hint)
                continue
            for at, row in enumerate(rows):
                cells = row if isinstance(row, dict) else {"data": row}
                self._columns |= set(cells)
                if not all(isinstance(cell, _SCALARS) for cell in cells.values()):
                    message = "a cell is a text, a number, true, false or null"
                    yield VegaFault(path=(*here, at), message=message, hint="an expression cannot come from data")

    def fields(self) -> Iterator[VegaFault]:
        """Fields that no set of data has and no transform makes."""
        if self._open:
            return
        for path, name in self._used:
            plain = name.replace("\\", "")
            if plain not in self._columns and name.partition("[")[0].partition(".")[0] not in self._columns:
                known = sorted(self._columns)
                yield VegaFault(
                    path=path,
                    message=f"no column is called {name}",
                    hint=nearest(name, known) if known else "these data have no columns",
                )


def parameters(part: Any) -> set[str]:
    """The parameters that a specification declares anywhere."""
    found: set[str] = set()
    if isinstance(part, dict):
        declared = part.get("params")
        if isinstance(declared, list):
            found |= {str(one["name"]) for one in declared if isinstance(one, dict) and "name" in one}
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            found |= parameters(one) if isinstance(one, dict | list) else set()
    return found
