"""The theme of custom charts: the site's colours and sizes, dates and numbers in the language of the page. The process that draws
puts it under an author's own specification."""

from __future__ import annotations

from typing import Any

from builder.blocks.charts.drawing.font import FAMILY, LARGEST_FONT
from builder.blocks.charts.drawing.scene import COLOURS, DASHES, GRID, HEIGHT, INK, MUTED, WIDTH
from builder.language import translate
from builder.number_format import axis_sizes

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


def dates() -> dict[str, Any]:
    """The words of dates, as Vega takes them."""
    date = translate("%Y年%-m月%-d日")
    return {
        "dateTime": f"{date} %H:%M",
        "date": date,
        "time": "%H:%M",
        "periods": translate("上午 下午").split(" "),
        "days": translate("周日 周一 周二 周三 周四 周五 周六").split(" "),
        "shortDays": translate("日 一 二 三 四 五 六").split(" "),
        "months": translate("一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月").split(" "),
        "shortMonths": translate("1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月").split(" "),
    }


def _config() -> dict[str, Any]:
    """The looks with the words of axes."""
    shortened = [
        f"abs(datum.value) >= {least} ? format(datum.value / {size}, ',.4~g') + '{word}' : "
        for least, size, word in axis_sizes()
    ]
    day, month = translate("%-m月%-d日"), translate("%-m月")
    clock = {"millisecond": "%-H:%M:%S", "second": "%-H:%M:%S", "minute": "%-H:%M", "hours": "%-H:%M"}
    days = {"day": day, "date": day, "week": day, "month": month, "quarter": month, "year": translate("%Y年")}
    return {
        **CONFIG,
        "axisQuantitative": {"labelExpr": "".join([*shortened, "datum.label"]), "tickCount": 5},
        "axisTemporal": {"format": clock | days, "tickCount": 5},
    }


def themed(spec: dict[str, Any], height: int) -> dict[str, Any]:
    """A specification in the site's looks and width. What its own config says goes first, but for fonts and background."""
    own = spec.get("config")
    config = _merged(_config(), own if isinstance(own, dict) else {})
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
