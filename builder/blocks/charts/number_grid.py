"""Several numbers of each series, as a grid of answers: what dumbbell, scatter, table and calendar-years charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.blocks.block import Answers
from builder.blocks.charts.chart_kind import (
    ChartFigure,
    Legend,
    Origin,
    column_ask,
    names,
    number,
    origin_of,
    through,
)
from builder.blocks.wording import value_text
from builder.language import translate
from builder.model import Answer, Ask
from builder.slot_params.charts import StandardChartParams


@dataclass(frozen=True, kw_only=True)
class NumberGrid:
    """The answers of a chart: a row for each series, a column for each thing that is asked of it."""

    names: Sequence[str]
    asks: Sequence[Sequence[Ask]]
    answers: Sequence[Sequence[Answer]]

    @property
    def values(self) -> list[tuple[float | None, ...]]:
        """Each row's numbers; None where there is none."""
        return [tuple(number(answer) for answer in row) for row in self.answers]

    @property
    def synthetic(self) -> bool:
        """Whether any answer is made up."""
        return any(answer.synthetic for row in self.answers for answer in row)

    @property
    def signed(self) -> list[bool]:
        """Of each column, whether a ratio above 0 has a plus."""
        return [answer.signed for answer in self.answers[0]]

    def origin(self, row: int, column: int) -> Origin:
        """Where a number comes from."""
        return origin_of(self.asks[row][column], self.answers[row][column])


def grid(params: StandardChartParams, answers: Answers) -> NumberGrid:
    """The grid of a chart's numbers. A contract's benchmark has no number where its fund has none."""
    asks = [[column_ask(params, series, column) for column in params.columns] for series in params.ids]
    rows = [[answers[ask] for ask in row] for row in asks]
    if params.benchmark and rows[-1][0].unit == "ratio" and asks[-1][0].measure == "benchmark-return":
        rows[-1] = [
            answer
            if own.value is not None
            else Answer(value=None, unit="ratio", note=answer.note, synthetic=answer.synthetic)
            for own, answer in zip(rows[0], rows[-1], strict=True)
        ]
    return NumberGrid(names=names(params, answers), asks=asks, answers=rows)


def grid_figure(
    params: StandardChartParams, numbers: NumberGrid, *, scene: Mapping[str, Any], legend: Legend = ()
) -> ChartFigure:
    """The figure whose table is the grid itself, with a sentence that says every number."""
    units = _units(params, numbers)
    labels = [column.label for column in params.columns]
    phrases = [
        translate(
            "{name}{value}",
            name=name,
            value=translate("，").join(_label_and_value(*cell) for cell in zip(labels, row, units, strict=True)),
        )
        for name, row in zip(numbers.names, numbers.values, strict=True)
    ]
    ends = [max(answer.end for answer in row) for row in numbers.answers]
    return ChartFigure(
        scene=scene,
        legend=legend,
        head=(translate("名称"), *labels),
        rows=tuple(zip(numbers.names, numbers.values, strict=True)),
        unit=units[0][0],
        signed=units[0][1],
        columns=tuple(units),
        origin=lambda row, column, name: numbers.origin(row, column),
        takeaway=translate("{said}。", said=translate("；").join(phrases)),
        through=through(list(zip(numbers.names, ends, strict=True))),
        synthetic=numbers.synthetic,
    )


def _label_and_value(label: str, value: float | None, unit_and_signed: tuple[str, bool]) -> str:
    unit, signed = unit_and_signed
    return translate("{name}{value}", name=label, value=value_text.text(value, unit, signed=signed))


def _units(params: StandardChartParams, numbers: NumberGrid) -> list[tuple[str, bool]]:
    """Each column's unit, which its answers know better than the table of measures, and whether it is signed."""
    return [
        (next((row[index].unit for row in numbers.answers if row[index].value is not None), column.unit), signed)
        for index, (column, signed) in enumerate(zip(params.columns, numbers.signed, strict=True))
    ]
