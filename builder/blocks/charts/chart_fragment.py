"""What a reader gets of a chart: its drawing with text alternatives, legend, source, table, CSV file and picture. The chart
block makes it of a figure and its SVG."""

from __future__ import annotations

from base64 import b64decode

from builder.blocks.block import RenderTools
from builder.blocks.charts import chart_live, chart_table
from builder.blocks.charts.chart_kind import ChartFigure
from builder.blocks.charts.drawing.vega_svg import with_text_alternatives
from builder.blocks.images import picture_svg
from builder.model import Fragment, digest
from builder.slot_params.charts import ChartParams


def fragment(
    params: ChartParams,
    chart: ChartFigure,
    svg: str,
    vega: str,
    tools: RenderTools,
    *,
    is_reactive: bool,
    picture: str = "",
    png: str = "",
) -> Fragment:
    """The inside of a chart's figure. `picture` is the SVG that the PNG file was drawn from, `png` that file in base64."""
    file = chart_table.as_csv(chart.head, chart.rows)
    path = f"charts/{digest(file)[:16]}.csv"
    picture_path = f"charts/{digest(picture)[:16]}.png" if png else ""
    shown = chart_table.month_ends(chart.rows) if chart.thinned else chart.rows
    title = called(params, chart)
    html = tools.templates.render(
        "blocks/chart.html",
        params=params,
        chart=chart,
        called=title,
        drawing=with_text_alternatives(svg, title, params.alt or chart.takeaway) if svg else "",
        live=chart_live.live(chart),
        vega=vega.replace("<", "\\u003c"),
        module=tools.vega,
        is_reactive=is_reactive,
        rows=[
            (
                first,
                [
                    (
                        "" if value is None else repr(float(value)),
                        chart.shown(column, value),
                        chart.origin(row, column, first),
                    )
                    for column, value in enumerate(values)
                ],
            )
            for row, (first, values) in enumerate(shown)
        ],
        csv=path,
        picture=picture_path,
        left_out=len(chart.rows) - len(shown),
    )
    return Fragment(html=html, files={path: file, **({picture_path: b64decode(png)} if png else {})})


def called(params: ChartParams, chart: ChartFigure) -> str:
    """What a chart is called: its title, its caption, or the names of what it shows."""
    return params.title or params.caption or "、".join(chart.head[1:])


def picture(params: ChartParams, chart: ChartFigure, svg: str, tools: RenderTools) -> str:
    """The SVG of the picture that is shared of a chart."""
    source = "　".join(words for words in ("模拟数据" if chart.synthetic else "", chart.through) if words)
    return picture_svg.of_chart(svg, chart, called=called(params, chart), source=source, rising=tools.rising)
