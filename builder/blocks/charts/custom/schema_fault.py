"""What a schema finds wrong with a specification in, the one fault that an author can act on out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

_NEVER = ("image", "geoshape")  # marks of Vega-Lite's that this site does not show


def explained(errors: Iterable[Any]) -> dict[str, Any] | None:
    """The deepest fault: {"error", "at": path, "word", "known"}, with what would have been valid; None where all is well.

    A schema of alternatives complains about every one that a part is not; the longest path is where it came closest.
    """
    leaves = [leaf for error in errors for leaf in _leaves(error)]
    if not leaves:
        return None
    deepest = max(len(leaf.absolute_path) for leaf in leaves)
    those = [leaf for leaf in leaves if len(leaf.absolute_path) == deepest]
    # A part that is fine as one alternative is still reported as not being the others, always by a constant.
    those = [leaf for leaf in those if leaf.validator != "const"] or those
    for kind, tell in (("additionalProperties", _unknown), ("enum", _value), ("const", _value), ("required", _missing)):
        found = [leaf for leaf in those if leaf.validator == kind]
        if found:
            return tell(found, leaves)
    return _other(those)


def _leaves(error: Any) -> Iterator[Any]:
    if not error.context:
        yield error
    for inner in error.context or ():
        yield from _leaves(inner)


def _unknown(found: list[Any], _: list[Any]) -> dict[str, Any]:
    strange = [(sorted(set(one.instance) - set(one.schema.get("properties", {}))), one) for one in found]
    words, one = min(strange, key=lambda pair: (len(pair[0]), pair[0]))
    path = list(one.absolute_path)
    where = str(path[-1]) if path else "a specification"
    known = sorted(key for key in one.schema["properties"] if key not in ("url", "href", "usermeta", "$schema"))
    return {"error": f"{where} has no key {words[0]}", "at": [*path, words[0]], "word": words[0], "known": known}


def _value(found: list[Any], leaves: list[Any]) -> dict[str, Any]:
    path = list(found[0].absolute_path)
    same = [leaf for leaf in leaves if list(leaf.absolute_path) == path]
    known: list[str] = []
    for leaf in same:
        values = leaf.validator_value if leaf.validator == "enum" else [leaf.validator_value]
        known += [str(value) for value in values if leaf.validator in ("enum", "const") and value not in _NEVER]
    word = str(found[0].instance)[:60]
    name = path[-1] if path else "the specification"
    return {"error": f"{name}: {word} is not known", "at": path, "word": word, "known": sorted(set(known))}


def _missing(found: list[Any], _: list[Any]) -> dict[str, Any]:
    path = list(found[0].absolute_path)
    names = sorted({name for one in found for name in one.validator_value if name not in one.instance})
    where = str(path[-1]) if path else "the specification"
    return {"error": f"{where} lacks one of {', '.join(names)}", "at": path, "word": "", "known": []}


def _other(found: list[Any]) -> dict[str, Any]:
    path = list(found[0].absolute_path)
    kinds = sorted({str(one.validator_value) for one in found if one.validator == "type"})
    said = f"{str(found[0].instance)[:60]} is not of the kind {' or '.join(kinds)}" if kinds else found[0].message[:200]
    return {"error": f"{path[-1] if path else 'the specification'}: {said}", "at": path, "word": "", "known": []}
