"""A chart that an author writes out in, its slot out; its answers in, its specification with data, or what is wrong with it.

`vega-lite` blocks are JSON, checked when they are read; `altair` blocks are Python, run when their data are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.blocks.charts.chart_fence import KeyLocation, nearest
from builder.blocks.charts.chart_figure import Answers, Params, fail
from builder.blocks.charts.chart_params import ChartContext
from builder.blocks.charts.custom import datasets, json_positions, script_runner, vega_rules
from builder.blocks.charts.custom.datasets import CustomChartHead, Dataset
from builder.blocks.charts.custom.script_runner import Script, ScriptFailure
from builder.blocks.charts.custom.vega_rules import MOST_ROWS, VegaFault
from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.resolve_instrument import candidates
from builder.model import Mark
from builder.problem import Failed, Problem

UNTRUSTED = "this site runs no programs of authors"


@dataclass(frozen=True, kw_only=True)
class CustomChart:
    """A specification, and the tables that it is handed."""

    spec: dict[str, Any]
    tables: Mapping[str, list[dict[str, Any]]]

    def scene(self, height: int) -> dict[str, Any]:
        """As the process that draws takes it: only those tables that the specification names."""
        named = {name for name, _ in vega_rules.rows_of(self.spec)}
        used = {name: rows for name, rows in self.tables.items() if name in named}
        return {"kind": "written", "spec": self.spec, "tables": used, "height": height}


def params(mark: Mark, place: KeyLocation, context: ChartContext) -> dict[str, Any]:
    """What a block asks and draws. Raises Failed with all that is wrong in it, each at its line."""
    language, code, first = mark.params["language"], mark.params["code"], mark.params["code_line"]
    head = datasets.read(mark.params["spec"], place)
    problems = head if isinstance(head, list) else []
    spec: Any = None
    places: dict[json_positions.Path, tuple[int, int]] = {}
    if language == "altair" and not context.trusted_code:
        hint = "trusted_code: true in mkdocs.yml lets them run; or use a chart or vega-lite block"
        problems = [*problems, place.problem("", UNTRUSTED, hint)]
    if language == "vega-lite":
        try:
            spec, places = json_positions.read(code)
        except json_positions.JsonReadError as error:
            problems = [*problems, place.beyond(first + error.line, error.column + 1, error.message, error.hint)]
    if not isinstance(head, CustomChartHead) or problems:
        raise Failed(problems)
    head = _with_named(head, spec, context)
    found, wrong = datasets.params(head, place, context)
    problems = list(wrong)
    if spec is not None:
        for fault in vega_rules.faults(spec, datasets.columns(found)):
            line, column = json_positions.nearest(places, fault.path)
            problems.append(place.beyond(first + line, column + 1, fault.message, fault.hint))
    if problems:
        raise Failed(problems)
    return {"type": language, "code": code, "code_line": first, **found}


def _with_named(head: CustomChartHead, spec: Any, context: ChartContext) -> CustomChartHead:
    """Data that a specification names by a series, e.g. {"name": "012733 history 1y"}, as if the head declared them."""
    if not isinstance(spec, dict):
        return head
    inner = spec.get("datasets")
    known = {*head.data, *(inner if isinstance(inner, dict) else ())}
    added = {
        name: one
        for name, _ in vega_rules.rows_of(spec)
        if name and name not in known and (one := _named(name, context))
    }
    return head.model_copy(update={"data": {**head.data, **added}})


def _named(written: str, context: ChartContext) -> Dataset | None:
    series, *rest = written.split()
    if not candidates(series, context.directory):
        return None
    asked: dict[str, Any] = {"series": series}
    while rest:
        word = rest.pop(0)
        if word in ("from", "to") and rest:
            asked[word] = rest.pop(0)
        elif "measure" not in asked:
            asked["measure"] = word
        else:
            asked["window"] = word
    try:
        return Dataset.model_validate(asked)
    except ValueError:
        return None


def read(requests: Sequence[tuple[Params, Answers]]) -> list[CustomChart | Problem]:
    """The specification of each block with its data, in order; the programs among them run side by side."""
    tables = [datasets.tables(params, answers) for params, answers in requests]
    large = [_large(one) for one in tables]
    programs = [at for at, (params, _) in enumerate(requests) if params["type"] == "altair" and not large[at]]
    scripts = [Script(code=requests[at][0]["code"], tables=tables[at]) for at in programs]
    ran = dict(zip(programs, script_runner.run(scripts), strict=True)) if scripts else {}
    found: list[CustomChart | Problem] = []
    for at, (params, _) in enumerate(requests):
        if said := large[at]:
            found.append(said)
        elif at in ran:
            found.append(_left(ran[at], params, tables[at]))
        else:
            found.append(CustomChart(spec=json_positions.read(params["code"])[0], tables=tables[at]))
    return found


def _large(tables: Mapping[str, list[dict[str, Any]]]) -> Problem | None:
    rows = sum(len(one) for one in tables.values())
    if rows <= MOST_ROWS:
        return None
    hint = "fewer series, or a later from"
    return Problem(
        id="bad-fence", message=f"{rows:,} rows are more than a chart can show; at most {MOST_ROWS:,}", hint=hint
    )


def _left(
    left: dict[str, Any] | ScriptFailure, params: Params, tables: Mapping[str, list[dict[str, Any]]]
) -> CustomChart | Problem:
    """What a program left, if it may be drawn."""
    if isinstance(left, ScriptFailure):
        line = params["code_line"] + left.line - 1 if left.line else 0
        return Problem(id="bad-fence", line=line, column=1 if line else 0, message=left.reason)
    faults = vega_rules.faults(left, datasets.columns(params), most_inline=MOST_ROWS)
    if faults:
        return _told(faults[0])
    return CustomChart(spec=left, tables=tables)


def _told(fault: VegaFault) -> Problem:
    where = ".".join(str(part) for part in fault.path)
    return Problem(
        id="bad-fence", message=f"the chart at {where}: {fault.message}" if where else fault.message, hint=fault.hint
    )


def failure(params: Params, failed: DrawFailure) -> Problem:
    """What the schema or the renderer says against a specification, at its line where it was written as JSON."""
    if failed.at is None:
        return Problem(id="chart-failed", message=f"the chart could not be drawn: {failed.reason}")
    hint = nearest(failed.word, failed.known) if failed.known else ""
    if params["type"] != "vega-lite":
        return _told(VegaFault(path=failed.at, message=failed.reason, hint=hint))
    line, column = json_positions.nearest(json_positions.read(params["code"])[1], failed.at)
    return Problem(id="bad-fence", line=params["code_line"] + line, column=column + 1, message=failed.reason, hint=hint)


def rows(written: CustomChart) -> Iterator[dict[str, Any]]:
    """Every row that a chart draws, of all its sets of data in order. Raises Failed where it draws none."""
    found = False
    for name, held in vega_rules.rows_of(written.spec):
        for row in held or written.tables.get(name, []):
            found = True
            yield row
    if not found:
        raise fail("no-answer", "the chart has no data")
