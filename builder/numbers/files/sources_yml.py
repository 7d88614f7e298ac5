"""sources.yml in, what it declares of each set of data out: its origin, whether it is made up, and its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from builder.numbers.files import csv_cells
from builder.numbers.sources.source import Source
from builder.problem import Failed, Problem
from builder.vocabulary import ALL_SETS

_TEXTS = ("origin", "licence", "calendar", "fetcher", "from", "dates", "since")
_LISTS = ("codes", "hosts")
KEYS = (*_TEXTS, "freshness", "note", "synthetic", *_LISTS, "columns")
_DATES = ("day-first", "month-first")
_ENDED = "none"
_DAYS = re.compile(r"\d{1,3}", re.ASCII)
_LARGEST = 1 << 18  # characters


@dataclass(frozen=True, kw_only=True)
class SetDeclaration:
    """What sources.yml says of a set."""

    origin: str = ""
    calendar: str = ""  # calendars/NAME.csv
    freshness: int | None = 1  # trading days that may pass without a new row; None: it is not meant to go on
    synthetic: bool = False
    source: Source | None = None  # where `briefings refresh` gets it


def load(path: Path, place: str) -> dict[str, SetDeclaration]:
    """What is declared, by the name of the set. Raises Failed with every entry that is wrong."""
    text = csv_cells.text(csv_cells.content(path, place), place)
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
    found: dict[str, SetDeclaration] = {}
    problems = list(_sets(node, found, place))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    return found


def _sets(node: yaml.Node | None, found: dict[str, SetDeclaration], place: str) -> Iterator[Problem]:
    if not isinstance(node, yaml.MappingNode):
        yield _problem("bad-value", node, "expected a set of data and what is known of it", "e.g. nav: {origin: …}")
        return
    for key, value in node.value:
        name = str(key.value)
        if name not in ALL_SETS:
            yield _problem("unknown-key", key, f"no set of data is called {name}", _nearest(name, ALL_SETS))
        elif name in found:
            yield _problem("duplicate-key", key, f"{name} stands twice", "")
        elif not isinstance(value, yaml.MappingNode):
            yield _problem("bad-value", value, f"{name} holds no keys", f"its keys are {', '.join(KEYS)}")
        else:
            entries: dict[str, yaml.Node] = {}
            yield from _entries(value, entries)
            found[name] = SetDeclaration(
                origin=_text(entries.get("origin")),
                calendar=_text(entries.get("calendar")),
                freshness=_freshness(_text(entries.get("freshness"))),
                synthetic=_text(entries.get("synthetic")) == "true",
                source=_source(name, entries, place, key.start_mark.line + 1),
            )


def _source(name: str, entries: dict[str, yaml.Node], place: str, line: int) -> Source | None:
    if "fetcher" not in entries:
        return None
    columns = entries.get("columns")
    pairs = columns.value if isinstance(columns, yaml.MappingNode) else []
    return Source(
        set=name,
        fetcher=_text(entries["fetcher"]),
        location=_text(entries.get("from")),
        codes=_list(entries.get("codes")),
        named="codes" in entries,
        columns={_text(ours): _text(theirs) for ours, theirs in pairs},
        dates=_text(entries.get("dates")),
        hosts=_list(entries.get("hosts")),
        since=_text(entries.get("since")),
        place=place,
        lines={"": line, **{key: node.start_mark.line + 1 for key, node in entries.items()}},
    )


def _entries(node: yaml.MappingNode, entries: dict[str, yaml.Node]) -> Iterator[Problem]:
    for key, value in node.value:
        name = str(key.value)
        if name not in KEYS:
            yield _problem("unknown-key", key, f"no key is called {name}", _nearest(name, KEYS))
        elif name in entries:
            yield _problem("duplicate-key", key, f"{name} stands twice", "")
        elif name == "synthetic" and (not isinstance(value, yaml.ScalarNode) or value.value not in ("true", "false")):
            yield _problem("bad-value", value, "synthetic is neither true nor false", "write true where it is made up")
        elif name == "freshness" and str(value.value) != _ENDED and not _DAYS.fullmatch(str(value.value)):
            hint = f"e.g. 1, or {_ENDED} for data that are not meant to go on"
            yield _problem("bad-value", value, "freshness is no number of trading days", hint)
        elif name in _TEXTS and not isinstance(value, yaml.ScalarNode):
            yield _problem("bad-value", value, f"{name} is not a text", "")
        elif name in _LISTS and not _is_list(value):
            yield _problem("bad-value", value, f"{name} is not a list of texts", f"e.g. {name}: [012733, 017853]")
        elif name == "columns" and not _is_map(value):
            yield _problem("bad-value", value, "columns is not a list of names", "e.g. columns: {nav: 单位净值}")
        elif name == "dates" and value.value not in _DATES:
            yield _problem("bad-value", value, f"dates is {value.value}", f"either {' or '.join(_DATES)}")
        elif name == "since" and not _is_day(str(value.value)):
            yield _problem("bad-date", value, f"since is {value.value}, which is not a date", "e.g. since: 2015-01-01")
        else:
            entries[name] = value
    for name in ("from", *_LISTS, "columns", "dates", "since"):
        if name in entries and "fetcher" not in entries:
            hint = "e.g. fetcher: file; without one nothing is fetched"
            yield _problem("missing-key", entries[name], f"{name} stands without a fetcher", hint)
            return


def _freshness(written: str) -> int | None:
    return None if written == _ENDED else int(written or "1")


def _is_list(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(one, yaml.ScalarNode) for one in node.value)
    return isinstance(node, yaml.ScalarNode)


def _is_map(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and all(
        isinstance(one, yaml.ScalarNode) for pair in node.value for one in pair
    )


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _list(node: yaml.Node | None) -> tuple[str, ...]:
    """The texts of a list, each once; of a text, its words. As they are written: a code keeps its zero."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(dict.fromkeys(_text(one) for one in node.value))
    return tuple(dict.fromkeys(re.split(r"[\s,]+", _text(node)))) if _text(node) else ()


def _text(node: yaml.Node | None) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _nearest(name: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import process

    near = process.extractOne(name, known, score_cutoff=60)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _problem(id_: str, node: yaml.Node | None, message: str, hint: str) -> Problem:
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)
    return Problem(id=id_, line=line, column=column, message=message, hint=hint)
