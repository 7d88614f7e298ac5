"""A chart's drawing and its figure, for the tests of pictures."""

from __future__ import annotations

from builder.blocks.charts.chart_kind import ChartFigure

DRAWING = (
    '<svg viewBox="0 0 520 300" role="img"><path d="M0,0h9" stroke="var(--c1)"/>'
    '<text fill="currentColor">一</text></svg>'
)


def chart_figure(**more: object) -> ChartFigure:
    values: dict[str, object] = {
        "scene": {"kind": "marks"},
        "legend": (("甲", "var(--c1)", ""), ("乙", "var(--c2)", "6 3")),
        "head": ("日期", "甲"),
        "rows": (),
        "unit": "points",
        "origin": lambda row, column, first: {},
        "takeaway": "自2024年1月2日至2024年2月19日：甲由1变为2。",
        "through": "数据截至2024年2月19日",
        "synthetic": True,
    }
    return ChartFigure(**values | more)  # type: ignore[arg-type]
