"""A chart's numbers in, the Chinese sentences that go with it out: its unit, what it shows, how far its data reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any

from builder.blocks.charts.drawing.scene import Bar
from builder.blocks.charts.history_lines import ChartLine
from builder.blocks.wording import value_text
from builder.blocks.wording.value_text import cn_date
from builder.vocabulary import WINDOWS

# What a fund reports, by the measure that asks for it.
SHARES = {"holdings": "持仓占净值比", "sectors": "行业占净值比", "assets": "资产占净值比"}
_UNITS = {
    "history": {"nav": "复权净值", "points": "点位", "price": "复权收盘价"},
    "raw-history": {"nav": "单位净值", "points": "点位", "price": "收盘价"},
}


def unit_note(unit: str, start: str, *, rebased: bool, params: Mapping[str, Any]) -> str:
    """What the values of a line chart are, e.g. "2022年11月30日 = 100"."""
    if params["type"] == "drawdown":
        return "较此前最高点的跌幅"
    if params["type"] == "rolling":
        return f"截至每一日的{WINDOWS[params['window']].label.removeprefix('近')}收益率"
    if rebased:
        return f"自{cn_date(start)}以来的涨跌幅" if unit == "ratio" else f"{cn_date(start)} = 100"
    return _UNITS[params["measure"]].get(unit, "")


def of_lines(lines: Sequence[ChartLine], unit: str, start: str, *, rebased: bool, params: Mapping[str, Any]) -> str:
    """One sentence that says of each line where it started, where it ended, and the change between."""
    last = max(line.points[-1][0] for line in lines)
    if params["type"] == "drawdown":
        said = [_fall(line) for line in lines]
    elif params["type"] == "rolling":
        said = [_range(line) for line in lines]
    elif rebased:
        said = [_since(line, unit, last) for line in lines]
    else:
        said = [_move(line, unit, start, last) for line in lines]
    opening = f"以{cn_date(start)}为100，" if rebased and unit != "ratio" else f"自{cn_date(start)}"
    return f"{opening}至{cn_date(last)}：{'；'.join(said)}。"


def _fall(line: ChartLine) -> str:
    day, lowest = min(line.points, key=lambda point: (point[1], point[0]))
    end = value_text.text(line.points[-1][1], "ratio", measure="drawdown")
    return f"{line.name}最大回撤{value_text.text(lowest, 'ratio', measure='drawdown')}（{cn_date(day)}），期末为{end}"


def _range(line: ChartLine) -> str:
    low, high = (choose(line.points, key=lambda point: point[1]) for choose in (min, max))
    end = value_text.text(line.points[-1][1], "ratio")
    lowest, highest = (f"{value_text.text(value, 'ratio')}（{cn_date(day)}）" for day, value in (low, high))
    return f"{line.name}最低{lowest}，最高{highest}，期末为{end}"


def _since(line: ChartLine, unit: str, last: str) -> str:
    day, value = line.points[-1]
    until = "" if day == last else f"（至{cn_date(day)}）"
    if unit == "ratio":
        return f"{line.name}{value_text.text(value, 'ratio')}{until}"
    return f"{line.name}为{value_text.text(value, unit)}，{value_text.text(value / 100 - 1, 'ratio')}{until}"


def _move(line: ChartLine, unit: str, first: str, last: str) -> str:
    (start, before), (end, after) = line.points[0], line.points[-1]
    change = f"（{value_text.text(after / before - 1, 'ratio')}）" if before else ""
    since = "" if start == first else f"{cn_date(start)}的"
    until = "" if end == last else f"{cn_date(end)}的"
    return f"{line.name}由{since}{value_text.text(before, unit)}变为{until}{value_text.text(after, unit)}{change}"


def of_bars(bars: Sequence[Bar], label: str, unit: str, measure: str) -> str:
    """One sentence that says every bar's value."""
    said = [
        f"{bar.name}{value_text.text(bar.value, unit, measure=measure) if bar.value is not None else '暂无数据'}"
        for bar in bars
    ]
    return f"{label}：{'；'.join(said)}。"


def of_shares(name: str, label: str, points: Sequence[tuple[str, float]], end: str) -> str:
    """One sentence that says every share of a report, and their sum."""
    said = "、".join(f"{one}{value_text.text(weight, 'ratio', measure='holdings')}" for one, weight in points)
    total = value_text.text(fsum(weight for _, weight in points), "ratio", measure="holdings")
    return f"{name}截至{cn_date(end)}的{label}：{said}；合计{total}。"


def of_years(labels: Sequence[str], names: Sequence[str], values: Sequence[Sequence[float | None]]) -> str:
    """One sentence that says every year's returns."""
    said = [
        f"{label}{'，'.join(f'{name}{_or_none(value)}' for name, value in zip(names, row, strict=True))}"
        for label, row in zip(labels, values, strict=True)
    ]
    return f"年度收益率：{'；'.join(said)}。"


def of_grid(said: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """One sentence that says every number of every series."""
    parts = [f"{name}{'，'.join(f'{label}{value}' for label, value in row)}" for name, row in said]
    return f"{'；'.join(parts)}。"


def of_months(name: str, months: Mapping[str, tuple[float, str, str]]) -> str:
    """One sentence that says how many months gained, and which were the best and the worst."""
    gained = sum(value > 0 for value, _, _ in months.values())
    best, worst = (choose(months, key=lambda month: (months[month][0], month)) for choose in (max, min))
    first, last = (f"{int(month[:4])}年{int(month[5:])}月" for month in (min(months), max(months)))
    said = [
        f"{word}为{int(one[:4])}年{int(one[5:])}月的{value_text.text(months[one][0], 'ratio')}"
        for word, one in (("最高", best), ("最低", worst))
    ]
    return f"{name}自{first}至{last}的{len(months)}个月中，{gained}个月上涨；单月收益率{'，'.join(said)}。"


def of_rows(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]]) -> str:
    """One sentence that says how many rows there are and between what each column lies."""
    said = []
    for at, head in enumerate(heads):
        known = [value for _, row in rows if (value := row[at]) is not None]
        said.append(f"{head}介于{value_text.text(min(known), 'plain')}与{value_text.text(max(known), 'plain')}之间")
    return f"共{len(rows)}行数据{'：' if said else ''}{'；'.join(said)}。"


def _or_none(value: float | None) -> str:
    return "暂无数据" if value is None else value_text.text(value, "ratio")


def through(dates: Sequence[tuple[str, str]]) -> str:
    """How far the data reach and whose end earlier, e.g. "数据截至2024年2月19日（甲截至2024年2月8日）"."""
    days = sorted({day for _, day in dates if day}, reverse=True)
    if not days:
        return ""
    earlier = [f"{'、'.join(name for name, end in dates if end == day)}截至{cn_date(day)}" for day in days[1:]]
    aside = f"（{'；'.join(earlier)}）" if earlier else ""
    return f"数据截至{cn_date(days[0])}{aside}"
