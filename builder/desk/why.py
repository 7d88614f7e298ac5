"""Explains what a page is made of, for `briefings why`: its source, its shell, and the question and answer of every hole.

For each number it names the rows that the number is computed from, the formula, and the digest of all data that can change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from builder import blocks, numbers
from builder.cache.store import with_sound_store
from builder.model import Answer, Ask
from builder.numbers.files.row_location import WrittenRows
from builder.problem import Failed, Problem
from builder.settings.settings import read_settings
from builder.site_build.build_run import BuildRun, open_run
from builder.site_build.site_plan import PlannedFile
from builder.site_build.slot_requests import Requests, SlotRequest
from builder.site_build.steps import check_whole_site
from builder.suggest import did_you_mean


@with_sound_store
def explain(config: Path, page: str, *, now: datetime, workers: int) -> list[str]:
    """The lines that explain a page. Raises Failed if the site has problems or no such page.

    `page` is a source file, a file of the site, or an address, e.g. "briefings/sora/".
    """
    settings = read_settings(config)
    with open_run(settings, now=now, workers=workers) as run:
        rendered = check_whole_site(run)
        files = rendered.rendering.plan.files
        path = _find(files, page, settings.content)
        lines = [path, f"  source    {files[path].source or '(generated)'}", f"  shell     {files[path].shell}"]
        requests = rendered.requests[path]
        rows = _rows(requests, run)
        for hole, request in requests.items():
            lines += _hole_lines(hole, request, rendered.fragments[request.id].digest, run, rows)
        return lines


def _find(files: Mapping[str, PlannedFile], page: str, content: str) -> str:
    """The path of the file that has this source, path or address."""
    wanted = PurePosixPath(page.removeprefix("./")).as_posix().strip("/")
    wanted = "" if wanted == "." else wanted
    for path, file in files.items():
        address, source = path.removesuffix("index.html").strip("/"), file.source
        names = {path, address, f"site/{path}", f"site/{address}".rstrip("/")}
        if source:  # that of a generated page is empty, as is the address of the home page
            names |= {source, source.removeprefix(f"{content}/")}
        if wanted in names:
            return path
    hint = did_you_mean(wanted, files, cutoff=50)
    raise Failed([Problem(id="bad-link", path=page, message="the site has no such page", hint=hint)])


def _rows(requests: Requests, run: BuildRun) -> WrittenRows:
    """The rows that the numbers of the page are computed from, by series and date."""
    dates: dict[str, set[str]] = {}
    for ask in (ask for request in requests.values() for ask in blocks.asks(request.slot)):
        answer = run.data.answer(ask)
        dates.setdefault(ask.series, set()).update((answer.start, answer.end))
    return numbers.written_rows(run.settings.data_dir, dates, problem_path=run.settings.data_path)


def _hole_lines(hole: str, request: SlotRequest, fragment: str, run: BuildRun, rows: WrittenRows) -> list[str]:
    place = f" at line {request.line}" if request.line else ""
    lines = [f"  {hole}: {request.block}{place}  fragment {fragment}"]
    return lines + [line for ask in blocks.asks(request.slot) for line in _answer_lines(ask, run, rows)]


def _answer_lines(ask: Ask, run: BuildRun, rows: WrittenRows) -> list[str]:
    answer, measure = run.data.answer(ask), numbers.measures_by_name()[ask.measure]
    lines = [f"      {_ask_text(ask)} = {_answer_text(answer)}"]
    if measure.unit in ("text", "money"):
        return lines
    for date in dict.fromkeys((answer.start, answer.end)):
        versions = [row for row in rows.get((ask.series, date), ()) if row.known_on <= ask.as_of or not ask.as_of]
        lines += [f"          row      {row.location} ({date})" for row in versions[-1:]]
    return [
        *lines,
        f"          formula  {measure.formula}",
        f"          digest   {run.data.scope_digest(ask.series, ask.as_of)}",
    ]


def _ask_text(ask: Ask) -> str:
    dates = [f"{word} {date}" for word, date in (("from", ask.start), ("to", ask.end)) if date]
    cut_off = f"as of {ask.as_of}" if ask.as_of else "live"
    return " ".join(word for word in (ask.series, ask.measure, ask.window, *dates, cut_off) if word)


def _answer_text(answer: Answer) -> str:
    value = f"{len(answer.points)} points" if answer.points else "--" if answer.value is None else repr(answer.value)
    dates = f" ({answer.start} to {answer.end})" if answer.start else f" ({answer.end})" if answer.end else ""
    return value + dates + (f" {answer.note}" if answer.note else "") + (" synthetic" if answer.synthetic else "")
