"""Front matter: the keys at the head of a source file, each value checked. Used by `parse`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from builder.html_tokens import entity_in
from builder.language import LANGUAGES
from builder.model import unique
from builder.problem import Problem
from builder.suggest import did_you_mean
from builder.words import written_dates
from builder.words.marks.topic_marks import is_of_signs_alone
from builder.words.source_text import SourceText
from builder.words.yaml_nodes import YamlEntry, YamlNode, YamlReadError, duplicates, read

TEXTS = ("title", "summary", "series", "cover", "profile", "slug", "risk", "lang", "translation_of")
LISTS = ("authors", "topics", "funds", "corrections")
KEYS = (*TEXTS, *LISTS, "date", "as_of", "publish_at", "draft")
PROFILES = ("market-data",)
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_COLON = re.compile(rf"(?P<key>{'|'.join(KEYS)})[ \t]*(?P<sign>\uff1a|:(?=[^\s:]))")
_KEY = re.compile(rf"(?:{'|'.join(KEYS)})[ \t]*:")
_MARGIN = re.compile(r"[ \t]+(?=\S)")
_SAMPLE = "begin the file with ---, title: …, date: …, ---"


class ValuePosition(NamedTuple):
    """Where a value of the front matter is."""

    line: int  # 1-based, in the file
    column: int  # 1-based
    length: int


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """What stands between the two lines of dashes, each value checked for its kind. A wrong value is left out."""

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positions: Mapping[str, ValuePosition] = field(default_factory=dict)  # of the values, by key
    # Of the texts in lists, by key and text.
    entries: Mapping[str, Mapping[str, ValuePosition]] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)  # key -> its line
    body: int = 0  # offset of the first character after it
    problems: tuple[Problem, ...] = ()


def read_front_matter(source: SourceText, *, zone: str) -> FrontMatter:
    """The front matter of a file, with all that is wrong in it. `zone` is the time zone of times without an offset."""
    opening = _OPENING.match(source.text)
    closing = _CLOSING.search(source.text, opening.end()) if opening else None
    if not opening or not closing:
        message = "the front matter is never closed" if opening else "the file does not begin with front matter"
        hint = "end it with a line of three dashes" if opening else _SAMPLE
        return FrontMatter(problems=(source.problem("front-matter", 0, 3, message, hint),))
    body = closing.end()
    text, faults = _with_ordinary_signs(source.text[opening.end() : closing.start()])
    root = None
    try:
        root = read(text, faults)
    except YamlReadError as error:
        if all(fault.line != error.line for fault in faults):  # else it follows from what was told of its line
            faults.append(error)
    problems = [_fault_problem(source, fault) for fault in faults]
    if root is None or root.kind != "mapping":
        message = "the front matter is empty" if root is None else "the front matter is not a list of `key: value`"
        if not problems:
            problems.append(source.problem("front-matter", 0, 3, message, _SAMPLE))
        return FrontMatter(problems=tuple(problems), body=body)
    reader = _FrontMatterReader(source, zone, problems)
    return reader.front_matter([entry for entry in root.value if isinstance(entry, YamlEntry)], body)


def _with_ordinary_signs(text: str) -> tuple[str, list[YamlReadError]]:
    """The YAML with its colons and tabs as YAML wants them, so that the rest can be read; and each that was not so."""
    faults: list[YamlReadError] = []
    lines: list[str] = []
    for number, written in enumerate(text.split("\n")):
        line = written
        if match := _COLON.match(line):
            message = "a full-width colon behind a key" if match["sign"] != ":" else "no blank behind the colon"
            hint = f"write {match['key']}: {line[match.end() :].strip()[:40]}"
            faults.append(YamlReadError(number, match.start("sign"), message, hint))
            line = f"{match['key']}: {line[match.end() :]}"
        if (margin := _MARGIN.match(line)) and "\t" in margin[0]:
            message = "a tab: YAML indents with blanks only"
            faults.append(YamlReadError(number, line.index("\t"), message, "write blanks"))
            blanks = "" if _KEY.match(line, margin.end()) else margin[0].replace("\t", " ")
            line = blanks + line[margin.end() :]
        lines.append(line)
    return "\n".join(lines), faults


def _fault_problem(source: SourceText, fault: YamlReadError) -> Problem:
    id_ = fault.id or "front-matter"
    return _problem(source, id_, fault.line, fault.column, fault.length, fault.message, fault.hint)


class _FrontMatterReader:
    """Goes through the entries once and collects values and problems."""

    def __init__(self, source: SourceText, zone: str, problems: list[Problem]) -> None:
        self._source, self._zone, self._problems = source, zone, problems
        self._values: dict[str, str] = {}
        self._lists: dict[str, tuple[str, ...]] = {}
        self._entries: dict[str, dict[str, ValuePosition]] = {}

    def front_matter(self, entries: list[YamlEntry], body: int) -> FrontMatter:
        """What these entries say. `body` is the offset of the text after them."""
        for again, first in duplicates(entries):
            message = f"{again.key} is given twice, first in line {first.line + 2}"
            self._wrong(again, "duplicate-key", message, "keep one of them")
        entry_of: dict[str, YamlEntry] = {}
        for entry in entries:
            if entry.key in entry_of:
                continue
            entry_of[entry.key] = entry
            if entry.key in LISTS:
                self._read_list(entry)
            elif entry.key in KEYS:
                self._read_text(entry)
            else:
                self._wrong(entry, "unknown-key", f"{entry.key} means nothing here", _likely_key(entry.key))
        return FrontMatter(
            values=self._values,
            lists=self._lists,
            positions={key: _position(entry.value) for key, entry in entry_of.items()},
            entries=self._entries,
            keys={key: entry.line + 2 for key, entry in entry_of.items()},
            body=body,
            problems=tuple(self._problems),
        )

    def _wrong(self, node: YamlNode | YamlEntry, id_: str, message: str, hint: str = "") -> None:
        if isinstance(node, YamlNode) and node.doubtful:
            return
        length = max(1, node.length if isinstance(node, YamlNode) else len(node.key))
        self._problems.append(_problem(self._source, id_, node.line, node.column, length, message, hint))

    def _read_list(self, entry: YamlEntry) -> None:
        node = entry.value
        if node.kind != "list":
            if node.kind == "text" and node.value == "":
                return
            self._wrong(node, "bad-value", f"{entry.key} must be a list", f"write {entry.key}: [first, second]")
            return
        texts = []
        positions = self._entries.setdefault(entry.key, {})
        for item in node.value:
            if isinstance(item, YamlNode) and item.doubtful:
                continue
            if isinstance(item, YamlNode) and isinstance(item.value, str) and item.value.strip():
                texts.append(item.value.strip())
                positions.setdefault(texts[-1], _position(item))
                self._check_words(item, item.value)
                if entry.key == "topics" and is_of_signs_alone(item.value):
                    self._wrong(item, "bad-value", f"{item.value} is no topic", "a topic needs a letter or a digit")
            elif isinstance(item, YamlNode):
                self._wrong(
                    item, "bad-value", f"{entry.key} must be a list of texts", "put the text in quotation marks"
                )
        self._lists[entry.key] = unique(texts)

    def _read_text(self, entry: YamlEntry) -> None:
        node = entry.value
        if not isinstance(node.value, str):
            hint = "put the text in quotation marks" if node.kind == "list" else ""
            self._wrong(node, "bad-value", f"{entry.key} must be a text, not a {node.kind}", hint)
            return
        value = node.value.strip() if entry.key == "risk" else " ".join(node.value.split())
        self._check_words(node, value)
        check = _CHECKS.get(entry.key)
        if check is None:
            self._values[entry.key] = value
            return
        try:
            self._values[entry.key] = check(value, self._zone)
        except ValueError as error:
            id_, message, hint = _explanation(entry.key, value, str(error))
            self._wrong(node, id_, message, hint)

    def _check_words(self, node: YamlNode, value: str) -> None:
        """Readers see a value as it is written: only the text below is Markdown."""
        if entity := entity_in(value):
            message = f"{entity} stands for a sign in Markdown alone; readers would see it as it is written"
            self._wrong(node, "bad-value", message, f"write {unescape(value)}")


def _position(node: YamlNode) -> ValuePosition:
    return ValuePosition(node.line + 2, node.column + 1, node.length)


def _explanation(key: str, value: str, why: str) -> tuple[str, str, str]:
    """Id, message and hint of the problem with a value that failed its check."""
    shown = value or "nothing"
    if key == "draft":
        return "bad-value", f"draft must be true or false, not {shown}", "write draft: true or draft: false"
    if key == "profile":
        return "bad-value", f"no profile is called {shown}", f"there is {', '.join(PROFILES)}"
    if key == "lang":
        return "bad-value", f"no interface is in the language {shown}", f"there are {', '.join(LANGUAGES)}"
    message = f"{key}: {value} is not a date" + (f": {why}" if why else "") if value else f"{key} is empty"
    return "bad-date", message, written_dates.hint(value)


def _draft(value: str, zone: str) -> str:
    if value not in ("true", "false"):
        raise ValueError(value)
    return value


def _profile(value: str, zone: str) -> str:
    if value and value not in PROFILES:
        raise ValueError(value)
    return value


def _language(value: str, zone: str) -> str:
    if value and value not in LANGUAGES:
        raise ValueError(value)
    return value


def _publish_at(value: str, zone: str) -> str:
    return written_dates.moment(value if ":" in value else f"{written_dates.day(value)} 00:00", zone)


_CHECKS: Mapping[str, Callable[[str, str], str]] = {
    "date": written_dates.day_or_moment,
    "as_of": lambda value, zone: written_dates.day(value),
    "publish_at": _publish_at,
    "draft": _draft,
    "profile": _profile,
    "lang": _language,
}


def _likely_key(key: str) -> str:
    return did_you_mean(
        key.lower().replace("-", "_"), KEYS, otherwise=f"known keys: {', '.join(sorted(KEYS))}", cutoff=65
    )


def _problem(
    source: SourceText, id_: str, yaml_line: int, yaml_column: int, length: int, message: str, hint: str
) -> Problem:
    """A problem at a line and column of the YAML, which begins in the second line of the file."""
    line, column = yaml_line + 2, yaml_column + 1
    return Problem(id=id_, path=source.path, line=line, column=column, length=length, message=message, hint=hint)
