"""Scenes in, SVG out, one JSON line each: the process that draws, and the only module that knows Altair and vl-convert.

Runs as `python -m builder.blocks.charts`. The drawing is all Vega's: nothing here reads a file, a clock or the network.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any, BinaryIO

import altair as alt
import vl_convert
from altair.utils import schemapi

from builder.blocks.chart_axis import FONT
from builder.blocks.chart_svg import slim

_DAY = 86_400_000  # milliseconds
_EPOCH = date(1970, 1, 1).toordinal()
MUTED, GRID, INK = "var(--fb-muted)", "var(--grid)", "currentColor"


def serve(lines: BinaryIO, out: BinaryIO) -> None:
    """Answers each line, a scene, with one line: {"svg": …}, or {"error": …} where drawing failed."""
    for line in lines:
        try:
            answer = {"svg": svg(json.loads(line))}
        except Exception as error:  # whatever a renderer may raise is told to the one who asked
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        out.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n")
        out.flush()


def svg(scene: dict[str, Any]) -> str:
    """A scene's SVG element, without text alternatives: the same bytes for the same scene."""
    return slim(vl_convert.vegalite_to_svg(spec(scene), allowed_base_urls=[]))


def spec(scene: dict[str, Any], *, checked: bool = False) -> dict[str, Any]:
    """A scene as Vega-Lite.

    Checking it against the schema takes several times as long as drawing it, so only tests do. The data are put in
    last: Altair copies what it is given at every step. The schema knows no empty background.
    """
    lines = scene["kind"] == "lines"
    with schemapi.debug_mode(checked):
        written = _chart(scene, _lines(scene) if lines else _bars(scene)).to_dict(validate=checked)
    return {**written, "background": None, "datasets": _line_data(scene) if lines else _bar_data(scene)}


def _chart(scene: dict[str, Any], layers: list[Any]) -> Any:
    axis = alt.AxisConfig(labelFontSize=FONT, labelColor=MUTED, gridColor=GRID, domain=False, labelOverlap=False)
    return alt.LayerChart(
        layer=layers,
        width=scene["size"][0],
        height=scene["size"][1],
        padding=scene["padding"],
        autosize=alt.AutoSizeParams(type="none", contains="content"),
        config=alt.Config(
            font="sans-serif", view=alt.ViewConfig(stroke=None), axis=axis, text=alt.MarkConfig(fontSize=FONT)
        ),
    )


def _time(day: float) -> int:
    return round((day - _EPOCH) * _DAY)


def _on(name: str) -> Any:
    return alt.Chart(alt.NamedData(name))


def _labels(ticks: list[list[Any]], places: list[float]) -> str:
    """An expression that gives each tick its own label; labels are made of digits, signs and 年月日万亿 only."""
    texts = json.dumps([label for _, label in ticks], ensure_ascii=False)
    return f"{texts}[indexof({json.dumps(places)}, +datum.value)]"


def _across(ticks: list[list[Any]], domain: list[float]) -> Any:
    places = [_time(day) for day, _ in ticks]
    axis = alt.Axis(
        values=places,
        labelExpr=_labels(ticks, [float(place) for place in places]),
        labelBound=False,
        labelFlush=False,
        labelPadding=5,
        grid=False,
        tickSize=4,
        tickColor=MUTED,
    )
    scale = alt.Scale(type="utc", domain=[_time(day) for day in domain], nice=False)
    return alt.X("t", type="temporal", title=None, scale=scale, axis=axis)


def _up(ticks: list[list[Any]], domain: list[float]) -> Any:
    places = [value for value, _ in ticks]
    axis = alt.Axis(values=places, labelExpr=_labels(ticks, places), ticks=False, labelPadding=6)
    scale = alt.Scale(domain=domain, nice=False, zero=False)
    return alt.Y("v", type="quantitative", title=None, scale=scale, axis=axis)


def _value(kind: Any, value: float) -> Any:
    return kind(value)


def _field(kind: Any, name: str, **more: Any) -> Any:
    return kind(name, type="nominal", **more)


def _lines(scene: dict[str, Any]) -> list[Any]:
    x, y = _across(**scene["x"]), _up(**scene["y"])
    parts = _notes(scene, x) if scene["notes"] else []
    if scene["rule"] is not None:
        parts.append(_on("rule").mark_rule(stroke=MUTED, strokeWidth=1).encode(y=y))
    for at, line in enumerate(scene["lines"]):
        parts += _line(f"line{at}", line, x, y)
    dots = _on("ends").mark_point(filled=True, opacity=1, size=42, strokeWidth=0)
    texts = _on("ends").mark_text(align="left", baseline="middle", fontWeight="bold")
    colour = _field(alt.Fill, "colour", scale=None)
    out = _value(alt.XValue, scene["size"][0] + 8)
    pixel = alt.Y("y", type="quantitative", scale=None, axis=None)
    return [
        *parts,
        dots.encode(x=x, y=y, fill=colour),
        texts.encode(x=out, y=pixel, fill=colour, text=_field(alt.Text, "text")),
    ]


