"""A chart of the gallery, as the tests of kinds look at it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

from builder.blocks.charts.chart_kind import ChartFigure
from builder.model import Answer, Ask
from builder.slot_params.charts import ChartParams


@dataclass(frozen=True)
class GalleryChart:
    """A chart of the gallery, from its parameters to its fragment."""

    params: ChartParams
    answers: dict[Ask, Answer]
    figure: ChartFigure
    html: str
    file: str

    @property
    def texts(self) -> list[str]:
        """What the drawing says."""
        svg = self.html[self.html.find("<svg viewBox") : self.html.rfind("</svg>") + 6]
        return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter("text")] if svg else []

    @property
    def shown(self) -> list[str]:
        """Every number of the table, as a reader sees it."""
        return [
            self.figure.shown(column, value)
            for _, values in self.figure.rows
            for column, value in enumerate(values)
            if value is not None
        ]
