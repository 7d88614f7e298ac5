"""What is wrong in a page's Markdown, noted by the rules of the syntax while they read it. Used by all of `syntax`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from markdown_it.rules_inline import StateInline

LINE = "line"  # in the environment of a parse: the first line of the block whose words are read
_FAULTS = "faults"
MOST = 50  # of one page: to find the line of each takes time


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong, in a line of the Markdown."""

    line: int  # of the Markdown, from 0
    words: str  # the words of this line, as the rule sees them
    offset: int  # of what is wrong, in `words`
    length: int
    id: str
    message: str
    hint: str


def note(env: MutableMapping[str, Any], line: int, wrong: str, id_: str, message: str, hint: str) -> None:
    """Note that the words `wrong` are wrong in this line of the Markdown."""
    first = wrong.split("\n", 1)[0]
    add(env, Fault(line=line, words=first, offset=0, length=len(first), id=id_, message=message, hint=hint))


def note_inline(state: StateInline, start: int, end: int, id_: str, message: str, hint: str) -> None:
    """Note that state.src[start:end] is wrong. What a link's text holds is read twice: it is noted once."""
    if not is_full(state.env):
        add(state.env, inline_fault(state, start, end, id_, message, hint))


def inline_fault(state: StateInline, start: int, end: int, id_: str, message: str, hint: str) -> Fault:
    """That state.src[start:end] is wrong, for a rule that knows only at the end of the page whether it is."""
    line_start = state.src.rfind("\n", 0, start) + 1
    line_end = state.src.find("\n", start)
    line_end = len(state.src) if line_end < 0 else line_end
    return Fault(
        line=state.env[LINE] + state.src.count("\n", 0, start),
        words=state.src[line_start:line_end],
        offset=start - line_start,
        length=max(1, min(end, line_end) - start),
        id=id_,
        message=message,
        hint=hint,
    )


def is_full(env: Mapping[str, Any]) -> bool:
    """Whether so much is wrong that no more is noted."""
    return len(faults(env)) >= MOST


def add(env: MutableMapping[str, Any], fault: Fault) -> None:
    """Add a fault, once, unless there are too many already."""
    if len(noted := env.setdefault(_FAULTS, {})) < MOST:
        noted[fault] = None


def faults(env: Mapping[str, Any]) -> Collection[Fault]:
    """All that was noted."""
    noted: dict[Fault, None] = env.get(_FAULTS, {})
    return noted
