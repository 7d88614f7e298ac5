"""The charts of the gallery, drawn once for all tests of kinds."""

from __future__ import annotations

import pytest

from builder import blocks, numbers
from builder.blocks.charts import chart_block
from builder.blocks.charts.chart_kind import ChartFigure
from builder.model import Fragment, SourceFile
from builder.slot_params.charts import ChartParams, CustomChartParams
from builder.templating import Templates
from builder.words.parse import parse
from tests import gallery
from tests.blocks.charts.kinds.gallery_chart import GalleryChart


@pytest.fixture(scope="session")
def charts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, GalleryChart]:
    """The first chart of each kind, and the custom chart with rows of its own as "inline", drawn in one go."""
    folder = gallery.make(tmp_path_factory.mktemp("gallery") / "site")
    text = (gallery.HERE / "gallery.md").read_text("utf-8")
    page = parse(SourceFile(path="briefings/gallery.md", text=text), zone="Asia/Shanghai")
    snapshot = numbers.load(folder / "content/data", risk_free=0.015, trading_days=252)
    slots, problems = blocks.resolve_page(page, snapshot.directory, numbers.measures_by_name(), {}, trusted_code=True)
    assert problems == []
    requests = [(slot, {ask: snapshot.answer(ask) for ask in blocks.asks(slot)}) for slot in slots.values()]
    tools = blocks.RenderTools(templates=Templates(), cache_dir=tmp_path_factory.mktemp("cache"))
    drawn = blocks.render(requests, tools)
    typed = [(slot.params, answers) for slot, answers in requests if isinstance(slot.params, ChartParams)]
    by_name: dict[str, GalleryChart] = {}
    for (params, answers), fragment, figure in zip(typed, drawn, chart_block.figures_of(typed), strict=True):
        assert isinstance(fragment, Fragment) and isinstance(figure, ChartFigure), (params, fragment)
        (file,) = fragment.files.values()
        is_inline = isinstance(params, CustomChartParams) and not params.data
        chart = GalleryChart(params, answers, figure, fragment.html, str(file))
        by_name.setdefault("inline" if is_inline else params.type, chart)
    return by_name
