"""The site's looks under an author's specification."""

from __future__ import annotations

import pytest

from builder.blocks.charts.drawing.scene import HEIGHT, WIDTH
from builder.blocks.charts.drawing.vega_theme import CONFIG, themed


def test_an_authors_config_goes_first_but_for_font_background_and_size() -> None:
    own = {
        "font": "Arial",
        "background": "red",
        "axisX": {"grid": True},
        "view": {"stroke": "red", "continuousWidth": 9000},
    }
    config = themed({"mark": "bar", "config": own}, 0)["config"]
    assert config["axisX"] == {"grid": True} and config["view"]["stroke"] == "red"
    assert (config["font"], config["background"]) == (CONFIG["font"], None)
    assert config["view"]["continuousWidth"] == WIDTH
    assert CONFIG["axisX"] == {"grid": False} and CONFIG["view"]["stroke"] is None


@pytest.mark.parametrize(
    ("given", "written", "height"), [(0, None, HEIGHT), (0, 300, 300), (0, 5000, HEIGHT), (120, 300, 120)]
)
def test_one_view_fits_the_column_and_has_a_height_within_limits(given: int, written: int | None, height: int) -> None:
    drawn = themed({"mark": "bar", "height": written, "width": 9000}, given)
    assert (drawn["width"], drawn["height"]) == (WIDTH, height)


def test_several_views_have_sizes_of_their_own() -> None:
    drawn = themed({"$schema": "x", "hconcat": []}, 120)
    assert not {"width", "height", "autosize", "$schema"} & set(drawn)
