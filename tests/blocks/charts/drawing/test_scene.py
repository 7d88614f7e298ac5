"""What a scene is made of: plain JSON, and colours by which series are told apart."""

from __future__ import annotations

import json

from builder.blocks.charts.drawing import scene


def test_a_scene_is_plain_json_with_what_a_pointer_is_shown() -> None:
    rows = (scene.rule(0, 1, 2, 3, dash=(2, 3)), scene.rect(0, 0, 1, 1, scene.GRID))
    layers = [scene.layer("rule", rows[:1]), scene.layer("rect", rows[1:])]
    drawn = scene.scene((100, 50), layers, left=4, right=6, spots=[[0, 0, 1, 1, "甲", []]])
    assert json.loads(json.dumps(drawn)) == drawn
    assert drawn["padding"] == {"left": 4, "top": 2, "right": 6, "bottom": 2}
    assert drawn["spots"] == [[0, 0, 1, 1, "甲", []]]


def test_layers_of_one_look_are_equal_in_whatever_order_it_is_given() -> None:
    first = scene.layer("text", [], bold=True, align="left")
    second = scene.layer("text", [], align="left", bold=True)
    assert json.dumps(first) == json.dumps(second)


def test_a_benchmark_is_the_last_series_and_grey() -> None:
    assert scene.series_colours(2, reference=True) == ["var(--c1)", scene.REFERENCE]
    assert scene.series_colours(7, reference=False)[-1] == "var(--c1)"
