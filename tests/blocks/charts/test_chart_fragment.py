"""What a reader gets of a chart: its names, its files, and no markup of an author's."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import pytest

from builder.blocks.block import RenderTools
from builder.blocks.charts.chart_fragment import called, fragment
from builder.blocks.charts.chart_kind import NO_DRAWING, ChartFigure
from builder.model import ROOT
from builder.slot_params.charts import StandardChartParams
from builder.templating import Templates

PARAMS = StandardChartParams(type="table", series=("fund:990101",), measure="return")
FIGURE = ChartFigure(
    scene=NO_DRAWING,
    head=("名称", "近1月", "近1年"),
    rows=(("甲", (0.05, None)),),
    unit="ratio",
    origin=lambda row, column, first: {},
    takeaway="一句话。",
    through="数据截至2024年2月19日",
    synthetic=False,
)


@pytest.mark.parametrize(
    ("title", "caption", "words"), [("题", "图", "题"), ("", "图", "图"), ("", "", "近1月、近1年")]
)
def test_a_chart_is_called_by_its_title_its_caption_or_its_columns(title: str, caption: str, words: str) -> None:
    assert called(replace(PARAMS, title=title, caption=caption), FIGURE) == words


def test_a_chart_links_the_files_that_come_with_it() -> None:
    tools = RenderTools(templates=Templates())
    png = b64encode(b"PNG").decode()
    drawn = fragment(PARAMS, FIGURE, "", "", tools, is_reactive=False, picture="<svg/>", png=png)
    assert [path.rpartition(".")[2] for path in drawn.files] == ["csv", "png"]
    assert list(drawn.files.values())[1] == b"PNG"
    assert all(f"{ROOT}{path}" in drawn.html for path in drawn.files)
    alone = fragment(PARAMS, FIGURE, "", "", tools, is_reactive=False)
    assert [path.rpartition(".")[2] for path in alone.files] == ["csv"]


def test_a_specification_cannot_end_its_script() -> None:
    tools = RenderTools(templates=Templates(), vega="assets/vega.js")
    html = fragment(PARAMS, FIGURE, "", '{"a": "</script><b>"}', tools, is_reactive=True).html
    assert "\\u003c/script>\\u003cb>" in html and "</script><b>" not in html
