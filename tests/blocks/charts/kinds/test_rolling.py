"""The chart of rolling returns."""

from __future__ import annotations

import pytest

from builder.blocks.charts.kinds.rolling import KIND
from tests.blocks.charts.kinds.fence_request import FUND, request, shared_params
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


@pytest.mark.parametrize(("written", "window"), [({}, "1y"), ({"window": "3m"}, "3m")])
def test_a_return_rolls_over_a_year_unless_the_fence_names_a_window(written: dict[str, str], window: str) -> None:
    checked = request(FUND, type="rolling", **written)
    params, problems = KIND.params(shared_params(checked), checked)
    assert (params.measure, params.window, problems) == ("rolling-return", window, [])


def test_nothing_rolls_over_a_window_without_a_fixed_length() -> None:
    checked = request(FUND, type="rolling", window="ytd")
    _, (problem,) = KIND.params(shared_params(checked), checked)
    assert "ytd is not equally long on every day" in problem.message


def test_the_unit_note_names_the_window(charts: dict[str, GalleryChart]) -> None:
    figure = charts["rolling"].figure
    assert (figure.unit, figure.unit_note) == ("ratio", "截至每一日的1年收益率")
    assert "最低" in figure.takeaway and "最高" in figure.takeaway
