"""Values of the model as JSON, and back: what the store keeps, and what passes between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from builder.link_target import Anchors
from builder.model import Body, Directory, Heading, Instrument, Mark, Page, PageMeta, ShellInput

T = TypeVar("T")


def to_json(value: Any) -> str:
    """A value as JSON that is the same for equal values. Values of the model become objects of their fields."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=encode)


def encode(value: Any) -> dict[str, Any]:
    """A value of the model as a dictionary of its fields, one level deep."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def decode(kind: type[T], data: Mapping[str, Any]) -> T:
    """A value of the model from decoded JSON: lists become tuples again, nested objects their types."""
    nested = _NESTED.get(kind, {})
    # Most fields are texts and numbers, and a build decodes every mark of every page: these pass untouched.
    return kind(
        **{
            name: _decode_field(value, nested.get(name)) if isinstance(value, list) or name in nested else value
            for name, value in data.items()
        }
    )


_NESTED: dict[type, dict[str, type]] = {
    Page: {"meta": PageMeta, "marks": Mark},
    Body: {"headings": Heading, "anchors": Anchors},
    ShellInput: {"headings": Heading},
    Directory: {"instruments": Instrument},
}


def _decode_field(value: Any, nested: type | None) -> Any:
    if isinstance(value, list):
        return tuple([decode(nested, item) if nested else _as_tuples(item) for item in value])
    if nested is Instrument:
        return {id_: decode(Instrument, instrument) for id_, instrument in value.items()}
    if nested and isinstance(value, dict):
        return decode(nested, value)
    return value


def _as_tuples(value: Any) -> Any:
    return tuple([_as_tuples(item) for item in value]) if isinstance(value, list) else value
