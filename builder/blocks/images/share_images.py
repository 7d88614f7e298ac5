"""A briefing's two pictures of its title, day and first chart: one that links show, one to be sent in a chat.

The poster's QR code leads to the page. A problem of the chart is reported where the chart is.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any

from builder.blocks.block import Answers, Block, RenderTools
from builder.blocks.charts import chart_block
from builder.blocks.charts.chart_figure import ChartFigure
from builder.blocks.images import picture_svg, png_images
from builder.blocks.images.picture_svg import MARGIN, PictureLayout
from builder.blocks.wording.value_text import cn_date
from builder.model import Ask, Fragment
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
    drawn = chart_block.drawn([(params.chart, answers) for params, answers in requests], tools)
    made = {at: one for at, one in enumerate(drawn) if not isinstance(one, Problem)}
    colours = picture_svg.colours(tools.rising)
    svgs = [
        svg
        for at, (figure, svg, _) in made.items()
        for svg in (_card(requests[at][0], figure, svg, colours), _poster(requests[at][0], figure, svg, colours))
    ]
    files = iter(png_images.draw(svgs, tools.cache_dir / "charts", tools.fonts))
    found: list[Fragment | Problem] = [Fragment(html="") for _ in requests]
    for at in made:
        card, poster = next(files), next(files)
        if not isinstance(card, str) or not isinstance(poster, str):
            reason = next(one.reason for one in (card, poster) if not isinstance(one, str))
            found[at] = Problem(id="chart-failed", message=f"the page's picture could not be drawn: {reason}")
            continue
        folder = f"briefings/{requests[at][0].slug}"
        html = f'<p class="fb-share"><a href="{picture_svg.ROOT}{folder}/poster.png" download>保存海报（PNG）</a></p>'
        found[at] = Fragment(
            html=html, files={f"{folder}/share.png": b64decode(card), f"{folder}/poster.png": b64decode(poster)}
        )
    return found


def _title(params: ShareParams) -> str:
    return f"【{params.column}】{params.title}" if params.column else params.title


def _source(figure: ChartFigure) -> str:
    return "　".join(part for part in ("模拟数据" if figure.synthetic else "", figure.through) if part)


def _card(params: ShareParams, figure: ChartFigure, svg: str, colours: Mapping[str, str]) -> str:
    """1200 by 630, as links show them: the title beside the chart. What is made up is said before all that could be cut."""
    sheet = PictureLayout(colours=colours, width=1200)
    words = 440
    sheet.text(params.site, 26, colour="--fb-accent", bold=True, room=words)
    sheet.y += 10
    sheet.text(_title(params), 48, bold=True, most=6, room=words)
    sheet.y += 6
    sheet.text(cn_date(params.date), 24, colour="--fb-muted")
    sheet.text("模拟数据" if figure.synthetic else "", 24, colour="--fb-warn")
    sheet.left, sheet.y = MARGIN + words + 50.0, MARGIN / 2
    sheet.legend(figure.legend[:4], 24)
    sheet.y = max(sheet.y + 8, 96)
    sheet.drawing(svg, high=630 - sheet.y - MARGIN - 48)
    sheet.y += 6
    sheet.text(figure.through, 20, colour="--fb-muted", most=2)
    return sheet.svg(630)


def _poster(params: ShareParams, figure: ChartFigure, svg: str, colours: Mapping[str, str]) -> str:
    """1080 wide, as high as its words: title, what the chart says, the chart, and the code that leads to the page."""
    sheet = PictureLayout(colours=colours, width=1080)
    sheet.text(params.site, 30, colour="--fb-accent", bold=True)
    sheet.text(_title(params), 58, bold=True, most=4)
    sheet.text(cn_date(params.date), 28, colour="--fb-muted")
    sheet.y += 16
    sheet.text(figure.takeaway, 30, most=6)
    sheet.y += 8
    sheet.legend(figure.legend, 28)
    sheet.y += 8
    sheet.drawing(svg)
    sheet.y += 12
    sheet.text(_source(figure), 24, colour="--fb-muted", most=2)
    sheet.y += 28
    top = sheet.y
    sheet.parts.append(_code(params.url, sheet.width - MARGIN - _CODE, top, colours["--fb-ink"]))
    sheet.y += 24
    sheet.text("扫码阅读全文", 36, bold=True)
    sheet.text(params.url.partition("://")[2], 22, colour="--fb-muted", most=2, room=sheet.room - _CODE - 40)
    sheet.text(_RISK, 24, colour="--fb-muted", most=3, room=sheet.room - _CODE - 40)
    sheet.y = max(sheet.y, top + _CODE)
    return sheet.svg()


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
