"""Values of the model as plain JSON, and back: what the cache keeps and what passes between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from builder.model import Body, Directory, Draft, Heading, Instrument, Mark, Meta, Page

T = TypeVar("T")


def spelled(value: Any) -> str:
    """A value's one JSON spelling; values of the model become objects of their fields."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)


def plain(value: Any) -> dict[str, Any]:
    """A value of the model as a dictionary of its fields, one level deep."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def unplain(kind: type[T], data: Mapping[str, Any]) -> T:
    """A value of this module from plain JSON: lists become tuples again, nested values their types."""
    nested = _NESTED.get(kind, {})
    # Most fields are texts and numbers: a build revives every mark of every page, so these are not looked at twice.
    return kind(
        **{
            name: _revived(entry, nested.get(name)) if isinstance(entry, list) or name in nested else entry
            for name, entry in data.items()
        }
    )


_NESTED: dict[type, dict[str, type]] = {
    Page: {"meta": Meta, "marks": Mark},
    Body: {"headings": Heading},
    Draft: {"headings": Heading},
    Directory: {"instruments": Instrument},
}


def _revived(entry: Any, nested: type | None) -> Any:
    if isinstance(entry, list):
        return tuple([unplain(nested, one) if nested else _tuples(one) for one in entry])
    if nested is Instrument:
        return {key: unplain(Instrument, one) for key, one in entry.items()}
    if nested and isinstance(entry, dict):
        return unplain(nested, entry)
    return entry


def _tuples(entry: Any) -> Any:
    return tuple([_tuples(one) for one in entry]) if isinstance(entry, list) else entry
