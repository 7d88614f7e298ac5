"""The bars of one number for each name."""

from __future__ import annotations

from typing import Any

from builder.blocks.charts.drawing.bar_plot import Bar, bars_scene
from builder.blocks.charts.drawing.scene import WIDTH

TWO = [Bar(name="甲", value=-0.2), Bar(name="乙", value=1.5)]


def colours(scene: dict[str, Any]) -> list[str]:
    return [row["colour"] for row in scene["layers"][0]["rows"]]


def test_a_drawing_is_as_wide_as_a_column() -> None:
    scene = bars_scene(TWO, unit="ratio", signed=True, label="收益率")
    assert scene["size"][0] + scene["padding"]["left"] + scene["padding"]["right"] == WIDTH


def test_a_gain_and_a_loss_follow_the_readers_colours_and_other_measures_do_not() -> None:
    gains = bars_scene(TWO, unit="ratio", signed=True, label="收益率")
    assert colours(gains) == ["var(--fb-down)", "var(--fb-up)"]
    risks = bars_scene(TWO, unit="ratio", signed=False, label="波动率")
    assert set(colours(risks)) == {"var(--c1)"}
