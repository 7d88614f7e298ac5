"""What every block is made of: the functions it offers, what they are handed, and how a problem finds its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from builder.model import Answer, Ask, Directory, Fragment, Instrument, Mark, Measure, Page, Slot
from builder.problem import Failed, Problem
from builder.templating import Templates

Params: TypeAlias = Mapping[str, Any]
Answers: TypeAlias = Mapping[Ask, Answer]
Request: TypeAlias = tuple[Params, Answers]


@dataclass(frozen=True, kw_only=True)
class RenderTools:
    """What rendering may use besides the answers."""

    templates: Templates
    rising: str = "red"  # the colour of a gain: "red" or "green"
    cache_dir: Path | None = None
    vega: str = ""  # the site path of the module that runs charts with parameters; "" where there is none
    fonts: Path | None = None  # the folder of the pictures' font; None where no pictures are made


@dataclass(frozen=True, kw_only=True)
class ResolveContext:
    """What resolving a mark may look at."""

    page: Page
    directory: Directory
    measures: Mapping[str, Measure]
    addresses: Mapping[str, str]  # content path -> url, e.g. {"pages/about.md": "about/"}
    trusted_code: bool = False  # whether authors' Python may run
    # What was found of the page's groups of cashtags: group -> instrument's id -> its first card.
    cards: dict[int, dict[str, tuple[Mark, Instrument]]] = field(default_factory=dict)

    def fault(self, mark: Mark, id: str, message: str, *, hint: str = "", token: str = "", after: str = "") -> Problem:
        """A problem of this mark, pointing at the token it is about where the mark's text shows it."""
        line, column, length = spot(mark, token, after)
        return Problem(
            path=self.page.path, line=line, column=column, length=length, id=id, message=message, hint=hint
        )  # fmt: skip

    def placed(self, problem: Problem, mark: Mark, *, token: str = "", after: str = "") -> Problem:
        """A problem that knows no place yet, put at a token of this mark."""
        line, column, length = spot(mark, token, after)
        return replace(problem, path=self.page.path, line=line, column=column, length=length)

    def on_line(self, mark: Mark, key: str, id: str, message: str, *, hint: str = "") -> Problem:
        """A problem of one key of a fence, at that key's line."""
        lines = mark.params.get("lines") or {}
        line = lines.get(key, mark.line)
        return Problem(
            path=self.page.path, line=line, column=1, length=len(key) or 1, id=id, message=message, hint=hint
        )


def spot(mark: Mark, token: str, after: str = "") -> tuple[int, int, int]:
    """Line, column and length of a token in a mark, looked for behind another token; the whole mark if it is not there.

    An expression stands in braces, and a claim's words before them: they are passed over.
    """
    start = max(mark.text.find("{"), 0)
    if after and (found := mark.text.find(after, start)) >= 0:
        start = found + len(after)
    place = mark.text.find(token, start) if token else -1
    if place < 0:
        return mark.line, mark.column, mark.length
    before = mark.text[:place]
    if "\n" not in before:
        return mark.line, mark.column + place, len(token)
    return mark.line + before.count("\n"), place - before.rfind("\n"), len(token)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A kind of slot: the asks its parameters imply, how a batch of such slots becomes HTML, and, where authors place
    it, how their mark becomes a slot."""

    asks: Callable[[Params], tuple[Ask, ...]]
    render: Callable[[Sequence[Request], RenderTools], list[Fragment | Problem]]
    resolve: Callable[[Mark, ResolveContext], Slot] | None = None  # raises Failed with placed problems


def each(
    render: Callable[[Params, Answers, RenderTools], Fragment],
) -> Callable[[Sequence[Request], RenderTools], list[Any]]:
    """A function for one slot, made to take a batch. Raising Failed makes the slot's result its first problem."""

    def batch(requests: Sequence[Request], tools: RenderTools) -> list[Fragment | Problem]:
        return [_one(render, params, answers, tools) for params, answers in requests]

    return batch


def _one(
    render: Callable[[Params, Answers, RenderTools], Fragment], params: Params, answers: Answers, tools: RenderTools
) -> Fragment | Problem:
    try:
        return render(params, answers, tools)
    except Failed as failed:
        return failed.problems[0]


def no_asks(params: Params) -> tuple[Ask, ...]:
    """For blocks that show no number."""
    return ()
