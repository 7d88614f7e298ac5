"""A drawing and words in, the SVG of a picture out: title, legend, drawing and source on paper of its own, colours spelled.

A picture leaves the page: it is shared in chats and shown by feeds, where no style sheet of ours goes. Its text is in the
one font that `pictures` draws with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from builder.blocks.charts.drawing.font import width
from builder.model import ROOT
from builder.templating import templates_folder

__all__ = ["FAMILY", "MARGIN", "ROOT", "PictureLayout", "colours", "lines", "of_chart"]

FAMILY = "Noto Sans SC"
_CLOSING = "，。；：、？！）】》”’%"  # no line begins with these
_WORD = re.compile(r"[!-~]+|.", re.S)
_TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
_VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")
_HEAD = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')
_WORDS = re.compile(r"<(title|desc)>.*?</\1>", re.S)
MARGIN = 56

Legend = Sequence[tuple[str, str, str]]  # name, colour, dashes


def colours(rising: str) -> Mapping[str, str]:
    """The light scheme's colours by their names, as the style sheet has them."""
    root = (templates_folder() / "assets/tokens.css").read_text(encoding="utf-8").partition("@media")[0]
    found = {name: value.strip() for name, value in _TOKEN.findall(root)}
    up, down = ("--fb-red", "--fb-green") if rising == "red" else ("--fb-green", "--fb-red")
    return {**found, "--fb-up": found[up], "--fb-down": found[down]}


def lines(text: str, size: float, room: float, most: int) -> list[str]:
    """A text broken into at most so many lines of this room; what does not fit is left out behind "…"."""
    found, line = [], ""
    for word in _WORD.findall(text):
        # A word stays whole, unless it is longer than a line.
        for part in word if width(word, size) > room else [word]:
            if line and part not in _CLOSING and width(line + part, size) > room:
                found.append(line)
                line = part.lstrip()
            else:
                line += part
    found.append(line)
    if len(found) <= most:
        return found
    return [*found[: most - 1], found[most - 1][:-1] + "…"]


@dataclass
class PictureLayout:
    """A picture that grows downwards. Sizes are in its own pixels."""

    colours: Mapping[str, str]
    width: int
    y: float = MARGIN
    left: float = MARGIN
    parts: list[str] = field(default_factory=list)

    @property
    def room(self) -> float:
        """From the left edge of what is written to the right margin."""
        return self.width - MARGIN - self.left

    def text(
        self, said: str, size: float, *, colour: str = "--fb-ink", bold: bool = False, most: int = 1, room: float = 0
    ) -> None:
        """Lines of text. The font has one weight: bold is drawn with an outline."""
        fill = self.colours[colour]
        outline = f' stroke="{fill}" stroke-width="{size / 32:.2f}"' if bold else ""
        for line in lines(said, size, room or self.room, most) if said else ():
            self.y += size * 1.32
            self.parts.append(
                f'<text x="{self.left:g}" y="{self.y:.1f}" font-size="{size:g}" fill="{fill}"{outline}>{escape(line)}</text>'
            )
        self.y += size * 0.3 if said else 0

    def legend(self, legend: Legend, size: float) -> None:
        """Names behind a stroke of their line, side by side where they fit."""
        x = self.left
        for name, colour, dash in legend:
            long = (size * 2.2 if colour else 0) + width(name, size) + size * 1.4
            if x == self.left or x + long > self.width - MARGIN:
                x, self.y = self.left, self.y + size * 1.5
            stroke = self.spelled(colour)
            if colour:
                self.parts.append(
                    f'<path d="M{x:.1f},{self.y - size * 0.34:.1f}h{size * 1.7:.1f}" stroke="{stroke}" stroke-width="5"'
                    f"{_dashes(dash)}/>"
                )
            self.parts.append(
                f'<text x="{x + (size * 2.2 if colour else 0):.1f}" y="{self.y:.1f}" font-size="{size:g}" '
                f'fill="{self.colours["--fb-ink"]}">{escape(name)}</text>'
            )
            x += long
        self.y += size * 0.6 if legend else 0

    def drawing(self, svg: str, high: float = 0) -> None:
        """A chart's own SVG, as wide as there is room, or as high as is given."""
        head = _HEAD.match(svg)
        if head is None:
            return
        wide, tall = float(head[1]), float(head[2])
        scale = min(self.room / wide, high / tall) if high else self.room / wide
        inside = self.spelled(_WORDS.sub("", svg[head.end() :]))
        self.parts.append(
            f'<svg x="{self.left + (self.room - wide * scale) / 2:.1f}" y="{self.y:.1f}" width="{wide * scale:.1f}" '
            f'height="{tall * scale:.1f}" viewBox="0 0 {head[1]} {head[2]}" font-size="16" overflow="visible">{inside}'
        )
        self.y += tall * scale

    def spelled(self, svg: str) -> str:
        """Colours as such, instead of by name."""
        named = _VARIABLE.sub(lambda found: self.colours.get(found[1], "#000"), svg)
        return named.replace("currentColor", self.colours["--fb-ink"])

    def svg(self, height: float = 0) -> str:
        """The picture, as high as it has grown, or as is given."""
        high = round(height or self.y + MARGIN)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{high}" '
            f'viewBox="0 0 {self.width} {high}" font-family="{FAMILY}"><rect width="{self.width}" height="{high}" '
            f'fill="{self.colours["--fb-raised"]}"/>{"".join(self.parts)}</svg>'
        )


def _dashes(dash: str) -> str:
    """A line's dashes, twice as long as in the drawing."""
    return f' stroke-dasharray="{" ".join(f"{float(one) * 2:g}" for one in dash.split())}"' if dash else ""


def of_chart(svg: str, chart: Any, *, called: str, source: str, rising: str) -> str:
    """A chart alone, for whoever shares it: what it is, its legend, drawing and source."""
    sheet = PictureLayout(colours=colours(rising), width=1080, y=MARGIN / 2)
    sheet.text(called, 38, bold=True, most=2)
    sheet.text(chart.unit_note, 26, colour="--fb-muted")
    sheet.legend(chart.legend, 28)
    sheet.y += 12
    sheet.drawing(svg)
    sheet.text(source, 24, colour="--fb-muted", most=2)
    return sheet.svg(sheet.y + MARGIN / 2)
