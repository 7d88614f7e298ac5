"""The text of a file in, what its front matter says out, with every fault at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from builder.problem import Problem
from builder.words import written_dates
from builder.words.marks.code_mask import TextPosition
from builder.words.yaml_nodes import YamlEntry, YamlNode, YamlReadError, duplicates, read

TEXTS = ("title", "summary", "series", "cover", "profile", "slug", "risk")
LISTS = ("authors", "topics", "funds", "corrections")
KEYS = (*TEXTS, *LISTS, "date", "as_of", "publish_at", "draft")
PROFILES = ("market-data",)
_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_SAMPLE = "begin the file with ---, title: …, date: …, ---"


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """What stands between the two lines of dashes, each value checked for its kind."""

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)  # key -> line, column, length of its value
    keys: Mapping[str, int] = field(default_factory=dict)  # key -> its line
    body: int = 0  # offset of the first character after it
    problems: tuple[Problem, ...] = ()


def front_matter(place: TextPosition, *, zone: str) -> FrontMatter:
    """What the front matter of a file says. Faults go to `problems`; a faulty value is absent from `values`."""
    opening = _OPEN.match(place.text)
    closing = _CLOSE.search(place.text, opening.end()) if opening else None
    if not opening or not closing:
        message = "the front matter is never closed" if opening else "the file does not begin with front matter"
        hint = "end it with a line of three dashes" if opening else _SAMPLE
        return FrontMatter(problems=(place.problem("front-matter", 0, 3, message, hint),))
    body = closing.end()
    try:
        root = read(place.text[opening.end() : closing.start()])
    except YamlReadError as error:
        return FrontMatter(problems=(_unreadable(place, error),), body=body)
    if root is None or root.kind != "mapping":
        message = "the front matter is empty" if root is None else "the front matter is not a list of `key: value`"
        return FrontMatter(problems=(place.problem("front-matter", 0, 3, message, _SAMPLE),), body=body)
    return _FrontMatterReader(place, zone).front_matter(
        [entry for entry in root.value if isinstance(entry, YamlEntry)], body
    )


class _FrontMatterReader:
    """One pass over the entries, which gathers values and problems."""

    def __init__(self, place: TextPosition, zone: str) -> None:
        self._place, self._zone = place, zone
        self._problems: list[Problem] = []
        self._values: dict[str, str] = {}
        self._lists: dict[str, tuple[str, ...]] = {}

    def front_matter(self, entries: list[YamlEntry], body: int) -> FrontMatter:
        for twice, first in duplicates(entries):
            message = f"{twice.key} stands here twice, first in line {first.line + 2}"
            self._wrong(twice, "duplicate-key", message, "keep one of them")
        keys: dict[str, YamlEntry] = {}
        for entry in entries:
            if entry.key in keys:
                continue
            keys[entry.key] = entry
            if entry.key in LISTS:
                self._list(entry)
            elif entry.key in KEYS:
                self._scalar(entry)
            else:
                message = f"{entry.key} means nothing here"
                self._wrong(entry, "unknown-key", message, _nearest(entry.key))
        return FrontMatter(
            values=self._values,
            lists=self._lists,
            places={
                key: (entry.value.line + 2, entry.value.column + 1, entry.value.length) for key, entry in keys.items()
            },
            keys={key: entry.line + 2 for key, entry in keys.items()},
            body=body,
            problems=tuple(self._problems),
        )

    def _wrong(self, at: YamlNode | YamlEntry, id_: str, message: str, hint: str = "") -> None:
        found = Problem(
            id=id_,
            path=self._place.path,
            line=at.line + 2,
            column=at.column + 1,
            length=max(1, at.length if isinstance(at, YamlNode) else len(at.key)),
            message=message,
            hint=hint,
        )
        self._problems.append(found)

    def _list(self, entry: YamlEntry) -> None:
        node, found = entry.value, []
        if node.kind != "list":
            if node.kind == "text" and node.value == "":
                return
            self._wrong(node, "bad-value", f"{entry.key} must be a list", f"write {entry.key}: [first, second]")
            return
        for item in node.value:
            if isinstance(item, YamlNode) and isinstance(item.value, str) and item.value.strip():
                found.append(item.value.strip())
            elif isinstance(item, YamlNode):
                self._wrong(
                    item, "bad-value", f"{entry.key} must be a list of texts", "put the text in quotation marks"
                )
        self._lists[entry.key] = tuple(dict.fromkeys(found))

    def _scalar(self, entry: YamlEntry) -> None:
        node = entry.value
        if not isinstance(node.value, str):
            hint = "put the text in quotation marks" if node.kind == "list" else ""
            self._wrong(node, "bad-value", f"{entry.key} must be a text, not a {node.kind}", hint)
            return
        value = node.value.strip() if entry.key == "risk" else " ".join(node.value.split())
        check = _CHECKS.get(entry.key)
        if check is None:
            self._values[entry.key] = value
            return
        try:
            self._values[entry.key] = check(value, self._zone)
        except ValueError:
            id_, message, hint = _fault(entry.key, value)
            self._wrong(node, id_, message, hint)


def _fault(key: str, value: str) -> tuple[str, str, str]:
    shown = value or "nothing"
    if key == "draft":
        return "bad-value", f"draft must be true or false, not {shown}", "write draft: true or draft: false"
    if key == "profile":
        return "bad-value", f"no profile is called {shown}", f"there is {', '.join(PROFILES)}"
    return "bad-date", f"{key}: {shown} is not a date", written_dates.hint(value)


def _draft(value: str, zone: str) -> str:
    if value not in ("true", "false"):
        raise ValueError(value)
    return value


def _profile(value: str, zone: str) -> str:
    if value and value not in PROFILES:
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
}


def _nearest(key: str) -> str:
    from rapidfuzz import process

    near = process.extractOne(key.lower().replace("-", "_"), KEYS, score_cutoff=65)
    return f"did you mean {near[0]}?" if near else f"known keys: {', '.join(sorted(KEYS))}"


def _unreadable(place: TextPosition, error: YamlReadError) -> Problem:
    return Problem(
        id="front-matter",
        path=place.path,
        line=error.line + 2,
        column=error.column + 1,
        message=error.message,
        hint=error.hint,
    )
