"""How many elements a browser draws of an SVG file that shows parts of itself again and again. Used by `svg_sanitiser`.

Twenty-five groups that each show the one before twice are 33 million rectangles: such a file of 1 KB stops a reader's browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MOST_DRAWN = 200_000
_ADDRESS = r"url\(\s*+[\"']?+#([^\s\"'()\\<>]++)"
_SHOWN = re.compile(_ADDRESS, re.IGNORECASE)
_FLAT = frozenset(("linearGradient", "radialGradient"))  # they take colours from each other, and show nothing
# Of a style sheet: a comment, an id that is shown, another address, a text, the end of something, or anything else.
_TOKEN = re.compile(
    rf"/\*.*?(?:\*/|\Z)|{_ADDRESS}[^)]*+\)?|url\([^)]*+\)?|\"[^\"\n\r\f]*+\"?|'[^'\n\r\f]*+'?|([;{{}}])|([^;{{}}/u\"']++|.)",
    re.IGNORECASE | re.DOTALL,
)
_COMBINATOR = re.compile(r"[\s>+~]+")
_NAME = re.compile(r"[.#]?[^.#]++")
_AT_RULE = re.compile(r"@(?!(?:media|supports)\b)", re.IGNORECASE)  # whose inner rules name no elements
ALL = ""  # what a rule names that may be for any element


class DrawnElements:
    """The elements of a drawing, and which others each shows: by `<use>`, or as a pattern, a mask, a marker or a filter."""

    def __init__(self) -> None:
        self._shows: list[list[int | str]] = []  # per element: its children, and the ids that it refers to
        self._names: list[tuple[str, ...]] = []  # per element: what rules may name it by, e.g. ("", "path", ".a", "#b")
        self._open: list[int] = []
        self._by_id: dict[str, int] = {}
        self._rules: list[_Rule] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins, with the attributes that the drawing keeps."""
        number = len(self._shows)
        if self._open:
            self._shows[self._open[-1]].append(number)
        references = [id_ for value in attributes.values() if "#" in value for id_ in _SHOWN.findall(value)]
        if name == "use":
            target = (attributes.get("href") or attributes.get("xlink:href") or "").strip()
            references += [target[1:]] if target.startswith("#") else []
        self._shows.append([*references])
        self._open.append(number)
        classes = {f".{word}" for word in attributes.get("class", "").split()}
        id_ = attributes.get("id", "")
        self._names.append((ALL, name, f"#{id_}", *sorted(classes)))
        if name not in _FLAT and id_:
            self._by_id.setdefault(id_, number)

    def end(self) -> None:
        """The last element that began ends."""
        self._open.pop()

    def add_sheet(self, sheet: str) -> None:
        """A style sheet of the drawing: what a rule refers to, the elements show that it names."""
        self._rules += _rules(sheet)

    def count(self) -> int:
        """How many elements are drawn, parts that are shown again counted each time; at most one more than `MOST_DRAWN`.

        What shows itself is not drawn: browsers leave it out.
        """
        shows = self._shown_by_each()
        if shows is None:
            return MOST_DRAWN + 1
        counts: dict[int, int] = {}
        underway: set[int] = set()
        pending = [0] if shows else []
        while pending:
            number = pending[-1]
            if number in counts:
                pending.pop()
                continue
            shown = [entry for entry in shows[number] if entry not in underway and entry != number]
            missing = [entry for entry in shown if entry not in counts]
            if missing:
                underway.add(number)
                pending += missing
            else:
                underway.discard(number)
                counts[number] = min(1 + sum(counts[entry] for entry in shown), MOST_DRAWN + 1)
                pending.pop()
        return counts.get(0, 0)

    def _shown_by_each(self) -> list[list[int]] | None:
        """What each element shows: its children, and what it or a rule that names it refers to. None where rules make that
        more than `MOST_DRAWN`."""
        by_id = self._by_id
        shown_by_rules: dict[str, list[list[int]]] = {}  # by what the rules name
        for rule in self._rules:
            shown = list({by_id[id_]: None for id_ in rule.ids if id_ in by_id})
            for name in rule.names if shown else ():
                shown_by_rules.setdefault(name, []).append(shown)
        shows = []
        total = 0
        for number, (own, names) in enumerate(zip(self._shows, self._names, strict=True)):
            shown = [by_id.get(entry, number) if isinstance(entry, str) else entry for entry in own]
            for by_rule in (by_rule for name in names for by_rule in shown_by_rules.get(name, ())):
                shown += by_rule
                total += len(by_rule)
                if total > MOST_DRAWN:
                    return None
            shows.append(shown)
        return shows


@dataclass(kw_only=True)
class _Rule:
    """A rule of a style sheet."""

    names: set[str]  # of each selector one name that its elements have: a tag, ".class" or "#id", or `ALL`
    is_odd: bool  # an at-rule whose inner rules name no elements, e.g. `@keyframes`, or within one
    ids: list[str] = field(default_factory=list)  # that it refers to


def _rules(sheet: str) -> Iterator[_Rule]:
    """The rules of a style sheet that refer to something."""
    rules: list[_Rule] = []  # that are open, each in the one before
    words: list[str] = []  # of a selector or a declaration that has not ended
    for match in _TOKEN.finditer(sheet):
        id_, end, word = match.groups()
        if id_ and rules:
            rules[-1].ids.append(id_)
            if words and words[0].lstrip().startswith("--"):  # a variable, whose value other elements may take
                rules[-1].names = {ALL}
        if word and (words or word.strip()):
            words.append(word)
        if end == "{":
            selectors = "".join(words).strip()
            is_odd = bool(_AT_RULE.match(selectors)) or bool(rules and rules[-1].is_odd)
            rules.append(_Rule(names={ALL} if is_odd else _named(selectors), is_odd=is_odd))
        elif end == "}" and rules:
            yield rules.pop()
        if end:
            words.clear()
    yield from rules


def _named(selectors: str) -> set[str]:
    """Of each selector one name that all its elements have, e.g. {".b", "rect"} of `.a > .b, rect:hover`."""
    if any(character in selectors for character in "([*&|@"):
        return {ALL}
    last = (_COMBINATOR.split(selector.strip())[-1].partition(":")[0] for selector in selectors.split(","))
    return {names[-1] if (names := _NAME.findall(compound)) else ALL for compound in last}
