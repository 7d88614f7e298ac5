"""Small panels, two beside each other, on the same scales."""

from __future__ import annotations

from builder.blocks.charts.drawing.time_plot import ChartLine
from builder.blocks.charts.kinds.multiples import KIND, scene
from tests.blocks.charts.kinds.fence_request import FUND, INDEX, request, shared_params
from tests.blocks.charts.kinds.gallery_chart import GalleryChart

POINTS = (("2023-01-03", 100.0), ("2023-06-30", 120.0), ("2024-01-02", 110.0))


def test_histories_are_rebased_to_100() -> None:
    checked = request(FUND, INDEX, type="multiples")
    params, problems = KIND.params(shared_params(checked), checked)
    assert (params.rebase, params.measure, problems) == ("100", "history", [])


def test_the_benchmark_has_no_panel_and_is_in_all_of_them(charts: dict[str, GalleryChart]) -> None:
    figure = charts["multiples"].figure
    *_, benchmarks, lines = (layer["rows"] for layer in figure.scene["layers"])
    panels = {row["part"].partition(".")[0] for row in lines}
    assert len(figure.scene["spots"]) == len(panels) == 4 == len(figure.head) - 2
    assert {row["part"].partition(".")[0] for row in benchmarks} == panels


def test_the_third_panel_stands_below_the_first() -> None:
    lines = [ChartLine(name=name, points=POINTS) for name in "甲乙丙"]
    first, second, third = scene(lines, unit="index100")["spots"]
    assert first[1] == second[1] < third[1]
    assert first[0] == third[0] < second[0]


def test_a_long_name_is_cut_to_its_panel() -> None:
    long_name = "很长的名称" * 20
    drawn = scene([ChartLine(name=long_name, points=POINTS)] * 2, unit="index100")
    (short,) = {row["text"] for row in drawn["layers"][3]["rows"]}
    assert short.endswith("…") and long_name.startswith(short[:-1])
