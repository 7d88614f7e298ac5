"""The two pictures of a briefing with a chart: one that links show, and a poster to be sent in a chat. The build places the
block on each briefing that has a chart.

The poster's QR code leads to the page. A problem of the chart is reported where the chart is.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any

from builder.blocks.block import Answers, Block, RenderTools
from builder.blocks.charts import chart_block
from builder.blocks.charts.chart_block import DrawnChart
from builder.blocks.charts.chart_kind import ChartFigure
from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.images import picture_svg, png_images
from builder.blocks.images.picture_svg import MARGIN, PictureLayout
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import ROOT, Ask, Fragment
from builder.problem import Problem
from builder.slot_params.charts import ShareParams

_RISK = "基金有风险，投资须谨慎。过往业绩不预示未来表现。"
_CODE = 250  # pixels of the QR code's side


def asks(params: ShareParams) -> tuple[Ask, ...]:
    """What the chart needs to know."""
    return chart_block.asks(params.chart)


def render(requests: Sequence[tuple[ShareParams, Answers]], tools: RenderTools) -> list[Fragment | Problem]:
    """`share.png` and `poster.png` beside the page, and a link to the poster."""
    if tools.fonts is None or tools.cache_dir is None:
        return [Fragment(html="") for _ in requests]
    charts = chart_block.drawn([(params.chart, answers) for params, answers in requests], tools)
    colours = picture_svg.colours(tools.rising)
    svgs = [
        picture(params, chart.figure, chart.svg, colours)
        for (params, _), chart in zip(requests, charts, strict=True)
        if isinstance(chart, DrawnChart)
        for picture in (_card, _poster)
    ]
    files = iter(png_images.draw(svgs, tools.cache_dir / "charts", tools.fonts))
    fragments: list[Fragment | Problem] = []
    for (params, _), chart in zip(requests, charts, strict=True):
        if isinstance(chart, Problem):
            fragments.append(Fragment(html=""))
        else:
            fragments.append(_fragment(params, next(files), next(files)))
    return fragments


def _fragment(params: ShareParams, card: str | DrawFailure, poster: str | DrawFailure) -> Fragment | Problem:
    for png in (card, poster):
        if isinstance(png, DrawFailure):
            return Problem(id="chart-failed", message=f"the page's picture could not be drawn: {png.reason}")
    folder = f"briefings/{params.slug}"
    return Fragment(
        html=f'<a href="{ROOT}{folder}/poster.png" download>{translate("保存海报（PNG）")}</a>',
        files={f"{folder}/share.png": b64decode(str(card)), f"{folder}/poster.png": b64decode(str(poster))},
    )


def _title(params: ShareParams) -> str:
    return translate("【{column}】{title}", column=params.column, title=params.title) if params.column else params.title


def _source(figure: ChartFigure) -> str:
    return "　".join(words for words in (translate("模拟数据") if figure.synthetic else "", figure.through) if words)


def _card(params: ShareParams, figure: ChartFigure, svg: str, colours: Mapping[str, str]) -> str:
    """1200 by 630, as links show them: the title beside the chart. Made-up data are marked before all that could be cut."""
    layout = PictureLayout(colours=colours, width=1200)
    words = 440  # the width of the title
    layout.text(params.site, 26, colour="--fb-accent", bold=True, room=words)
    layout.y += 10
    layout.text(_title(params), 48, bold=True, most=6, room=words)
    layout.y += 6
    layout.text(long_date(params.date), 24, colour="--fb-muted")
    layout.text(translate("模拟数据") if figure.synthetic else "", 24, colour="--fb-warn")
    layout.left, layout.y = MARGIN + words + 50.0, MARGIN / 2
    layout.legend(figure.legend[:4], 24)
    layout.y = max(layout.y + 8, 96)
    layout.drawing(svg, high=630 - layout.y - MARGIN - 48)
    layout.y += 6
    layout.text(figure.through, 20, colour="--fb-muted", most=2)
    return layout.svg(630)


def _poster(params: ShareParams, figure: ChartFigure, svg: str, colours: Mapping[str, str]) -> str:
    """1080 wide, as high as its words: title, what the chart says, the chart, and the QR code that leads to the page."""
    layout = PictureLayout(colours=colours, width=1080)
    layout.text(params.site, 30, colour="--fb-accent", bold=True)
    layout.text(_title(params), 58, bold=True, most=4)
    layout.text(long_date(params.date), 28, colour="--fb-muted")
    layout.y += 16
    layout.text(figure.takeaway, 30, most=6)
    layout.y += 8
    layout.legend(figure.legend, 28)
    layout.y += 8
    layout.drawing(svg)
    layout.y += 12
    layout.text(_source(figure), 24, colour="--fb-muted", most=2)
    layout.y += 28
    top = layout.y
    layout.elements.append(_code(params.url, layout.width - MARGIN - _CODE, top, colours["--fb-ink"]))
    layout.y += 24
    layout.text(translate("扫码阅读全文"), 36, bold=True)
    layout.text(params.url.partition("://")[2], 22, colour="--fb-muted", most=2, room=layout.room - _CODE - 40)
    layout.text(translate(_RISK), 24, colour="--fb-muted", most=3, room=layout.room - _CODE - 40)
    layout.y = max(layout.y, top + _CODE)
    return layout.svg()


def _code(url: str, x: float, y: float, ink: str) -> str:
    """The QR code of an address, with the quiet zone that cameras need."""
    import segno

    code: Any = segno.make(url, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    dots = "".join(
        f"M{column},{line}h1v1h-1z" for line, row in enumerate(rows) for column, dark in enumerate(row) if dark
    )
    scale = _CODE / (len(rows) + 8)
    return (
        f'<rect x="{x}" y="{y}" width="{_CODE}" height="{_CODE}" fill="#fff"/>'
        f'<path transform="translate({x + 4 * scale:.2f},{y + 4 * scale:.2f}) scale({scale:.4f})" d="{dots}" fill="{ink}"/>'
    )


BLOCK = Block(params=ShareParams, asks=asks, render=render)
