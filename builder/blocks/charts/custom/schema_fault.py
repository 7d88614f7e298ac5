"""The one fault that an author can act on, of all that the Vega-Lite schema finds wrong with a specification. The process
that draws uses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_NOT_OFFERED = ("image", "geoshape")  # marks of Vega-Lite that this site does not show


def explained(errors: Iterable[Any]) -> dict[str, Any] | None:
    """The deepest fault: {"error", "path": path, "word", "known"}, with what would have been valid; None where all is well.

    A schema of alternatives complains about every one that a value is not; the longest path is where it came closest.
    """
    leaves = [leaf for error in errors for leaf in _leaves(error)]
    if not leaves:
        return None
    deepest = max(len(leaf.absolute_path) for leaf in leaves)
    closest = [leaf for leaf in leaves if len(leaf.absolute_path) == deepest]
    # A value that fits one alternative is still reported as not being the others, always by a constant.
    closest = [leaf for leaf in closest if leaf.validator != "const"] or closest
    explanations = {
        "additionalProperties": _unknown_key,
        "enum": _unknown_value,
        "const": _unknown_value,
        "required": _missing_key,
    }
    for validator, explain in explanations.items():
        faults = [leaf for leaf in closest if leaf.validator == validator]
        if faults:
            return explain(faults, leaves)
    return _other(closest)


def _leaves(error: Any) -> Iterator[Any]:
    if not error.context:
        yield error
    for inner in error.context or ():
        yield from _leaves(inner)


def _unknown_key(faults: list[Any], _: list[Any]) -> dict[str, Any]:
    unknown = [(sorted(set(fault.instance) - set(fault.schema.get("properties", {}))), fault) for fault in faults]
    words, fault = min(unknown, key=lambda pair: (len(pair[0]), pair[0]))
    path = list(fault.absolute_path)
    where = str(path[-1]) if path else "a specification"
    known = sorted(key for key in fault.schema["properties"] if key not in ("url", "href", "usermeta", "$schema"))
    return {"error": f"{where} has no key {words[0]}", "path": [*path, words[0]], "word": words[0], "known": known}


def _unknown_value(faults: list[Any], leaves: list[Any]) -> dict[str, Any]:
    path = list(faults[0].absolute_path)
    known: list[str] = []
    for leaf in leaves:
        if list(leaf.absolute_path) == path and leaf.validator in ("enum", "const"):
            values = leaf.validator_value if leaf.validator == "enum" else [leaf.validator_value]
            known += [str(value) for value in values if value not in _NOT_OFFERED]
    word = str(faults[0].instance)[:60]
    name = path[-1] if path else "the specification"
    return {"error": f"{name}: {word} is not known", "path": path, "word": word, "known": sorted(set(known))}


def _missing_key(faults: list[Any], _: list[Any]) -> dict[str, Any]:
    path = list(faults[0].absolute_path)
    names = sorted({name for fault in faults for name in fault.validator_value if name not in fault.instance})
    where = str(path[-1]) if path else "the specification"
    return {"error": f"{where} lacks one of {', '.join(names)}", "path": path, "word": "", "known": []}


def _other(faults: list[Any]) -> dict[str, Any]:
    first = faults[0]
    path = list(first.absolute_path)
    types = sorted({str(fault.validator_value) for fault in faults if fault.validator == "type"})
    message = f"{str(first.instance)[:60]} is not of the kind {' or '.join(types)}" if types else first.message[:200]
    return {"error": f"{path[-1] if path else 'the specification'}: {message}", "path": path, "word": "", "known": []}
