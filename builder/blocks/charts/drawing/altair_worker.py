"""The process that draws charts: it reads scenes, a JSON line each, and answers each with the SVG that Altair and Vega draw.

`drawing_process` runs it as `python -m builder.blocks.charts.drawing.altair_worker FOLDER`, with the folder of its font. It
reads no other file, no clock and no network.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

import altair as alt
import vl_convert
from altair.utils import schemapi
from altair.vegalite.v6.schema import core

from builder.blocks.charts.custom import schema_fault
from builder.blocks.charts.drawing import drawing_server, vega_theme
from builder.blocks.charts.drawing.font import FONT
from builder.blocks.charts.drawing.scene import BAND
from builder.blocks.charts.drawing.vega_svg import slim
from builder.language import speaking

_LINE = {"strokeWidth": 2, "strokeCap": "round", "strokeJoin": "round"}
_FIELDS = {
    "rect": ("x", "x2", "y", "y2", "fill", "fillOpacity"),
    "rule": ("x", "x2", "y", "y2", "stroke", "strokeDash"),
    "line": ("x", "y", "detail", "stroke", "strokeDash"),
    "area": ("x", "y", "y2", "detail", "fill"),
    "point": ("x", "y", "fill", "size"),
    "ring": ("x", "y", "stroke", "size"),
    "text": ("x", "y", "text", "fill"),
}
# The key of a row, where it is another than the channel.
_KEYS = {"fill": "colour", "stroke": "colour", "fillOpacity": "opacity", "strokeDash": "dash", "detail": "part"}


def drawn(scene: dict[str, Any]) -> dict[str, Any]:
    """The answer to a scene: {"svg": …}, or {"error": …} for an author's specification that the schema does not know."""
    custom = {"written": written, "compiled": compiled}.get(scene["kind"])
    if not custom:
        return {"svg": svg(scene)}
    with speaking(scene["language"]):
        return custom(scene)


def written(scene: dict[str, Any]) -> dict[str, Any]:
    """An author's specification, drawn in the site's looks: {"svg": …}, or {"error": …, "path": path} where the schema does
    not know it."""
    spec = scene["spec"]
    fault = schema_fault.explained(_schema().iter_errors(spec))
    if fault:
        return fault
    spec = vega_theme.themed(spec, scene["height"])
    data = {**spec.get("datasets", {}), **scene["tables"]}
    drawn = vl_convert.vegalite_to_svg(
        {**spec, "datasets": data},
        allowed_base_urls=[],
        format_locale=vega_theme.NUMBERS,
        time_format_locale=vega_theme.dates(),
    )
    return {"svg": slim(drawn, own=True)}


def compiled(scene: dict[str, Any]) -> dict[str, Any]:
    """The specification as Vega, for the reader's browser: {"svg": JSON of what `templates/vega/entry.js` reads}."""
    spec = vega_theme.themed(scene["spec"], scene["height"])
    spec["config"] = {"timeFormat": vega_theme.dates()["date"], **spec["config"]}  # of dates in tooltips
    vega = vl_convert.vegalite_to_vega({**spec, "datasets": {**spec.get("datasets", {}), **scene["tables"]}})
    for key in ("$schema", "usermeta"):
        vega.pop(key, None)
    _mute(vega)
    return {"svg": json.dumps({"vega": vega, "numbers": vega_theme.NUMBERS, "dates": vega_theme.dates()})}


def _mute(group: dict[str, Any]) -> None:
    """Takes away Vega's own roles of marks, axes and legends: the page says what the chart shows."""
    for kind in ("marks", "axes", "legends"):
        for element in group.get(kind, ()):
            element["aria"] = False
            _mute(element)


@cache
def _schema() -> Any:
    return schemapi.jsonschema.Draft7Validator(core.load_schema())  # type: ignore[attr-defined]


