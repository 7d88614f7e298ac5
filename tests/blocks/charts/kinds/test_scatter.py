"""The scatter chart: where its dots stand."""

from __future__ import annotations

import pytest

from builder.blocks.charts.drawing import axis
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_a_dot_stands_where_its_two_numbers_are(charts: dict[str, GalleryChart]) -> None:
    figure = charts["scatter"].figure
    room, height = figure.scene["size"]
    dots = next(layer["rows"] for layer in figure.scene["layers"] if layer["mark"] == "point")
    assert len(dots) == len(figure.rows)
    xs, ys = zip(*(values for _, values in figure.rows), strict=True)
    across, up = axis.values(xs, "ratio", most=5), axis.values(ys, "ratio")
    for dot, (_, values) in zip(dots, figure.rows, strict=True):
        x = across.low + dot["x"] / room * (across.high - across.low)
        y = up.low + (height - dot["y"]) / height * (up.high - up.low)
        assert (x, y) == pytest.approx(values)
