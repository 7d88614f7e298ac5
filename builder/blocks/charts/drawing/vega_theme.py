"""The theme of custom charts: the site's colours and sizes, Chinese dates and numbers on every axis. The process that draws
puts it under an author's own specification."""

from __future__ import annotations

from typing import Any

from builder.blocks.charts.drawing.font import FAMILY, LARGEST_FONT
from builder.blocks.charts.drawing.scene import COLOURS, DASHES, GRID, HEIGHT, INK, MUTED, WIDTH

_BIG = (
    "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',.4~g') + '亿' : "
    "abs(datum.value) >= 1e5 ? format(datum.value / 1e4, ',.4~g') + '万' : datum.label"
)
_TIME = {
    **{"millisecond": "%-H:%M:%S", "second": "%-H:%M:%S", "minute": "%-H:%M", "hours": "%-H:%M"},
    **{
        "day": "%-m月%-d日",
        "date": "%-m月%-d日",
        "week": "%-m月%-d日",
        "month": "%-m月",
        "quarter": "%-m月",
        "year": "%Y年",
    },
}
_WORDS = {
    "labelColor": MUTED,
    "labelFontSize": LARGEST_FONT,
    "titleColor": MUTED,
    "titleFontSize": LARGEST_FONT,
    "titleFontWeight": "normal",
}
CONFIG: dict[str, Any] = {
    "font": f"{FAMILY}, sans-serif",
    "background": None,
    "customFormatTypes": False,
    "aria": False,
    "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": HEIGHT},
    "axis": {**_WORDS, "gridColor": GRID, "domain": False, "tickColor": MUTED, "labelPadding": 5, "labelSeparation": 8},
    "axisX": {"grid": False},
    # Upright titles would set Chinese on its side: they stand above their axis.
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -12},
    "axisQuantitative": {"labelExpr": _BIG, "tickCount": 5},
    "axisTemporal": {"format": _TIME, "tickCount": 5},
    "legend": {
        **_WORDS,
        "orient": "top",
        "symbolStrokeWidth": 2,
        "title": None,
        "columns": 2,
        "labelLimit": 230,
        "offset": 30,
    },
    "header": _WORDS,
    "title": {"color": INK, "fontSize": LARGEST_FONT, "anchor": "start"},
    "mark": {"color": COLOURS[0]},
    "line": {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"},
    "text": {"fontSize": LARGEST_FONT, "fill": INK},
    "rule": {"color": MUTED},
    "range": {"category": list(COLOURS), "strokeDash": [list(dash) or [1, 0] for dash in DASHES]},
}
NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["¥", ""]}
_NAMES = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")
_DAYS = ("日", "一", "二", "三", "四", "五", "六")
DATES = {
    "dateTime": "%Y年%-m月%-d日 %H:%M",
    "date": "%Y年%-m月%-d日",
    "time": "%H:%M",
    "periods": ["上午", "下午"],
    "days": [f"周{day}" for day in _DAYS],
    "shortDays": list(_DAYS),
    "months": list(_NAMES),
    "shortMonths": [f"{number}月" for number in range(1, 13)],
}


def themed(spec: dict[str, Any], height: int) -> dict[str, Any]:
    """A specification in the site's looks and width. What its own config says goes first, but for fonts and background."""
    own = spec.get("config")
    config = _merged(CONFIG, own if isinstance(own, dict) else {})
    config |= {"font": CONFIG["font"], "background": None}
    config["view"] |= {key: CONFIG["view"][key] for key in ("continuousWidth", "continuousHeight")}
    themed_spec = {**spec, "config": config, "background": None}
    themed_spec.pop("$schema", None)
    if "mark" in spec or "layer" in spec:  # one view, which fits the column; several have sizes of their own
        themed_spec |= {"width": WIDTH, "height": height or _height(spec.get("height")) or HEIGHT}
        themed_spec["autosize"] = {"type": "fit", "contains": "padding"}
    return themed_spec


def _height(written: Any) -> float:
    return written if isinstance(written, int | float) and 60 <= written <= 900 else 0


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """One config over another, key by key."""
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merged(merged[key], value) if both else value
    return merged
