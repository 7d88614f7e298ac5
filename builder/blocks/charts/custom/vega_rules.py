"""What this site does not let a Vega-Lite specification do: addresses, images, data of its own making, unknown columns.
Custom charts are held to it.

Whether a specification is Vega-Lite at all, the schema says where it is drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.blocks.charts.chart_fence import suggestion
from builder.blocks.charts.custom import vega_expression
from builder.blocks.charts.custom.json_positions import Path
from builder.forbidden_characters import forbidden_in_value

_ODD_LINE_ENDS = ("\u2028", "\u2029")
MOST_ROWS, MOST_INLINE = 5000, 1000
# Keys that lead out of the page, or change how the page embeds a chart -> what would be right.
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
# Transforms whose columns cannot be known beforehand.
_OPEN = ("pivot", "lookup", "flatten", "regression", "loess", "density", "quantile")
_SCALARS = str | int | float | bool | None


@dataclass(frozen=True, kw_only=True)
class VegaFault:
    """What is wrong, where in the specification, and what would be right."""

    path: Path
    message: str
    hint: str = ""


def faults(spec: Any, handed: Mapping[str, Collection[str]], *, most_inline: int = MOST_INLINE) -> list[VegaFault]:
    """All that a specification may not say. `handed` has the columns of each set of data that it is handed."""
    if not isinstance(spec, dict):
        return [
            VegaFault(path=(), message="a specification is an object", hint='e.g. {"mark": "line", "encoding": {…}}')
        ]
    check = _Check(spec, handed, most_inline)
    return [*check.walk(spec, ()), *check.fields(), *_forbidden(spec, ())]


def _forbidden(value: Any, path: Path) -> Iterator[VegaFault]:
    """Every text with a character that no text may hold: JSON's escapes can write any."""
    if isinstance(value, str):
        if problem := forbidden_in_value(value):
            yield VegaFault(path=path, message=problem.message, hint=problem.hint)
        elif end := next((sign for sign in _ODD_LINE_ENDS if sign in value), ""):
            message = f"U+{ord(end):04X} ends a line where Vega makes an expression of a text"
            yield VegaFault(path=path, message=message, hint="write a blank")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _forbidden(str(key), path)
            yield from _forbidden(entry, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _forbidden(item, (*path, index))


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


def log_fault(spec: dict[str, Any], tables: Mapping[str, list[dict[str, Any]]]) -> VegaFault | None:
    """A column on a logarithmic scale that has a value of 0 or less, which such a scale cannot show."""
    rows = [row for name, inline in rows_of(spec) for row in inline or tables.get(name, [])]
    for path, name in _on_log_scales(spec, ()):
        column = [row.get(name) for row in rows]
        wrong = [value for value in column if isinstance(value, int | float) and value <= 0]
        if wrong:
            message = f"{name} has {min(wrong)!r}, and a log scale shows no value of 0 or less"
            return VegaFault(path=path, message=message, hint="draw it on a linear scale, or leave these values out")
    return None


def _on_log_scales(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every column that is drawn on a logarithmic scale, and where that is said."""
    if isinstance(value, dict):
        scale, name = value.get("scale"), value.get("field")
        if isinstance(scale, dict) and scale.get("type") == "log" and isinstance(name, str):
            yield (*path, "scale"), name
        for key, entry in value.items():
            if key not in ("datasets", "values"):
                yield from _on_log_scales(entry, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _on_log_scales(item, (*path, index))


def _datas(value: Any) -> Iterator[dict[str, Any]]:
    """Every `data` of a specification and of the views in it."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key == "data" and isinstance(entry, dict):
                yield entry
            elif key not in ("datasets", "values"):
                yield from _datas(entry)
    elif isinstance(value, list):
        for item in value:
            yield from _datas(item)


class _Check:
    def __init__(self, spec: dict[str, Any], handed: Mapping[str, Collection[str]], most_inline: int) -> None:
        self._handed, self._most = handed, most_inline
        inner = spec.get("datasets")
        self._inner: dict[str, Any] = inner if isinstance(inner, dict) else {}
        self._columns: set[str] = {column for columns in handed.values() for column in columns}
        self._used: list[tuple[Path, str]] = []
        self._parameters = parameters(spec)
        self._open = False  # whether there may be columns that cannot be known beforehand

    def walk(self, value: Any, path: Path) -> Iterator[VegaFault]:
        """Every fault of a value and of all values in it."""
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.walk(item, (*path, index))
        if not isinstance(value, dict):
            return
        for key, entry in value.items():
            entry_path = (*path, key)
            if key in ("datasets", "values") and (key == "values" or not path):
                yield from self._inline(key, entry, entry_path)
                continue
            yield from self._key(key, entry, entry_path)
            yield from self.walk(entry, entry_path)

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
            is_text = isinstance(value, str)
            message = vega_expression.fault(value, self._parameters) if is_text else "an expression is a text"
            if message:
                yield VegaFault(path=path, message=f"{key}: {message}")
        elif key == "field" and isinstance(value, str):
            self._used.append((path, value))
        elif key in _NAMING:
            self._columns |= {str(name) for name in (value if isinstance(value, list) else [value])}
        elif key == "fold":
            self._columns |= {"key", "value"}
        if key in _OPEN:
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
                hint = suggestion(name, known)
            yield VegaFault(
                path=path, message=f"no data are called {name}" if name else "these data have no name", hint=hint
            )

    def _inline(self, key: str, value: Any, path: Path) -> Iterator[VegaFault]:
        """Rows that stand in the specification itself."""
        sets = value if key == "datasets" and isinstance(value, dict) else {"": value}
        for name, rows in sets.items():
            rows_path = (*path, name) if name else path
            if not isinstance(rows, list):
                if path[-2:-1] == ("data",) or key == "datasets":
                    yield VegaFault(path=rows_path, message="values are a list of rows", hint='e.g. [{"x": 1, "y": 2}]')
                continue
            if len(rows) > self._most:
                message = f"{len(rows):,} rows are more than a chart can show; at most {self._most:,}"
                hint = "name series in the block's head, or aggregate first"
                yield VegaFault(path=rows_path, message=message, hint=hint)
                continue
            for index, row in enumerate(rows):
                cells = row if isinstance(row, dict) else {"data": row}
                self._columns |= set(cells)
                if not all(isinstance(cell, _SCALARS) for cell in cells.values()):
                    message = "a cell is a text, a number, true, false or null"
                    yield VegaFault(
                        path=(*rows_path, index), message=message, hint="an expression cannot come from data"
                    )

    def fields(self) -> Iterator[VegaFault]:
        """Fields that no set of data has and no transform makes."""
        if self._open:
            return
        for path, name in self._used:
            unescaped = name.replace("\\", "")
            if unescaped not in self._columns and name.partition("[")[0].partition(".")[0] not in self._columns:
                known = sorted(self._columns)
                yield VegaFault(
                    path=path,
                    message=f"no column is called {name}",
                    hint=suggestion(name, known) if known else "these data have no columns",
                )


def parameters(value: Any) -> set[str]:
    """The parameters that a specification declares anywhere."""
    names: set[str] = set()
    if isinstance(value, dict):
        declared = value.get("params")
        if isinstance(declared, list):
            names |= {str(entry["name"]) for entry in declared if isinstance(entry, dict) and "name" in entry}
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            names |= parameters(item) if isinstance(item, dict | list) else set()
    return names
