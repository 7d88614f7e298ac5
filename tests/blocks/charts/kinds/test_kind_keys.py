"""Every kind of chart over the demo's data: its table, its drawing and its sentence say the same numbers."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest

from builder import blocks, numbers
from builder.blocks.charts import chart_block, chart_fence, history_lines
from builder.blocks.charts.chart_figure import ChartFigure
from builder.blocks.charts.custom import custom_chart, vega_rules
from builder.blocks.charts.custom.custom_chart import CustomChart
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.kinds.kind_keys import TYPES
from builder.blocks.wording import value_text
from builder.model import Answer, Ask, Fragment, Slot, SourceFile
from builder.templating import Templates
from builder.words.parse import parse
from tests import gallery

LINES = ("line", "area", "compare", "drawdown", "rolling")
WRITTEN = ("vega-lite", "altair")


@dataclass(frozen=True)
class Made:
    """A chart of the gallery, from its slot to its fragment."""

    slot: Slot
    answers: dict[Ask, Answer]
    figure: ChartFigure
    html: str
    file: str

    @property
    def texts(self) -> list[str]:
        """What the drawing says."""
        svg = self.html[self.html.find("<svg viewBox") : self.html.rfind("</svg>") + 6]
        return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter("text")] if svg else []

    @property
    def shown(self) -> list[str]:
        """Every number of the table, as a reader sees it."""
        return [
            self.figure.shown(column, value)
            for _, values in self.figure.rows
            for column, value in enumerate(values)
            if value is not None
        ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """The first chart of each kind, and the third block of Vega-Lite as "inline", drawn in one go."""
    folder = gallery.make(tmp_path_factory.mktemp("gallery") / "site")
    text = (gallery.HERE / "gallery.md").read_text("utf-8")
    page = parse(SourceFile(path="briefings/gallery.md", text=text), zone="Asia/Shanghai")
    snapshot = numbers.load(folder / "content/data", risk_free=0.015, trading_days=252)
    slots, problems = blocks.understood(page, snapshot.directory, numbers.measures_by_name(), {}, trusted_code=True)
    assert problems == []
    requests = [(slot, {ask: snapshot.answer(ask) for ask in blocks.asks(slot)}) for slot in slots.values()]
    tools = blocks.RenderTools(templates=Templates(), cache_dir=tmp_path_factory.mktemp("cache"))
    drawn = blocks.render(requests, tools)
    figures = chart_block._figures([(slot.params, answers) for slot, answers in requests])
    found: dict[str, Made] = {}
    for (slot, answers), fragment, figure in zip(requests, drawn, figures, strict=True):
        assert isinstance(fragment, Fragment) and isinstance(figure, ChartFigure), (slot.params, fragment)
        (file,) = fragment.files.values()
        one = Made(slot, answers, figure, fragment.html, file)
        found.setdefault("inline" if slot.params.get("data") == [] else str(slot.params["type"]), one)
    return found


def test_the_gallery_holds_every_kind(made: dict[str, Made]) -> None:
    assert set(made) == {*TYPES, *WRITTEN, "inline"}
    assert set(chart_block.FIGURES) == set(TYPES)


def numbers_of(html: str) -> list[list[str]]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        ["".join(cell.itertext()) if cell.find("data") is None else cell.find("data").get("value") for cell in row]
        for row in tree.iter("tr")
    ]


@pytest.mark.parametrize("kind", [*TYPES, *WRITTEN])
def test_the_table_and_the_csv_hold_the_figures_values_unrounded(made: dict[str, Made], kind: str) -> None:
    one = made[kind]
    rows = list(csv.reader(StringIO(one.file.removeprefix("\ufeff"))))
    assert rows[0] == list(one.figure.head)
    assert rows[1:] == [
        [first, *("" if value is None else repr(float(value)) for value in values)] for first, values in one.figure.rows
    ]
    kept = history_lines.month_ends(one.figure.rows) if one.figure.thinned else one.figure.rows
    wanted = [[first, *("--" if value is None else repr(float(value)) for value in values)] for first, values in kept]
    assert numbers_of(one.html)[1:] == wanted


@pytest.mark.parametrize("kind", ["bar", "calendar-years", "allocation", "dumbbell"])
def test_a_drawing_tells_every_number_of_its_table(made: dict[str, Made], kind: str) -> None:
    assert made[kind].shown and set(made[kind].shown) <= set(made[kind].texts)


@pytest.mark.parametrize("kind", ["bar", "calendar-years", "allocation", "dumbbell", "scatter", "table"])
def test_a_sentence_tells_every_number_of_its_table(made: dict[str, Made], kind: str) -> None:
    assert all(text in made[kind].figure.takeaway for text in made[kind].shown)


@pytest.mark.parametrize("kind", LINES)
def test_a_line_goes_through_values_of_the_table_its_extremes_and_its_end(made: dict[str, Made], kind: str) -> None:
    figure = made[kind].figure
    columns = [
        {days(first): values[at] for first, values in figure.rows if values[at] is not None}
        for at in range(len(figure.head) - 1)
    ]
    for line, column in zip(figure.scene["lines"], columns, strict=True):
        points = [tuple(point) for part in line["segments"] for point in part]
        assert all(column[day] == value for day, value in points)
        values = [value for _, value in points]
        assert (min(values), max(values)) == (min(column.values()), max(column.values()))
        assert points[-1] == (max(column), column[max(column)])


@pytest.mark.parametrize("kind", [*LINES, "multiples"])
def test_a_line_ends_with_the_tables_last_value_in_drawing_and_sentence(made: dict[str, Made], kind: str) -> None:
    figure = made[kind].figure
    for at, _ in enumerate(figure.head[1:]):
        last = next(values[at] for _, values in reversed(figure.rows) if values[at] is not None)
        assert value_text.text(last, figure.unit, measure=figure.measure) in figure.takeaway
        places = {"ratio": 1, "nav": 4, "index100": 1}.get(figure.unit, 2)
        is_benchmark = kind == "multiples" and at == len(figure.head) - 2
        assert (
            is_benchmark
            or value_text.text(last, figure.unit, measure=figure.measure, places=places) in made[kind].texts
        )


def test_a_dot_stands_where_its_two_numbers_are(made: dict[str, Made]) -> None:
    figure = made["scatter"].figure
    (room, height), scales = figure.scene["size"], (figure.scene["x"]["domain"], figure.scene["y"]["domain"])
    dots = next(one["rows"] for one in figure.scene["layers"] if one["mark"] == "point")
    assert len(dots) == len(figure.rows)
    for dot, (_, values) in zip(dots, figure.rows, strict=True):
        across = scales[0][0] + dot["x"] / room * (scales[0][1] - scales[0][0])
        up = scales[1][0] + (height - dot["y"]) / height * (scales[1][1] - scales[1][0])
        assert (across, up) == pytest.approx(values)


def test_a_month_has_its_return_in_the_drawing_and_the_year_that_of_a_sentence(made: dict[str, Made]) -> None:
    one = made["monthly"]
    drawn = one.figure.scene["layers"][2]["rows"][12:]
    table = [value for _, values in one.figure.rows for value in values[:12] if value is not None]
    assert [row["text"] for row in drawn] == [
        value_text.text(value, "ratio", places=1).removeprefix("+").removesuffix("%") for value in table
    ]
    assert all(value_text.text(choose(table), "ratio") in one.figure.takeaway for choose in (min, max))


def test_shares_are_from_the_funds_reports(made: dict[str, Made]) -> None:
    assert "来源：基金定期报告；报告期2023年12月31日" in made["allocation"].html


def test_a_month_counts_from_the_end_of_the_month_before() -> None:
    points = (("2023-11-30", 1.0), ("2023-12-15", 1.3), ("2023-12-29", 1.1), ("2024-01-31", 1.21), ("2024-03-01", 1.0))
    assert {month: round(value, 12) for month, (value, _, _) in history_lines.monthly(points).items()} == {
        "2023-12": 0.1,
        "2024-01": 0.1,
    }
    assert {year: (start, end) for year, (_, start, end) in history_lines.yearly(points).items()} == {
        "2024": ("2023-12-29", "2024-03-01")
    }


@pytest.mark.parametrize("kind", [*WRITTEN, "inline"])
def test_a_written_chart_has_the_rows_that_it_draws(made: dict[str, Made], kind: str) -> None:
    one = made[kind]
    (written,) = custom_chart.read([(one.slot.params, one.answers)])
    assert isinstance(written, CustomChart)
    drawn = sorted(float(row["value" if kind != "inline" else "金额"]) for row in custom_chart.rows(written))
    table = sorted(value for _, values in one.figure.rows for value in values if value is not None)
    assert drawn == table
    assert vega_rules.faults(written.spec, {name: rows[0] for name, rows in written.tables.items()}) == []


def test_a_contracts_benchmark_stands_beside_whole_years_of_its_fund_only(made: dict[str, Made]) -> None:
    spec = {"type": "calendar-years", "series": "990101", "benchmark": "contract", "years": "2022-2023"}
    fence = chart_fence.ChartFence.model_validate(spec)
    assert (fence.years, fence.benchmark) == (("2022", "2023"), "contract")
    params: dict[str, Any] = {
        **made["calendar-years"].slot.params,
        "benchmark": "contract:fund:990101",
        "columns": [
            {"measure": "calendar-year", "window": year, "start": f"{int(year) - 1}-12-31", "end": f"{year}-12-31"}
            | {"label": f"{year}年", "unit": "ratio"}
            for year in ("2022", "2023")
        ],
    }
    values = {"2022": None, "2023": 0.05}
    answers = {
        ask: Answer(value=0.02, unit="ratio", end=ask.end)
        if ask.measure == "benchmark-return"
        else Answer(value=values.get(ask.window), unit="ratio", end="2023-12-31")
        if ask.measure == "calendar-year"
        else Answer(value="甲", unit="text")
        for ask in chart_block.asks(params)
    }
    assert {(ask.start, ask.end) for ask in answers if ask.measure == "benchmark-return"} == {
        ("2021-12-31", "2022-12-31"),
        ("2022-12-31", "2023-12-31"),
    }
    figure = chart_block.FIGURES["calendar-years"](params, answers)
    assert (figure.head, figure.rows) == (("年度", "甲", "业绩比较基准"), (("2023年", (0.05, 0.02)),))


def test_the_drawings_are_harmless_and_small(made: dict[str, Made], tmp_path: Path) -> None:
    for kind, one in made.items():
        tree = html5lib.parseFragment(one.html, namespaceHTMLElements=False)
        names = {key for element in tree.iter() for key in element.attrib}
        assert "style" not in names and not any(name.startswith("on") for name in names), kind
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert kind == "inline" or ids == [], kind
