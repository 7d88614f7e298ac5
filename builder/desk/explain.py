"""A page's name in, what it is made of out: its source, its shell, and for every hole the question and the data's answer.

Of each number: the file and lines of the rows that it starts from and ends with, its formula, and the digest of all that
it can depend on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from builder import blocks, numbers
from builder.build import publication
from builder.build.fragments import SlotRequest
from builder.build.inputs import Inputs
from builder.build.render_plan import FileToFill, RenderPlan
from builder.build.run import BuildRun
from builder.cache.store import Store
from builder.model import Answer, Ask
from builder.output.publish import SiteFolder
from builder.problem import Failed, Problem
from builder.settings import settings


def why(config: Path, name: str, *, now: datetime, workers: int) -> list[str]:
    """Lines that account for one page. Raises Failed where the site has problems or no such page."""
    chosen = settings.read_settings(config)
    with Store(chosen.cache_dir) as store:
        river = BuildRun(chosen, Inputs.read(chosen), store, now, workers, lambda stage: None)
        try:
            parts = river.parts(SiteFolder(chosen.cache_dir / "nowhere", chosen.cache_dir / "nowhere.json"))
            if parts is None:
                raise Failed(publication.sort_problems(river.problems))
            part = _find(parts, name, chosen.content)
            lines = [part.path, f"  source    {part.sheet.source or '(generated)'}", f"  shell     {part.sheet.shell}"]
            rows = _rows(part, river)
            for hole, wanted in part.slots.items():
                lines += _slot(hole, wanted, parts.fragments[wanted.id]["digest"], river, rows)
            return lines
        finally:
            river.close()


def _find(parts: RenderPlan, name: str, content: str) -> FileToFill:
    wanted = PurePosixPath(name.removeprefix("./")).as_posix().strip("/")
    wanted = "" if wanted == "." else wanted
    for part in parts.todo:
        address, source = part.path.removesuffix("index.html").strip("/"), part.sheet.source
        names = {part.path, address, f"site/{part.path}", f"site/{address}".rstrip("/")}
        if source:  # a generated page has none, and is not what an empty name means
            names |= {source, source.removeprefix(f"{content}/")}
        if wanted in names:
            return part
    from rapidfuzz import process

    near = process.extractOne(wanted, [part.path for part in parts.todo], score_cutoff=50)
    hint = f"did you mean {near[0]}?" if near else ""
    raise Failed([Problem(id="bad-link", path=name, message="the site has no such page", hint=hint)])


def _rows(part: FileToFill, river: BuildRun) -> dict[str, dict[str, str]]:
    """For each series the place of every row that a number of the page starts from or ends with."""
    dates: dict[str, set[str]] = {}
    for ask in (ask for one in part.slots.values() for ask in blocks.asks(one.slot)):
        answer = river.data.answer(ask)
        dates.setdefault(ask.series, set()).update((answer.start, answer.end))
    settings = river.settings
    place = f"{settings.content}/{settings.options.data}"
    return {one: numbers.row_locations(settings.data_dir, one, days, problem_path=place) for one, days in dates.items()}


def _slot(
    hole: str, wanted: SlotRequest, fragment: str, river: BuildRun, rows: Mapping[str, Mapping[str, str]]
) -> list[str]:
    place = f" at line {wanted.line}" if wanted.line else ""
    lines = [f"  {hole}: {wanted.block}{place}  fragment {fragment}"]
    return lines + [line for ask in blocks.asks(wanted.slot) for line in _number(ask, river, rows[ask.series])]


def _number(ask: Ask, river: BuildRun, rows: Mapping[str, str]) -> list[str]:
    answer, measure = river.data.answer(ask), numbers.vocabulary()[ask.measure]
    lines = [f"      {_ask(ask)} = {_answer(answer)}"]
    if measure.unit in ("text", "money"):
        return lines
    dates = dict.fromkeys((answer.start, answer.end))
    lines += [f"          row      {rows[on]} ({on})" for on in dates if on in rows]
    return [
        *lines,
        f"          formula  {measure.formula}",
        f"          digest   {river.data.scope_digest(ask.series, ask.as_of)}",
    ]


def _ask(ask: Ask) -> str:
    dates = [f"{word} {value}" for word, value in (("from", ask.start), ("to", ask.end)) if value]
    cut_off = f"as of {ask.as_of}" if ask.as_of else "live"
    return " ".join(part for part in (ask.series, ask.measure, ask.window, *dates, cut_off) if part)


def _answer(answer: Answer) -> str:
    value = f"{len(answer.points)} points" if answer.points else "--" if answer.value is None else repr(answer.value)
    dates = f" ({answer.start} to {answer.end})" if answer.start else f" ({answer.end})" if answer.end else ""
    return value + dates + (f" {answer.note}" if answer.note else "") + (" synthetic" if answer.synthetic else "")
