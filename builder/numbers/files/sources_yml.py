"""Reads sources.yml: for each set of data its origin, its calendar, whether it is made up, and its source.

Used by `load_data`, by the audit and by a refresh.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from pathlib import Path

import yaml

from builder.forbidden_characters import forbidden_in_value
from builder.numbers.files import csv_cells
from builder.numbers.sources.source import Source
from builder.problem import Failed, Problem
from builder.safe_path import path_fault
from builder.suggest import did_you_mean
from builder.vocabulary import ALL_SETS
from builder.yaml_syntax import ODD_LINE_ENDS, LoaderWithoutAliases, syntax_fault

_TEXT_KEYS = ("origin", "licence", "calendar", "fetcher", "from", "dates", "decimal", "since")
_LIST_KEYS = ("codes",)
_KEYS = (*_TEXT_KEYS, "freshness", "note", "synthetic", *_LIST_KEYS, "columns", "splits")
_FETCHER_KEYS = (
    "from",
    *_LIST_KEYS,
    "columns",
    "dates",
    "decimal",
    "since",
)  # mean nothing without a fetcher
_CHOICES = {"dates": ("day-first", "month-first", "year-first"), "decimal": ("comma", "point")}
_NO_FRESHNESS = "none"
_FRESHNESS = re.compile(r"\d{1,3}", re.ASCII)
_LARGEST = 1 << 18  # characters
_MOST_BRACKETS = 500  # PyYAML looks at every open bracket again at each word


@dataclass(frozen=True, kw_only=True)
class SetDeclaration:
    """What sources.yml says of a set."""

    origin: str = ""
    calendar: str = ""  # NAME of calendars/NAME.csv
    freshness: int | None = 1  # trading days that may pass without a new row; None for data that have ended
    synthetic: bool = False
    # Code -> day -> into how many units one became; 1: a jump is real. A refresh writes those of its source into the files.
    splits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    splits_line: int = 0
    source: Source | None = None  # where `briefings refresh` gets it

    def is_hand_kept(self, code: str) -> bool:
        """Whether no fetcher brings a history, so that its owner keeps its file."""
        return self.source is None or (
            self.source.named and code not in self.source.codes and self.source.codes != ("all",)
        )


def load(path: Path, problem_path: str, calendars: Collection[str] | None = None) -> dict[str, SetDeclaration]:
    """The declarations by the name of the set. Raises Failed with every entry that is wrong.

    `calendars` are the names of those that there are, e.g. "SSE"; None where a refresh may still bring some.
    """
    text = csv_cells.read_text(path, problem_path).translate(ODD_LINE_ENDS)
    if len(text) > _LARGEST:
        raise Failed([Problem(id="too-large", path=problem_path, message=f"more than {_LARGEST:,} characters")])
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        message = f"more than {_MOST_BRACKETS} brackets"
        raise Failed(
            [Problem(id="bad-value", path=problem_path, message=message, hint="nothing here is nested so deep")]
        )
    try:
        # Composed, not loaded: nodes know their lines. Aliases are refused, so that the nodes are no more than the text.
        root = yaml.compose(text, LoaderWithoutAliases)
    except yaml.YAMLError as error:
        fault = syntax_fault(error, text)
        raise Failed(
            [
                Problem(
                    id="bad-value",
                    path=problem_path,
                    line=fault.line + 1,
                    column=fault.column + 1,
                    message=fault.message,
                    hint=fault.hint,
                )
            ]
        ) from error
    except RecursionError:
        raise Failed([Problem(id="bad-value", path=problem_path, message="nested too deep")]) from None
    declarations: dict[str, SetDeclaration] = {}
    problems = list(_forbidden_characters(root)) or list(_read_sets(root, declarations, problem_path, calendars))
    if problems:
        raise Failed(replace(problem, path=problem_path) for problem in problems)
    return declarations


def _forbidden_characters(node: yaml.Node | None) -> Iterator[Problem]:
    """A problem for each key and value with a character that no text may hold: YAML's escapes can write any."""
    if isinstance(node, yaml.ScalarNode):
        mark = node.start_mark
        if problem := forbidden_in_value(str(node.value), line=mark.line + 1, column=mark.column + 1):
            yield problem
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _forbidden_characters(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _forbidden_characters(key)
            yield from _forbidden_characters(value)


def _read_sets(
    root: yaml.Node | None,
    declarations: dict[str, SetDeclaration],
    problem_path: str,
    calendars: Collection[str] | None,
) -> Iterator[Problem]:
    """Put the declaration of each set into `declarations`; yields what is wrong."""
    if not isinstance(root, yaml.MappingNode):
        yield _problem("bad-value", root, "expected sets of data and their keys", "e.g. nav: {origin: …}")
        return
    for key, value in root.value:
        set_name = _text(key)
        if set_name not in ALL_SETS:
            hint = did_you_mean(set_name, ALL_SETS, otherwise=f"there are {', '.join(ALL_SETS)}")
            yield _problem("unknown-key", key, f"no set of data is called {set_name}", hint)
        elif set_name in declarations:
            yield _problem("duplicate-key", key, f"{set_name} appears twice")
        elif not isinstance(value, yaml.MappingNode):
            yield _problem("bad-value", value, f"{set_name} has no keys", f"its keys are {', '.join(_KEYS)}")
        else:
            entries: dict[str, yaml.Node] = {}
            yield from _read_entries(value, entries)
            if (calendar := _text(entries.get("calendar"))) and calendars is not None and calendar not in calendars:
                there_are = f"there is {', '.join(sorted(calendars))}; " if calendars else ""
                hint = f"{there_are}without the key, Monday to Friday are trading days"
                yield _problem("bad-value", entries["calendar"], f"there is no calendars/{calendar}.csv", hint)
            freshness = _text(entries.get("freshness"))
            declarations[set_name] = SetDeclaration(
                origin=_text(entries.get("origin")),
                calendar=calendar,
                freshness=None if freshness == _NO_FRESHNESS else int(freshness or "1"),
                synthetic=_text(entries.get("synthetic")) == "true",
                splits=_splits(entries.get("splits")),
                splits_line=entries["splits"].start_mark.line + 1 if "splits" in entries else 0,
                source=_source(set_name, entries, problem_path, key.start_mark.line + 1),
            )


def _source(set_name: str, entries: dict[str, yaml.Node], problem_path: str, line: int) -> Source | None:
    if "fetcher" not in entries:
        return None
    columns = entries.get("columns")
    pairs = columns.value if isinstance(columns, yaml.MappingNode) else []
    return Source(
        set=set_name,
        fetcher=_text(entries["fetcher"]),
        location=_text(entries.get("from")),
        codes=_list(entries.get("codes")),
        named="codes" in entries,
        columns={_text(ours): _text(theirs) for ours, theirs in pairs},
        dates=_text(entries.get("dates")),
        decimal=_text(entries.get("decimal")),
        since=_text(entries.get("since")),
        calendar=_text(entries.get("calendar")),
        splits=_splits(entries.get("splits")),
        place=problem_path,
        lines={"": line, **{key: node.start_mark.line + 1 for key, node in entries.items()}},
    )


def _read_entries(declaration: yaml.MappingNode, entries: dict[str, yaml.Node]) -> Iterator[Problem]:
    """Put the right entries of a set into `entries`; yields what is wrong with the others."""
    for key_node, value in declaration.value:
        key = _text(key_node)
        if key == "hosts":
            hosts = ", ".join(_list(value)) or "…"
            hint = f"delete the key, and below `- briefings:` in mkdocs.yml write `refresh: {{hosts: [{hosts}]}}`"
            yield _problem("unknown-key", key_node, "hosts are allowed in mkdocs.yml, not beside the data", hint)
        elif key not in _KEYS:
            hint = did_you_mean(key, _KEYS, otherwise=f"there are {', '.join(_KEYS)}")
            yield _problem("unknown-key", key_node, f"no key is called {key}", hint)
        elif key in entries:
            yield _problem("duplicate-key", key_node, f"{key} appears twice")
        elif problem := _value_problem(key, value):
            yield problem
        else:
            entries[key] = value
    for key in _FETCHER_KEYS:
        if key in entries and "fetcher" not in entries:
            hint = "e.g. fetcher: file; without one nothing is fetched"
            yield _problem("missing-key", entries[key], f"{key} needs a fetcher", hint)
            return


def _value_problem(key: str, value: yaml.Node) -> Problem | None:
    text = _text(value)
    if key == "synthetic" and text not in ("true", "false"):
        return _problem("bad-value", value, "synthetic is neither true nor false", "write true where it is made up")
    if key == "freshness" and text != _NO_FRESHNESS and not _FRESHNESS.fullmatch(text):
        hint = f"e.g. 1, or {_NO_FRESHNESS} for data that have ended"
        return _problem("bad-value", value, "freshness is not a number of trading days", hint)
    if key in _TEXT_KEYS and not isinstance(value, yaml.ScalarNode):
        return _problem("bad-value", value, f"{key} is not a text")
    if key == "calendar" and ("/" in text or path_fault(text)):
        hint = "name a file below calendars/, e.g. SSE for calendars/SSE.csv"
        return _problem("bad-value", value, f"calendar is {text or 'nothing'}, not the name of a calendar", hint)
    if key in _LIST_KEYS and not _is_list(value):
        return _problem("bad-value", value, f"{key} is not a list of texts", f"e.g. {key}: [012733, 017853]")
    if key == "columns" and not _is_map(value):
        return _problem("bad-value", value, "columns is not a map of names", "e.g. columns: {nav: 单位净值}")
    if key == "splits" and (fault := _splits_fault(value)):
        hint = "e.g. splits: {163406: {2016-04-21: 2.612}}; 1 says that a jump is real"
        return _problem("bad-value", *fault, hint)
    if key in _CHOICES and text not in _CHOICES[key]:
        return _problem("bad-value", value, f"{key} is {text}", f"either {' or '.join(_CHOICES[key])}")
    if key == "since" and csv_cells.parse_day(text) is None:
        return _problem("bad-date", value, f"since is {text}, which is not a date", "e.g. since: 2015-01-01")
    return None


def _is_list(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return all(isinstance(item, yaml.ScalarNode) for item in node.value)
    return isinstance(node, yaml.ScalarNode)


def _is_map(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and all(
        isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode) for key, value in node.value
    )


def _splits_fault(node: yaml.Node) -> tuple[yaml.Node, str] | None:
    """Where `splits` is wrong, and what is; None where it is right."""
    if not isinstance(node, yaml.MappingNode) or not all(isinstance(code, yaml.ScalarNode) for code, _ in node.value):
        return node, "splits is not a map of codes to days and ratios"
    for code, days in node.value:
        if not _is_map(days):
            return days, f"the splits of {_text(code)} are not a map of days to ratios"
        for day, ratio in days.value:
            if csv_cells.parse_day(_text(day)) is None:
                return day, f"{_text(day) or 'nothing'} is not a date"
            if _ratio(ratio) <= 0:
                return ratio, f"{_text(ratio) or 'nothing'} is no ratio: one unit becomes more than 0"
    return None


def _splits(node: yaml.Node | None) -> dict[str, dict[str, float]]:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {_text(code): {_text(day): _ratio(ratio) for day, ratio in days.value} for code, days in pairs}


def _ratio(node: yaml.Node) -> float:
    """A split ratio; 0 where the text is none."""
    ratio = csv_cells.parse_number(_text(node))
    return ratio if ratio is not None and isfinite(ratio) else 0.0


def _list(node: yaml.Node | None) -> tuple[str, ...]:
    """The texts of a list, or the words of a text, each once, as they are written: a code keeps its zero."""
    if isinstance(node, yaml.SequenceNode):
        return tuple(dict.fromkeys(_text(item) for item in node.value))
    return tuple(dict.fromkeys(re.split(r"[\s,]+", _text(node)))) if _text(node) else ()


def _text(node: yaml.Node | None) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _problem(id_: str, node: yaml.Node | None, message: str, hint: str = "") -> Problem:
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)
    return Problem(id=id_, line=line, column=column, message=message, hint=hint)
