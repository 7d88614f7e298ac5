"""The two pictures of a briefing."""

from __future__ import annotations

import re

from builder.blocks.images import picture_svg, share_images
from builder.slot_params.charts import ShareParams, StandardChartParams
from tests.blocks.images.picture_examples import DRAWING, chart_figure


def test_a_poster_leads_to_the_page_and_what_is_made_up_is_said_on_both() -> None:
    params = ShareParams(
        slug="a",
        title="标题",
        column="热点",
        date="2024-02-20",
        site="小站",
        url="https://example.org/r/briefings/a/",
        chart=StandardChartParams(type="line", series=("fund:990101",)),
    )
    card = share_images._card(params, chart_figure(), DRAWING, picture_svg.colours("red"))
    poster = share_images._poster(params, chart_figure(), DRAWING, picture_svg.colours("red"))
    assert 'width="1200" height="630"' in card
    for svg in (card, poster):
        assert "模拟数据" in svg and "【热点】标题" in svg and "2024年2月20日" in svg and "var(" not in svg
    assert "example.org/r/briefings/a/" in poster and "过往业绩不预示未来表现" in poster


def test_a_code_has_every_dark_square_of_its_address() -> None:
    import segno

    svg = share_images._code("https://example.org/", 0, 0, "#000")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)h1", svg)}
    matrix = [bytes(row) for row in segno.make("https://example.org/", error="m", micro=False).matrix]
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}
    assert len(matrix) >= 21