def svg(scene: dict[str, Any]) -> str:
    """A scene's SVG element, without text alternatives: the same bytes for the same scene."""
    layers = [layer for layer in scene["layers"] if layer["rows"]]
    looks = json.dumps([[layer["mark"], layer["look"]] for layer in layers])
    vega = json.loads(_compiled(looks))
    rows = {f"m{index}": layer["rows"] for index, layer in enumerate(layers)}
    data = [
        dataset | {"values": rows[dataset["name"]]} if dataset["name"] in rows else dataset for dataset in vega["data"]
    ]
    size = {"width": scene["size"][0], "height": scene["size"][1], "padding": scene["padding"]}
    return slim(vl_convert.vega_to_svg({**vega, **size, "data": data}, allowed_base_urls=[]))


@cache
def _compiled(looks: str) -> str:
    """Vega for layers of these kinds and looks, as text: compiled once in a process, whatever their rows."""
    return json.dumps(vl_convert.vegalite_to_vega(spec(json.loads(looks))))


def spec(looks: list[list[Any]], *, checked: bool = False) -> dict[str, Any]:
    """Layers of these kinds and looks as Vega-Lite with named, empty data.

    Checking it against the schema takes several times as long as drawing it, so only tests do. The schema knows no
    empty background.
    """
    with schemapi.debug_mode(checked):
        layers = [_layer(f"m{index}", mark, look) for index, (mark, look) in enumerate(looks)]
        vega_lite = _chart(layers).to_dict(validate=checked)
    return {**vega_lite, "background": None, "datasets": {f"m{index}": [] for index in range(len(looks))}}


def _chart(layers: list[Any]) -> Any:
    return alt.LayerChart(
        layer=layers,
        width=1,
        height=1,
        autosize=alt.AutoSizeParams(type="none", contains="content"),
        config=alt.Config(
            aria=False,  # else each row is described in words, which are taken out again
            font="sans-serif",
            view=alt.ViewConfig(stroke=None),
            text=alt.MarkConfig(fontSize=FONT),
        ),
    )


def _layer(name: str, mark: str, look: dict[str, Any]) -> Any:
    chart = alt.Chart(alt.NamedData(name))
    fields = _FIELDS["ring" if look.get("hollow") else mark]
    return _marked(chart, mark, look).encode(**{channel: _channel(channel) for channel in fields})


def _marked(chart: Any, mark: str, look: dict[str, Any]) -> Any:
    if mark == "text":
        bold = {"fontWeight": "bold"} if look.get("bold") else {}
        return chart.mark_text(align=look["align"], baseline="middle", **bold)
    if mark == "point" and look.get("hollow"):
        return chart.mark_point(filled=False, fill="var(--fb-raised)", opacity=1, strokeWidth=2.5)
    if mark == "point":
        return chart.mark_point(filled=True, opacity=1, strokeWidth=0, shape=look.get("shape", "circle"))
    if mark == "line":
        return chart.mark_line(**_LINE)
    if mark == "area":
        return chart.mark_area(fillOpacity=BAND)
    return chart.mark_rule(strokeWidth=1) if mark == "rule" else chart.mark_rect()


def _channel(channel: str) -> Any:
    """An encoding by a field that holds the position, colour or text itself: without a scale."""
    field = _KEYS.get(channel, channel)
    kind = getattr(alt, channel[0].upper() + channel[1:])
    if channel in ("x2", "y2"):
        return kind(field)
    if channel in ("detail", "text"):
        return kind(field, type="nominal")
    measured = channel in ("x", "y", "size", "fillOpacity")
    more = {"axis": None} if channel in ("x", "y") else {"legend": None}
    return kind(field, type="quantitative" if measured else "nominal", scale=None, **more)


if __name__ == "__main__":
    # Given here too: FONTCONFIG_FILE has an effect on Linux only.
    for folder in sys.argv[1:]:
        vl_convert.register_font_directory(folder)
    vl_convert.vega_to_svg({}, allowed_base_urls=[])  # starts the renderer, as the first drawing would
    drawing_server.serve(drawn, sys.stdin.buffer, sys.stdout.buffer)
