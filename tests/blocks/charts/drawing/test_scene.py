"""Where things go in a drawing."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.blocks.charts.drawing import scene as chart_scene
from builder.blocks.charts.drawing.scene import Bar, apart
from builder.blocks.charts.history_lines import ChartLine

PARAMS = {"annotate": [], "height": 0}
WEEK = tuple((f"2024-01-0{day}", float(day)) for day in range(1, 8))


@settings(max_examples=60)
@given(st.lists(st.floats(0, 240), min_size=1, max_size=7))
def test_end_labels_never_overprint_and_stay_in_their_order(wanted: list[float]) -> None:
    placed = apart(wanted, 17, 240)
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    assert all(placed[after] - placed[at] >= 17 - 1e-9 for at, after in pairwise(order))
    assert max(placed) <= 240 + 1e-9 and min(placed) >= -1e-9


def test_lines_differ_by_dashes_as_well_as_by_colour_and_a_benchmark_is_dotted_grey() -> None:
    lines = [ChartLine(name=str(at), points=WEEK, reference=at == 5) for at in range(6)]
    styles = chart_scene.style(lines)
    assert len({tuple(dash) for _, dash in styles}) == len({colour for colour, _ in styles}) == 6
    assert styles[5] == ("var(--c6)", [2, 3])


def test_notes_close_to_each_other_stand_in_rows_of_their_own() -> None:
    notes = [{"start": day, "end": day, "text": "示例事件"} for day in ("2024-01-03", "2024-01-03", "2024-01-07")]
    scene = chart_scene.of_lines(
        [ChartLine(name="甲", points=WEEK)],
        unit="points", filled=False, measure="", rule=None, params={**PARAMS, "annotate": notes},
    )  # fmt: skip
    assert [note["row"] for note in scene["notes"]] == [0, 1, 0]
    room = scene["size"][0] + scene["padding"]["right"]
    assert all(note["x"] >= 0 and note["x"] + 4 * 16 <= room for note in scene["notes"])


def test_every_drawing_is_equally_wide() -> None:
    line = chart_scene.of_lines(
        [ChartLine(name="甲", points=WEEK)], unit="points", filled=False, measure="", rule=None, params=PARAMS
    )
    bars = chart_scene.of_bars([Bar(name="甲", value=-0.2), Bar(name="乙", value=1.5)], unit="ratio", measure="return")
    for scene in (line, bars):
        assert scene["size"][0] + scene["padding"]["left"] + scene["padding"]["right"] == chart_scene.WIDTH


def test_a_gain_and_a_loss_follow_the_readers_colours_and_other_measures_do_not() -> None:
    two = [Bar(name="甲", value=-0.2), Bar(name="乙", value=1.5)]
    gains = chart_scene.of_bars(two, unit="ratio", measure="return")
    assert [bar["colour"] for bar in gains["bars"]] == ["var(--fb-down)", "var(--fb-up)"]
    risks = chart_scene.of_bars(two, unit="ratio", measure="volatility")
    assert {bar["colour"] for bar in risks["bars"]} == {"var(--c1)"}
