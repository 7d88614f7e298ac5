"""sources.yml in, what it declares of each set of data out: its origin and licence, and whether it is made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from rapidfuzz import process

from builder.numbers import cells
from builder.problem import Failed, Problem

SETS = ("nav", "index", "stock", "funds", "indexes", "stocks")
KEYS = ("origin", "licence", "calendar", "fetcher", "freshness", "note", "synthetic")
_DAYS = re.compile(r"\d{1,3}", re.ASCII)
_LARGEST = 1 << 18  # characters


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What sources.yml says of a set."""

    origin: str = ""
    licence: str = ""
    calendar: str = ""  # calendars/NAME.csv
    freshness: int = 1  # trading days that may pass without a new row
    synthetic: bool = False


def load(path: Path, place: str) -> dict[str, Declared]:
    """What is declared, by the name of the set. Raises Failed with every entry that is wrong."""
    text = cells.text(cells.content(path, place), place)
    if len(text) > _LARGEST:
        raise Failed([Problem(id="too-large", path=place, message=f"more than {_LARGEST:,} characters")])
    try:
        # Composed, not loaded: nodes know their lines, and an alias is never multiplied.
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"not YAML: {getattr(error, 'problem', None) or error}"
        raise Failed([Problem(id="bad-value", path=place, line=line, column=column, message=message)]) from error
    except RecursionError:
        message = "nested too deep"
        raise Failed([Problem(id="bad-value", path=place, message=message)]) from None
    found: dict[str, Declared] = {}
    problems = list(_sets(node, found))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    return found


def _sets(node: yaml.Node | None, found: dict[str, Declared]) -> Iterator[Problem]:
    if not isinstance(node, yaml.MappingNode):
        yield _problem("bad-value", node, "expected a set of data and what is known of it", "e.g. nav: {origin: …}")
        return
    for key, value in node.value:
        name = str(key.value)
        if name not in SETS:
            yield _problem("unknown-key", key, f"no set of data is called {name}", _nearest(name, SETS))
        elif name in found:
            yield _problem("duplicate-key", key, f"{name} stands twice", "")
        elif not isinstance(value, yaml.MappingNode):
            yield _problem("bad-value", value, f"{name} holds no keys", f"its keys are {', '.join(KEYS)}")
        else:
            entries: dict[str, str] = {}
            yield from _entries(value, entries)
            known = {key: entries.get(key, "") for key in ("origin", "licence", "calendar")}
            made_up, days = entries.get("synthetic") == "true", int(entries.get("freshness", "1"))
            found[name] = Declared(synthetic=made_up, freshness=days, **known)


def _entries(node: yaml.MappingNode, entries: dict[str, str]) -> Iterator[Problem]:
    for key, value in node.value:
        name = str(key.value)
        if name not in KEYS:
            yield _problem("unknown-key", key, f"no key is called {name}", _nearest(name, KEYS))
        elif name in entries:
            yield _problem("duplicate-key", key, f"{name} stands twice", "")
        elif name == "synthetic" and (not isinstance(value, yaml.ScalarNode) or value.value not in ("true", "false")):
            yield _problem("bad-value", value, "synthetic is neither true nor false", "write true where it is made up")
        elif name == "freshness" and not _DAYS.fullmatch(str(value.value)):
            yield _problem("bad-value", value, "freshness is no number of trading days", "e.g. 1")
        elif name in ("origin", "licence", "calendar") and not isinstance(value, yaml.ScalarNode):
            yield _problem("bad-value", value, f"{name} is not a text", "")
        else:
            entries[name] = str(value.value)


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = process.extractOne(name, known, score_cutoff=60)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _problem(id_: str, node: yaml.Node | None, message: str, hint: str) -> Problem:
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)
    return Problem(id=id_, line=line, column=column, message=message, hint=hint)