def _line(name: str, line: dict[str, Any], x: Any, y: Any) -> list[Any]:
    part = _field(alt.Detail, "s")
    dash = {"strokeDash": line["dash"]} if line["dash"] else {}
    stroke = _on(name).mark_line(stroke=line["colour"], strokeWidth=2, strokeCap="round", strokeJoin="round", **dash)
    parts = [stroke.encode(x=x, y=y, detail=part)]
    if line["filled"]:
        area = _on(name).mark_area(fill=line["colour"], fillOpacity=0.14)
        parts.insert(0, area.encode(x=x, y=y, y2=alt.Y2Datum(0), detail=part))
    return parts


def _notes(scene: dict[str, Any], x: Any) -> list[Any]:
    """A dashed line at each event, a band behind each stretch of time, their texts above the plot."""
    foot = _value(alt.Y2Value, scene["size"][1])
    at = {name: alt.Y(name, type="quantitative", scale=None, axis=None) for name in ("y", "head")}
    place = alt.X("x", type="quantitative", scale=None, axis=None)
    rule = _on("events").mark_rule(stroke=MUTED, strokeWidth=1, strokeDash=[3, 3])
    band = _on("stretches").mark_rect(fill=MUTED, fillOpacity=0.14)
    text = _on("notes").mark_text(align="left", baseline="middle", fill=INK)
    return [
        band.encode(x=x, x2=alt.X2("u"), y=_value(alt.YValue, 0), y2=foot),
        rule.encode(x=x, y=at["head"], y2=foot),
        text.encode(x=place, y=at["y"], text=_field(alt.Text, "text")),
    ]


def _line_data(scene: dict[str, Any]) -> dict[str, Any]:
    rows = 1 + max((note["row"] for note in scene["notes"]), default=-1)
    notes = [
        {"t": _time(note["days"][0]), "u": _time(note["days"][1]), "x": note["x"], "text": note["text"]}
        | {"y": (note["row"] - rows) * (FONT + 6) + FONT / 2, "head": (note["row"] - rows) * (FONT + 6) + FONT + 2}
        for note in scene["notes"]
    ]
    return {
        "rule": [{"v": scene["rule"]}],
        "ends": [{**end, "t": _time(end["day"]), "v": end["value"]} for end in scene["ends"]],
        "notes": notes,
        "events": [note for note in notes if note["t"] == note["u"]],
        "stretches": [note for note in notes if note["t"] != note["u"]],
        **{f"line{at}": _line_rows(line["segments"]) for at, line in enumerate(scene["lines"])},
    }


def _line_rows(segments: list[list[list[float]]]) -> list[dict[str, Any]]:
    return [{"t": _time(day), "v": value, "s": at} for at, part in enumerate(segments) for day, value in part]


def _bars(scene: dict[str, Any]) -> list[Any]:
    scale = alt.Scale(domain=scene["x"]["domain"], nice=False, zero=False)
    x = alt.X("v", type="quantitative", scale=scale, axis=None)
    at = {name: alt.Y(name, type="quantitative", scale=None, axis=None) for name in ("top", "middle", "above")}
    bar = _on("bars").mark_rect()
    name = _on("bars").mark_text(align="left", baseline="middle", fill=INK)
    zero = _on("bars").mark_rule(stroke=MUTED, strokeWidth=1)
    place, text = alt.X("x", type="quantitative", scale=None, axis=None), _field(alt.Text, "text")
    return [
        bar.encode(x=x, x2=alt.X2Datum(0), y=at["top"], y2=alt.Y2("foot"), fill=_field(alt.Fill, "colour", scale=None)),
        zero.encode(x=alt.XDatum(0, scale=scale, axis=None), y=at["top"], y2=alt.Y2("foot")),
        name.encode(x=_value(alt.XValue, -scene["padding"]["left"]), y=at["above"], text=_field(alt.Text, "name")),
        *(
            _on(side).mark_text(align=align, baseline="middle", fill=INK).encode(x=place, y=at["middle"], text=text)
            for side, align in (("gains", "left"), ("losses", "right"))
        ),
    ]


def _bar_data(scene: dict[str, Any]) -> dict[str, Any]:
    bars = [
        {**bar, "v": bar["value"] or 0, "above": bar["y"] + 16, "top": bar["y"] + 27}
        | {"middle": bar["y"] + 37, "foot": bar["y"] + 47}
        for bar in scene["bars"]
    ]
    return {
        "bars": bars,
        "gains": [bar for bar in bars if bar["v"] >= 0],
        "losses": [bar for bar in bars if bar["v"] < 0],
    }


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
