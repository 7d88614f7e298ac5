"""What every block is made of: how it asks and renders, what it is handed, and where its problems point. For `blocks/*`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from builder.link_target import Anchors
from builder.model import Answer, Ask, Directory, Fragment, Instrument, Mark, Measure, Page, SlotParams
from builder.problem import Failed, Problem
from builder.templating import Templates

P = TypeVar("P", bound=SlotParams)
Answers: TypeAlias = Mapping[Ask, Answer]


@dataclass(frozen=True, kw_only=True)
class RenderTools:
    """What rendering may use besides the answers."""

    templates: Templates
    rising: str = "red"  # the colour of a gain: "red" or "green"
    cache_dir: Path | None = None
    vega: str = ""  # the site path of the module that runs charts with parameters; "" where there is none
    unconfined_code: bool = False  # whether authors' Python may run where the kernel cannot confine it
    fonts: Path | None = None  # the folder of the pictures' font; None where no pictures are made


@dataclass(frozen=True, kw_only=True)
class Block(Generic[P]):
    """A kind of slot: the class of its parameters, the questions that they imply, and how a batch of such slots becomes
    HTML. Fragments and problems come in the order of the requests."""

    params: type[P]
    asks: Callable[[P], tuple[Ask, ...]]
    render: Callable[[Sequence[tuple[P, Answers]], RenderTools], list[Fragment | Problem]]


def one_by_one(
    render: Callable[[P, Answers, RenderTools], Fragment],
) -> Callable[[Sequence[tuple[P, Answers]], RenderTools], list[Fragment | Problem]]:
    """A batch function from a function for one slot. Where that raises Failed, the slot's result is the first problem."""

    def render_or_problem(params: P, answers: Answers, tools: RenderTools) -> Fragment | Problem:
        try:
            return render(params, answers, tools)
        except Failed as failed:
            return failed.problems[0]

    def render_batch(requests: Sequence[tuple[P, Answers]], tools: RenderTools) -> list[Fragment | Problem]:
        return [render_or_problem(params, answers, tools) for params, answers in requests]

    return render_batch


def no_asks(params: SlotParams) -> tuple[Ask, ...]:
    """For blocks that show no number."""
    return ()


def lazy_block(params: type[P], module: str) -> Block[P]:
    """A block whose module is imported at its first use, e.g. lazy_block(ChartParams, "builder.blocks.charts.chart_block").

    The code for charts is large, and charts of briefings are frozen: most refreshes draw none.
    """

    def block() -> Block[P]:
        loaded: Block[P] = import_module(module).BLOCK
        return loaded

    return Block(
        params=params,
        asks=lambda params: block().asks(params),
        render=lambda requests, tools: block().render(requests, tools),
    )


@dataclass(frozen=True, kw_only=True)
class ResolveContext:
    """What resolving a mark may look at."""

    page: Page
    directory: Directory
    measures: Mapping[str, Measure]
    addresses: Mapping[str, str]  # content path -> url, e.g. {"pages/about.md": "about/"}
    anchors: Mapping[str, Anchors] = field(default_factory=dict)  # path or address of a page -> its places
    trusted_code: bool = False  # whether authors' Python may run
    # What is known of the page's groups of cashtags: group -> instrument's id -> its first card.
    cards: dict[int, dict[str, tuple[Mark, Instrument]]] = field(default_factory=dict)

    def fault(self, mark: Mark, id: str, message: str, *, hint: str = "", token: str = "", after: str = "") -> Problem:
        """A problem of this mark that points at the word `token`, behind the word `after`, where the mark has it."""
        return self.placed(Problem(id=id, message=message, hint=hint), mark, token=token, after=after)

    def placed(self, problem: Problem, mark: Mark, *, token: str = "", after: str = "") -> Problem:
        """A problem without a place, put at a word of this mark."""
        line, column, length = token_location(mark, token, after)
        return replace(problem, path=self.page.path, line=line, column=column, length=length)

    def on_line(self, mark: Mark, key: str, id: str, message: str, *, hint: str = "") -> Problem:
        """A problem of one key of a fence, at that key's line."""
        lines = mark.params.get("lines") or {}
        line = lines.get(key, mark.line)
        return Problem(
            path=self.page.path, line=line, column=1, length=len(key) or 1, id=id, message=message, hint=hint
        )  # fmt: skip


def token_location(mark: Mark, token: str, after: str = "") -> tuple[int, int, int]:
    """Line, column and length of a word in a mark, behind the word `after`; of the whole mark where it has no such word.

    An expression is in braces. A claim's words, which come before them, are not searched.
    """
    start = max(mark.text.find("{"), 0)
    if after and (offset := mark.text.find(after, start)) >= 0:
        start = offset + len(after)
    offset = mark.text.find(token, start) if token else -1
    if offset < 0:
        return mark.line, mark.column, mark.length
    before = mark.text[:offset]
    if "\n" not in before:
        return mark.line, mark.column + offset, len(token)
    return mark.line + before.count("\n"), offset - before.rfind("\n"), len(token)
