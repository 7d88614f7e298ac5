"""Charts that authors write as Vega-Lite or as Python with Altair: what a fence asks for, and the specification that is
drawn. The chart block uses it.

`vega-lite` fences are JSON, checked when they are read; `altair` fences are Python, run when their data are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from builder.blocks.block import Answers, ResolveContext
from builder.blocks.charts.chart_fence import KeyLocation, suggestion
from builder.blocks.charts.chart_kind import failed
from builder.blocks.charts.custom import datasets, json_positions, script_runner, vega_rules
from builder.blocks.charts.custom.datasets import CustomChartHead, Dataset, Table
from builder.blocks.charts.custom.script_runner import Script, ScriptFailure
from builder.blocks.charts.custom.vega_rules import MOST_ROWS, VegaFault
from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.resolve_instrument import candidates
from builder.language import current
from builder.model import Mark
from builder.problem import Failed, Problem
from builder.slot_params.charts import ChartParams, CustomChartParams

UNTRUSTED = "this site runs no programs of authors"


@dataclass(frozen=True, kw_only=True)
class CustomChart:
    """A specification, and the tables that it is handed."""

    spec: dict[str, Any]
    tables: Mapping[str, Table]

    def scene(self, height: int) -> dict[str, Any]:
        """As the process that draws takes it: only those tables that the specification names."""
        named = {name for name, _ in vega_rules.rows_of(self.spec)}
        used = {name: rows for name, rows in self.tables.items() if name in named}
        return {"kind": "written", "spec": self.spec, "tables": used, "height": height, "language": current()}


def params(mark: Mark, location: KeyLocation, context: ResolveContext) -> CustomChartParams:
    """What a fence with code asks for and draws. Raises Failed with all that is wrong in it, each at its line."""
    language, code, first = mark.params["language"], mark.params["code"], mark.params["code_line"]
    problems: list[Problem] = []
    head = CustomChartHead.model_validate({})
    try:
        head = datasets.read_head(mark.params["spec"], location)
    except Failed as invalid:
        problems += invalid.problems
    spec: Any = None
    positions: dict[json_positions.Path, tuple[int, int]] = {}
    if language == "altair" and not context.trusted_code:
        hint = "trusted_code: true in mkdocs.yml lets them run; or use a chart or vega-lite block"
        problems.append(location.problem("", UNTRUSTED, hint))
    if language == "vega-lite":
        try:
            spec, positions = json_positions.read(code)
        except json_positions.JsonReadError as error:
            problems.append(location.below(first + error.line, error.column + 1, error.message, error.hint))
    if problems:
        raise Failed(problems)
    asked, problems = datasets.params(_with_named(head, spec, context), location, context)
    if spec is not None:
        for fault in vega_rules.faults(spec, datasets.columns(asked)):
            line, column = json_positions.nearest(positions, fault.path)
            problems.append(location.below(first + line, column + 1, fault.message, fault.hint))
    if problems:
        raise Failed(problems)
    return CustomChartParams(
        type=language,
        code=code,
        code_line=first,
        data=asked.data,
        as_of=asked.as_of,
        alt=head.alt,
        title=head.title,
        height=head.height,
        sources=asked.sources,
    )


def _with_named(head: CustomChartHead, spec: Any, context: ResolveContext) -> CustomChartHead:
    """The head, as if it declared the data that a specification names by a series, e.g. {"name": "012733 history 1y"}."""
    if not isinstance(spec, dict):
        return head
    inner = spec.get("datasets")
    known = {*head.data, *(inner if isinstance(inner, dict) else ())}
    added = {
        name: dataset
        for name, _ in vega_rules.rows_of(spec)
        if name and name not in known and (dataset := _named(name, context))
    }
    return head.model_copy(update={"data": {**head.data, **added}})


def _named(written: str, context: ResolveContext) -> Dataset | None:
    series, *rest = written.split()
    if not candidates(series, context.directory):
        return None
    keys: dict[str, Any] = {"series": series}
    while rest:
        word = rest.pop(0)
        if word in ("from", "to") and rest:
            keys[word] = rest.pop(0)
        elif "measure" not in keys:
            keys["measure"] = word
        else:
            keys["window"] = word
    try:
        return Dataset.model_validate(keys)
    except ValueError:
        return None


def read(
    requests: Sequence[tuple[CustomChartParams, Answers]], *, unconfined_code: bool = False
) -> list[CustomChart | Problem]:
    """The specification of each chart with its data, in order; the programs among them run side by side."""
    tables = [datasets.tables(params, answers) for params, answers in requests]
    too_large = [_too_large(handed) for handed in tables]
    programs = [index for index, (params, _) in enumerate(requests) if params.type == "altair" and not too_large[index]]
    scripts = [Script(code=requests[index][0].code, tables=tables[index]) for index in programs]
    ran = script_runner.run(scripts, unconfined=unconfined_code) if scripts else []
    results = dict(zip(programs, ran, strict=True))
    charts: list[CustomChart | Problem] = []
    for index, (params, _) in enumerate(requests):
        if problem := too_large[index]:
            charts.append(problem)
        elif index in results:
            charts.append(_of_program(results[index], params, tables[index]))
        else:
            charts.append(_of_json(params, tables[index]))
    return charts


def _of_json(params: CustomChartParams, tables: Mapping[str, Table]) -> CustomChart | Problem:
    """The chart of a specification that was checked when it was read; what its data must not be is known only now."""
    spec, positions = json_positions.read(params.code)
    fault = vega_rules.log_fault(spec, tables)
    if fault is None:
        return CustomChart(spec=spec, tables=tables)
    line, column = json_positions.nearest(positions, fault.path)
    return replace(_problem(fault), line=params.code_line + line, column=column + 1, message=fault.message)


def _too_large(tables: Mapping[str, Table]) -> Problem | None:
    rows = sum(len(table) for table in tables.values())
    if rows <= MOST_ROWS:
        return None
    message = f"{rows:,} rows are more than a chart can show; at most {MOST_ROWS:,}"
    return Problem(id="bad-fence", message=message, hint="fewer series, or a later from")


def _of_program(
    result: dict[str, Any] | ScriptFailure, params: CustomChartParams, tables: Mapping[str, Table]
) -> CustomChart | Problem:
    """The chart that a program leaves, if it may be drawn."""
    if isinstance(result, ScriptFailure):
        line = params.code_line + result.line - 1 if result.line else 0
        return Problem(id="bad-fence", line=line, column=1 if line else 0, message=result.reason)
    faults = vega_rules.faults(result, datasets.columns(params), most_inline=MOST_ROWS)
    fault = faults[0] if faults else vega_rules.log_fault(result, tables)
    return _problem(fault) if fault else CustomChart(spec=result, tables=tables)


def _problem(fault: VegaFault) -> Problem:
    where = ".".join(str(step) for step in fault.path)
    message = f"the chart at {where}: {fault.message}" if where else fault.message
    return Problem(id="bad-fence", message=message, hint=fault.hint)


def failure(params: ChartParams, failed: DrawFailure) -> Problem:
    """Why a chart could not be drawn, at its line where the schema finds a fault in JSON that an author wrote."""
    if failed.path is None:
        hint = "ask for fewer rows, steps, bins or ticks" if failed.is_over_limit else ""
        return Problem(id="chart-failed", message=f"the chart could not be drawn: {failed.reason}", hint=hint)
    hint = suggestion(failed.word, failed.known) if failed.known else ""
    if not isinstance(params, CustomChartParams) or params.type != "vega-lite":
        return _problem(VegaFault(path=failed.path, message=failed.reason, hint=hint))
    line, column = json_positions.nearest(json_positions.read(params.code)[1], failed.path)
    return Problem(id="bad-fence", line=params.code_line + line, column=column + 1, message=failed.reason, hint=hint)


def rows(chart: CustomChart) -> Iterator[dict[str, Any]]:
    """Every row that a chart draws, of all its sets of data in order. Raises Failed where it draws none."""
    is_empty = True
    for name, inline in vega_rules.rows_of(chart.spec):
        for row in inline or chart.tables.get(name, []):
            is_empty = False
            yield row
    if is_empty:
        raise failed("no-answer", "the chart has no data")
