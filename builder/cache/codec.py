"""Values of the model as plain JSON, and back: what the cache keeps and what passes between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from builder.model import Body, Directory, Heading, Instrument, Mark, Page, PageMeta, ShellInput

T = TypeVar("T")


def to_json(value: Any) -> str:
    """A value's one JSON spelling; values of the model become objects of their fields."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=encode)


def encode(value: Any) -> dict[str, Any]:
    """A value of the model as a dictionary of its fields, one level deep."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def decode(kind: type[T], data: Mapping[str, Any]) -> T:
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
    Page: {"meta": PageMeta, "marks": Mark},
    Body: {"headings": Heading},
    ShellInput: {"headings": Heading},
    Directory: {"instruments": Instrument},
}


def _revived(entry: Any, nested: type | None) -> Any:
    if isinstance(entry, list):
        return tuple([decode(nested, one) if nested else _tuples(one) for one in entry])
    if nested is Instrument:
        return {key: decode(Instrument, one) for key, one in entry.items()}
    if nested and isinstance(entry, dict):
        return decode(nested, entry)
    return entry


def _tuples(entry: Any) -> Any:
    return tuple([_tuples(one) for one in entry]) if isinstance(entry, list) else entry
