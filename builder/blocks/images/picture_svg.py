"""The SVG of a picture, as text on a background of its own around a chart's drawing. Charts and briefings share such pictures.

A picture leaves the page: it is sent in chats and shown by feeds, where no style sheet of ours goes, so its colours are
written out. Its text is in the one font that `png_images` draws with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from builder.blocks.charts.chart_kind import ChartFigure, Legend
from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.drawing.vega_svg import unwrapped
from builder.templating import templates_folder

FAMILY = "Noto Sans SC"
_CLOSING = "，。；：、？！）】》”’%"  # no line begins with these
_WORD = re.compile(r"[!-~]+|.", re.S)
_TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
_VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")
MARGIN = 56


def colours(rising: str) -> Mapping[str, str]:
    """The light scheme's colours by their names, as the style sheet has them."""
    root = (templates_folder() / "assets/tokens.css").read_text(encoding="utf-8").partition("@media")[0]
    tokens = {name: value.strip() for name, value in _TOKEN.findall(root)}
    up, down = ("--fb-red", "--fb-green") if rising == "red" else ("--fb-green", "--fb-red")
    return {**tokens, "--fb-up": tokens[up], "--fb-down": tokens[down]}


def broken_lines(text: str, size: float, room: float, most: int) -> list[str]:
    """A text broken into at most so many lines of this width; "…" stands for what does not fit."""
    lines, line = [], ""
    for word in _WORD.findall(text):
        # A word stays whole, unless it is longer than a line.
        for piece in word if width(word, size) > room else [word]:
            if line and piece not in _CLOSING and width(line + piece, size) > room:
                lines.append(line)
                line = piece.lstrip()
            else:
                line += piece
    lines.append(line)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1][:-1] + "…"]


@dataclass
class PictureLayout:
    """A picture that grows downwards. Sizes are in its own pixels."""

    colours: Mapping[str, str]
    width: int
    y: float = MARGIN
    left: float = MARGIN
    elements: list[str] = field(default_factory=list)

    @property
    def room(self) -> float:
        """The width from `left` to the right margin."""
        return self.width - MARGIN - self.left

    def text(
        self, words: str, size: float, *, colour: str = "--fb-ink", bold: bool = False, most: int = 1, room: float = 0
    ) -> None:
        """Lines of text. The font has one weight: bold is drawn with an outline."""
        fill = self.colours[colour]
        outline = f' stroke="{fill}" stroke-width="{size / 32:.2f}"' if bold else ""
        for line in broken_lines(words, size, room or self.room, most) if words else ():
            self.y += size * 1.32
            self.elements.append(
                f'<text x="{self.left:g}" y="{self.y:.1f}" font-size="{size:g}" fill="{fill}"{outline}>{escape(line)}</text>'
            )
        self.y += size * 0.3 if words else 0

    def legend(self, legend: Legend, size: float) -> None:
        """Names, each behind a stroke of its line, side by side where they fit."""
        x = self.left
        for name, colour, dash in legend:
            long = (size * 2.2 if colour else 0) + width(name, size) + size * 1.4
            if x == self.left or x + long > self.width - MARGIN:
                x, self.y = self.left, self.y + size * 1.5
            stroke = self.with_colours(colour)
            if colour:
                self.elements.append(
                    f'<path d="M{x:.1f},{self.y - size * 0.34:.1f}h{size * 1.7:.1f}" stroke="{stroke}" stroke-width="5"'
                    f"{_dashes(dash)}/>"
                )
            self.elements.append(
                f'<text x="{x + (size * 2.2 if colour else 0):.1f}" y="{self.y:.1f}" font-size="{size:g}" '
                f'fill="{self.colours["--fb-ink"]}">{escape(name)}</text>'
            )
            x += long
        self.y += size * 0.6 if legend else 0

    def drawing(self, svg: str, high: float = 0) -> None:
        """A chart's own SVG, as wide as there is room, or as high as is given. Charts without a drawing have ""."""
        if not svg:
            return
        _, wide, tall, inside = unwrapped(svg)
        scale = min(self.room / wide, high / tall) if high else self.room / wide
        self.elements.append(
            f'<svg x="{self.left + (self.room - wide * scale) / 2:.1f}" y="{self.y:.1f}" width="{wide * scale:.1f}" '
            f'height="{tall * scale:.1f}" viewBox="0 0 {wide:g} {tall:g}" font-size="16" overflow="visible">'
            f"{self.with_colours(inside)}"
        )
        self.y += tall * scale

    def with_colours(self, svg: str) -> str:
        """An SVG whose colours are written out instead of named."""
        named = _VARIABLE.sub(lambda variable: self.colours.get(variable[1], "#000"), svg)
        return named.replace("currentColor", self.colours["--fb-ink"])

    def svg(self, height: float = 0) -> str:
        """The picture, as high as its content, or as is given."""
        high = round(height or self.y + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{high}" '
            f'viewBox="0 0 {self.width} {high}" font-family="{FAMILY}"><rect width="{self.width}" height="{high}" '
            f'fill="{self.colours["--fb-raised"]}"/>{"".join(self.elements)}</svg>'
        )


def _dashes(dash: str) -> str:
    """A line's dashes, twice as long as in the drawing."""
    return f' stroke-dasharray="{" ".join(f"{float(length) * 2:g}" for length in dash.split())}"' if dash else ""


def of_chart(svg: str, chart: ChartFigure, *, called: str, source: str, rising: str) -> str:
    """The picture of a chart alone: what it is called, its legend, drawing and source."""
    layout = PictureLayout(colours=colours(rising), width=1080, y=MARGIN / 2)
    layout.text(called, 38, bold=True, most=2)
    layout.text(chart.unit_note, 26, colour="--fb-muted")
    layout.legend(chart.legend, 28)
    layout.y += 12
    layout.drawing(svg)
    layout.text(source, 24, colour="--fb-muted", most=2)
    return layout.svg(layout.y + MARGIN / 2)
