"""The figure around a custom chart's drawing: its table, sentence and the origin of each number. The chart block uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import ChartFigure, Origin, Rows, name_ask, through
from builder.blocks.charts.custom import custom_chart, datasets
from builder.blocks.charts.custom.custom_chart import CustomChart
from builder.blocks.charts.custom.vega_rules import rows_of
from builder.blocks.charts.kinds import KINDS
from builder.blocks.charts.measure_column import SHARES
from builder.blocks.wording import value_text
from builder.language import translate
from builder.slot_params.charts import ChartDataset, CustomChartParams, StandardChartParams

Row = dict[str, Any]


def figure(params: CustomChartParams, answers: Answers, chart: CustomChart) -> ChartFigure:
    """The chart, complete but for its drawing. Raises Failed with one unplaced problem where there are no data."""
    scene = chart.scene(params.height)
    dataset = _drawn_as_handed(params, chart)
    if dataset is None:
        return _own_figure(params, answers, list(custom_chart.rows(chart)), scene)
    kind = _kind(dataset)
    first = dataset.columns[0]
    as_kind = StandardChartParams(
        type=kind,
        series=dataset.series,
        measure=first.measure,
        window="" if kind == "table" else first.window,
        start="" if kind == "table" else first.start,
        end="" if kind == "table" else first.end,
        as_of=params.as_of,
        columns=dataset.columns if kind == "table" else (),
    )
    return replace(KINDS[kind].figure(as_kind, answers), scene=scene, legend=(), unit_note="")


def _drawn_as_handed(params: CustomChartParams, chart: CustomChart) -> ChartDataset | None:
    """The one table that a chart draws, where it draws it as it was handed and one of our kinds has the same table."""
    drawn = list(rows_of(chart.spec))
    if len(drawn) != 1:
        return None
    name, rows = drawn[0]
    for dataset in params.data:
        if (not rows and name == dataset.name) or rows == chart.tables[dataset.name]:
            return dataset if _kind(dataset) else None
    return None


def _kind(dataset: ChartDataset) -> str:
    """Which of our kinds of chart has the same table; "" for none."""
    measures = {column.measure for column in dataset.columns}
    if measures & set(datasets.HISTORIES):
        return ("rolling" if "rolling-return" in measures else "line") if len(dataset.columns) == 1 else ""
    if measures & set(SHARES):
        return "allocation" if len(dataset.columns) == len(dataset.series) == 1 else ""
    return "table"


def _own_figure(params: CustomChartParams, answers: Answers, rows: list[Row], scene: Mapping[str, Any]) -> ChartFigure:
    """The figure of rows that the author gave or computed: a line's texts are its first cell, its numbers the others."""
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
        return {
            "series": str(cells["series"]),
            "measure": str(cells["measure"]),
            "start": str(cells.get("from") or ""),
            "end": str(cells.get("to") or cells.get("date") or "")[:10],
        }

    ends = [
        (
            str(answers[name_ask(series, params.as_of)].value or series),
            max(answers[datasets.ask(params, series, column)].end for column in dataset.columns),
        )
        for dataset in params.data
        for series in dataset.series
    ]
    return ChartFigure(
        scene=scene,
        head=(translate("、").join(texts) or translate("行"), *numeric),
        rows=table,
        unit="plain",
        origin=origin,
        takeaway=sentence(numeric, table),
        through=through(ends) if ends else translate("数据由作者给出"),
        synthetic=any(answers[ask].synthetic for ask in datasets.asks(params)),
    )


def sentence(heads: list[str], rows: Rows) -> str:
    """One sentence that says how many rows there are and between what each column lies."""
    phrases = []
    for index, head in enumerate(heads):
        known = [value for _, row in rows if (value := row[index]) is not None]
        phrases.append(
            translate(
                "{name}介于{least}与{most}之间",
                name=head,
                least=value_text.text(min(known), "plain"),
                most=value_text.text(max(known), "plain"),
            )
        )
    counted = translate("共{count}行数据", count=len(rows))
    if not phrases:
        return translate("{said}。", said=counted)
    return translate("{name}：{words}。", name=counted, words=translate("；").join(phrases))


def _is_numeric(values: list[Any]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in known)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    text = str(value)
    return text[:10] if text[10:] in ("T00:00:00", "T00:00:00.000000") else text
