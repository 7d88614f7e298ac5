"""`descriptions.yml` in the content folder: what topics, columns and authors are, in a sentence each. The site plan reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from builder.model import SourceFile
from builder.problem import Problem
from builder.suggest import did_you_mean
from builder.vocabulary import LISTINGS
from builder.words.yaml_nodes import YamlEntry, YamlNode, YamlReadError, duplicates, read


def read_descriptions(
    source: SourceFile | None, listings: Iterable[Mapping[str, Mapping[str, str]]]
) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The description of each listing by kind and name, and all that is wrong with the file.

    `listings` are those of all pages: it may describe no others.
    """
    if source is None:
        return {}, []
    names: dict[str, set[str]] = {}
    for kind, urls in (listed for listed_in in listings for listed in listed_in.items()):
        names.setdefault(kind, set()).update(urls)
    faults: list[YamlReadError] = []
    descriptions: dict[str, dict[str, str]] = {}
    try:
        root = read(source.text, faults)
        for kind, entry in _sections(root, faults) if root else ():
            descriptions[kind] = dict(_texts(entry, kind, names.get(kind, ()), faults))
    except YamlReadError as error:
        faults.append(error)
    return descriptions, [
        Problem(
            id=fault.id or "bad-descriptions",
            path=source.path,
            line=fault.line + 1,
            column=fault.column + 1,
            length=fault.length,
            message=fault.message,
            hint=fault.hint,
        )
        for fault in faults
    ]


def _sections(root: YamlNode, faults: list[YamlReadError]) -> Iterator[tuple[str, YamlEntry]]:
    """The entries of the file, each with its kind of listing."""
    for entry in _entries(root, "the file", f"write {'/'.join(LISTINGS)}, and below it a line for each name", faults):
        if entry.key in LISTINGS:
            yield entry.key, entry
        else:
            hint = did_you_mean(entry.key, LISTINGS, otherwise=f"there are {', '.join(LISTINGS)}")
            faults.append(_fault(entry, f"{entry.key} is no kind of list", hint))


def _texts(
    section: YamlEntry, kind: str, names: Collection[str], faults: list[YamlReadError]
) -> Iterator[tuple[str, str]]:
    """Name and description of each listing of a kind."""
    for entry in _entries(section.value, section.key, "write a line `name: description` for each", faults):
        text = entry.value.value
        if entry.key not in names:
            hint = did_you_mean(entry.key, names, otherwise="take the line out, or write the name as the pages do")
            faults.append(_fault(entry, f"no page has {entry.key} among its {kind}", hint))
        elif not isinstance(text, str) or not text.strip():
            faults.append(_fault(entry, f"the description of {entry.key} is not a text", "write a sentence"))
        else:
            yield entry.key, " ".join(text.split())


def _entries(node: YamlNode, name: str, hint: str, faults: list[YamlReadError]) -> list[YamlEntry]:
    """The entries of a mapping, each key once."""
    if node.kind != "mapping":
        if node.value:  # a section without entries is none
            faults.append(YamlReadError(node.line, node.column, f"{name} is not a list of `key: value`", hint))
        return []
    entries = [entry for entry in node.value if isinstance(entry, YamlEntry)]
    for again, first in duplicates(entries):
        message = f"{again.key} is given twice, first in line {first.line + 1}"
        faults.append(_fault(again, message, "keep one of them"))
    return list({entry.key: entry for entry in reversed(entries)}.values())[::-1]


def _fault(entry: YamlEntry, message: str, hint: str) -> YamlReadError:
    return YamlReadError(entry.line, entry.column, message, hint, length=max(1, len(entry.key)))
