"""Frozen dataclasses as JSON objects, and back with every key and type checked. Used by `slot_params`.

A field that has its default is left out, so that a field can be added without a change to what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import UnionType
from typing import Any, Self, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class JsonFields:
    """A dataclass that is stored as a JSON object.

    Its fields are texts, numbers, truth values, tuples, mappings from text, named tuples, and dataclasses like itself.
    """

    def to_json(self) -> dict[str, Any]:
        """The fields as plain JSON, without those that have their default."""
        kind: Any = type(self)
        return {
            key: written(value)
            for key, name, default in _keys(kind)
            if (value := getattr(self, name)) is not default and value != default
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The fields from plain JSON. Raises TypeError for an unknown or missing key, and for a value of another type."""
        kind: Any = cls
        readers = _readers(kind)
        try:
            return cls(**{readers[key][0]: readers[key][1](entry) for key, entry in value.items()})
        except KeyError as error:
            raise TypeError(f"{cls.__name__} has no {error}, only {', '.join(readers)}") from None


@cache
def _keys(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """Each field's key in JSON, name and default; the key is another than the name where its metadata say so."""
    return tuple((str(field.metadata.get("key", field.name)), field.name, field.default) for field in fields(kind))


@cache
def _readers(kind: Any) -> dict[str, tuple[str, Reader]]:
    """By key, each field's name and what reads its value."""
    hints = get_type_hints(kind)
    return {key: (name, _reader(hints[name])) for key, name, _ in _keys(kind)}


def written(value: Any) -> Any:
    """A value of a field as plain JSON."""
    if isinstance(value, str | int | float | None):
        return value
    if hasattr(value, "to_json"):
        return value.to_json()
    if hasattr(value, "_field_defaults"):
        return {key: entry for key, entry in value._asdict().items() if entry != value._field_defaults.get(key)}
    if isinstance(value, Mapping):
        return {key: written(entry) for key, entry in value.items()}
    return [written(entry) for entry in value]


def _reader(hint: Any) -> Reader:
    """What reads a value of this type from JSON."""
    kind, arguments = get_origin(hint), get_args(hint)
    if kind is tuple:
        item = _reader(arguments[0])
        return lambda value: tuple([item(entry) for entry in _checked(value, (list, tuple))])
    if isinstance(kind, type) and issubclass(kind, Mapping):
        entry_reader = _reader(arguments[1])
        return lambda value: {key: entry_reader(entry) for key, entry in _checked(value, (dict,)).items()}
    if hasattr(hint, "from_json"):
        read: Reader = hint.from_json
        return read
    if hasattr(hint, "_field_defaults"):
        return lambda value: hint(**value)
    if kind is UnionType and get_origin(arguments[0]):  # e.g. tuple[str, ...] | None
        present = _reader(arguments[0])
        return lambda value: None if value is None else present(value)
    kinds = (*arguments, int) if float in arguments else arguments or (hint,)
    return lambda value: _checked(value, kinds)


def _checked(value: Any, kinds: tuple[type, ...]) -> Any:
    if not isinstance(value, kinds):
        raise TypeError(f"{value!r} is not of the type {' or '.join(kind.__name__ for kind in kinds)}")
    return value
