"""A chart's numbers in, the Chinese sentences that go with it out: its unit, what it shows, how far its data reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.blocks.chart_axis import shown
from builder.blocks.chart_history import Line
from builder.blocks.chart_scene import Bar
from builder.blocks.formats import cn_date

_UNITS = {
    "history": {"nav": "复权净值", "points": "点位", "price": "复权收盘价"},
    "raw-history": {"nav": "单位净值", "points": "点位", "price": "收盘价"},
}


def unit_note(unit: str, start: str, *, rebased: bool, params: Mapping[str, Any]) -> str:
    """What the values of a line chart are, e.g. "2022年11月30日 = 100"."""
    if params["type"] == "drawdown":
        return "较此前最高点的跌幅"
    if rebased:
        return f"自{cn_date(start)}以来的涨跌幅" if unit == "ratio" else f"{cn_date(start)} = 100"
    return _UNITS[params["measure"]].get(unit, "")


def of_lines(lines: Sequence[Line], unit: str, start: str, *, rebased: bool, kind: str) -> str:
    """One sentence that says of each line where it started, where it ended, and the change between."""
    last = max(line.points[-1][0] for line in lines)
    if kind == "drawdown":
        said = [_fall(line) for line in lines]
    elif rebased:
        said = [_since(line, unit, last) for line in lines]
    else:
        said = [_move(line, unit, start, last) for line in lines]
    opening = f"以{cn_date(start)}为100，" if rebased and unit != "ratio" else f"自{cn_date(start)}"
    return f"{opening}至{cn_date(last)}：{'；'.join(said)}。"


def _fall(line: Line) -> str:
    day, lowest = min(line.points, key=lambda point: (point[1], point[0]))
    end = shown(line.points[-1][1], "ratio", measure="drawdown")
    return f"{line.name}最大回撤{shown(lowest, 'ratio', measure='drawdown')}（{cn_date(day)}），期末为{end}"


def _since(line: Line, unit: str, last: str) -> str:
    day, value = line.points[-1]
    until = "" if day == last else f"（至{cn_date(day)}）"
    if unit == "ratio":
        return f"{line.name}{shown(value, 'ratio')}{until}"
    return f"{line.name}为{shown(value, unit)}，{shown(value / 100 - 1, 'ratio')}{until}"


def _move(line: Line, unit: str, first: str, last: str) -> str:
    (start, before), (end, after) = line.points[0], line.points[-1]
    change = f"（{shown(after / before - 1, 'ratio')}）" if before else ""
    since = "" if start == first else f"{cn_date(start)}的"
    until = "" if end == last else f"{cn_date(end)}的"
    return f"{line.name}由{since}{shown(before, unit)}变为{until}{shown(after, unit)}{change}"


def of_bars(bars: Sequence[Bar], label: str, unit: str, measure: str) -> str:
    """One sentence that says every bar's value."""
    said = [
        f"{bar.name}{shown(bar.value, unit, measure=measure) if bar.value is not None else '暂无数据'}" for bar in bars
    ]
    return f"{label}：{'；'.join(said)}。"


def through(dates: Sequence[tuple[str, str]]) -> str:
    """How far the data reach and whose end earlier, e.g. "数据截至2024年2月19日（甲截至2024年2月8日）"."""
    days = sorted({day for _, day in dates if day}, reverse=True)
    if not days:
        return ""
    earlier = [f"{'、'.join(name for name, end in dates if end == day)}截至{cn_date(day)}" for day in days[1:]]
    aside = f"（{'；'.join(earlier)}）" if earlier else ""
    return f"数据截至{cn_date(days[0])}{aside}"
