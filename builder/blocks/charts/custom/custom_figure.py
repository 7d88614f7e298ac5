"""A written chart's rows and answers in, the figure around its drawing out: table, sentence, origins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builder.blocks.charts import chart_sentences
from builder.blocks.charts.chart_columns import SHARES
from builder.blocks.charts.chart_figure import Answers, ChartFigure, Origin, Params, name_ask
from builder.blocks.charts.custom import custom_chart, datasets
from builder.blocks.charts.custom.custom_chart import CustomChart
from builder.blocks.charts.custom.vega_rules import rows_of
from builder.blocks.charts.kinds import grid, lines

Row = dict[str, Any]
_PLAIN: Mapping[str, Any] = {"benchmark": "", "rebase": "", "annotate": [], "label": "", "columns": [], "height": 0}


def figure(params: Params, answers: Answers, written: CustomChart) -> ChartFigure:
    """The chart, complete but for its drawing. Raises Failed with one unplaced problem where there are no data."""
    scene = written.scene(params["height"])
    one = _handed(params, written)
    if one is not None:
        kind = _kind(one)
        plain = {**params, **_PLAIN, "type": kind, "series": one["series"]}
        if kind == "table":
            plain |= {"columns": one["columns"], "measure": one["columns"][0]["measure"], "window": ""}
        else:
            plain |= {key: one["columns"][0][key] for key in ("measure", "window", "start", "end")}
        make = {"table": grid.table, "allocation": grid.shares}.get(kind, lines.figure)
        return replace(make(plain, answers), scene=scene, legend=(), unit_note="")
    return _own(params, answers, list(custom_chart.rows(written)), scene)


def _handed(params: Params, written: CustomChart) -> Mapping[str, Any] | None:
    """The one table that a chart draws, where it draws it as it was handed."""
    drawn = list(rows_of(written.spec))
    if len(drawn) != 1:
        return None
    name, rows = drawn[0]
    for one in params["data"]:
        if (not rows and name == one["name"]) or rows == written.tables[one["name"]]:
            return one if _kind(one) else None
    return None


def _kind(one: Mapping[str, Any]) -> str:
    """Which of the site's own kinds of chart has the same table; "" for none."""
    measures = {column["measure"] for column in one["columns"]}
    if measures & set(datasets.HISTORIES):
        return ("rolling" if "rolling-return" in measures else "line") if len(one["columns"]) == 1 else ""
    if measures & set(SHARES):
        return "allocation" if len(one["columns"]) == len(one["series"]) == 1 else ""
    return "table"


def _own(params: Params, answers: Answers, rows: list[Row], scene: Mapping[str, Any]) -> ChartFigure:
    """Rows that the author gave or computed: texts as the first cell of a line, numbers as the others."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    numeric = [key for key in keys if _is_numeric([row.get(key) for row in rows])]
    texts = [key for key in keys if key not in numeric]
    table = tuple(
        (
            " · ".join(_text(row[key]) for key in texts if row.get(key) not in (None, "")),
            tuple(_number(row.get(key)) for key in numeric),
        )
        for row in rows
    )

    def origin(row: int, column: int, first: str) -> Origin:
        cells = rows[row]
        if numeric[column] != "value" or "series" not in cells or "measure" not in cells:
            return {}
        end = str(cells.get("to") or cells.get("date") or "")[:10]
        return {
            "series": str(cells["series"]),
            "measure": str(cells["measure"]),
            "start": str(cells.get("from") or ""),
            "end": end,
        }

    asked = [answers[ask] for ask in datasets.asks(params)]
    series = [(each, one) for one in params["data"] for each in one["series"]]
    ends = [
        (
            str(answers[name_ask(params, each)].value or each),
            max(answers[datasets.ask(params, each, column)].end for column in one["columns"]),
        )
        for each, one in series
    ]
    return ChartFigure(
        scene=scene,
        head=("、".join(texts) or "行", *numeric),
        rows=table,
        unit="plain",
        measure="",
        origin=origin,
        takeaway=chart_sentences.of_rows(numeric, table),
        through=chart_sentences.through(ends) if ends else "数据由作者给出",
        synthetic=any(answer.synthetic for answer in asked),
    )


def _is_numeric(values: list[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    text = str(value)
    return text[:10] if text[10:] in ("T00:00:00", "T00:00:00.000000") else text
