"""Every kind of chart over the demo's data: its table, its drawing and its sentence say the same numbers."""

from __future__ import annotations

import csv
from io import StringIO

import html5lib
import pytest

from builder.blocks.charts import chart_fragment
from builder.blocks.charts.custom import custom_chart, vega_rules
from builder.blocks.charts.custom.custom_chart import CustomChart
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.kinds import KINDS
from builder.blocks.wording import value_text
from builder.slot_params.charts import CustomChartParams
from tests import gallery
from tests.blocks.charts.kinds.gallery_chart import GalleryChart

TYPES = tuple(KINDS)
LINES = ("line", "area", "compare", "drawdown", "rolling")
WRITTEN = ("vega-lite", "altair")


def test_the_gallery_holds_every_kind(charts: dict[str, GalleryChart]) -> None:
    assert set(charts) == {*TYPES, *WRITTEN, "inline"}
    assert all(name == kind.name for name, kind in KINDS.items())


def test_the_authors_guide_names_every_kind() -> None:
    guide = (gallery.ROOT / "docs/authoring.md").read_text("utf-8")
    assert [name for name in TYPES if f"`type: {name}`" not in guide] == []


def numbers_of(html: str) -> list[list[str]]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        ["".join(cell.itertext()) if cell.find("data") is None else cell.find("data").get("value") for cell in row]
        for row in tree.iter("tr")
    ]


@pytest.mark.parametrize("kind", [*TYPES, *WRITTEN])
def test_the_table_and_the_csv_hold_the_figures_values_unrounded(charts: dict[str, GalleryChart], kind: str) -> None:
    chart = charts[kind]
    rows = list(csv.reader(StringIO(chart.file.removeprefix("\ufeff"))))
    assert rows[0] == list(chart.figure.head)
    assert rows[1:] == [
        [first, *("" if value is None else repr(float(value)) for value in values)]
        for first, values in chart.figure.rows
    ]
    page_rows = chart_fragment.month_ends(chart.figure.rows) if chart.figure.thinned else chart.figure.rows
    wanted = [
        [first, *("--" if value is None else repr(float(value)) for value in values)] for first, values in page_rows
    ]
    assert numbers_of(chart.html)[1:] == wanted


@pytest.mark.parametrize("kind", ["bar", "calendar-years", "allocation", "dumbbell"])
def test_a_drawing_tells_every_number_of_its_table(charts: dict[str, GalleryChart], kind: str) -> None:
    assert charts[kind].shown and set(charts[kind].shown) <= set(charts[kind].texts)


@pytest.mark.parametrize("kind", ["bar", "calendar-years", "allocation", "dumbbell", "scatter", "table"])
def test_a_sentence_tells_every_number_of_its_table(charts: dict[str, GalleryChart], kind: str) -> None:
    assert all(text in charts[kind].figure.takeaway for text in charts[kind].shown)


@pytest.mark.parametrize("kind", LINES)
def test_a_line_goes_through_values_of_the_table_its_extremes_and_its_end(
    charts: dict[str, GalleryChart], kind: str
) -> None:
    figure = charts[kind].figure
    (room, height), (first, last), (low, high) = (figure.scene[key] for key in ("size", "time", "values"))
    drawn = next(layer["rows"] for layer in figure.scene["layers"] if layer["mark"] == "line")
    for column in range(len(figure.head) - 1):
        values = {days(day): row[column] for day, row in figure.rows if row[column] is not None}
        rows = [row for row in drawn if row["part"].startswith(f"{column}.")]
        points = [
            (round(first + row["x"] / room * (last - first)), low + (height - row["y"]) / height * (high - low))
            for row in rows
        ]
        assert all(value == pytest.approx(values[day], rel=1e-9, abs=1e-9) for day, value in points)
        shown = [value for _, value in points]
        assert (min(shown), max(shown)) == pytest.approx((min(values.values()), max(values.values())))
        assert points[-1][0] == max(values)


@pytest.mark.parametrize("kind", [*LINES, "multiples"])
def test_a_line_ends_with_the_tables_last_value_in_drawing_and_sentence(
    charts: dict[str, GalleryChart], kind: str
) -> None:
    figure = charts[kind].figure
    for at, _ in enumerate(figure.head[1:]):
        last = next(values[at] for _, values in reversed(figure.rows) if values[at] is not None)
        assert value_text.text(last, figure.unit, signed=figure.signed) in figure.takeaway
        places = {"ratio": 1, "nav": 4, "index100": 1}.get(figure.unit, 2)
        is_benchmark = kind == "multiples" and at == len(figure.head) - 2
        assert (
            is_benchmark
            or value_text.text(last, figure.unit, signed=figure.signed, places=places) in charts[kind].texts
        )


@pytest.mark.parametrize("kind", [*WRITTEN, "inline"])
def test_a_written_chart_has_the_rows_that_it_draws(charts: dict[str, GalleryChart], kind: str) -> None:
    chart = charts[kind]
    assert isinstance(chart.params, CustomChartParams)
    (written,) = custom_chart.read([(chart.params, chart.answers)])
    assert isinstance(written, CustomChart)
    drawn = sorted(float(row["value" if kind != "inline" else "金额"]) for row in custom_chart.rows(written))
    table = sorted(value for _, values in chart.figure.rows for value in values if value is not None)
    assert drawn == table
    assert vega_rules.faults(written.spec, {name: rows[0] for name, rows in written.tables.items()}) == []


def test_the_drawings_are_harmless_and_small(charts: dict[str, GalleryChart]) -> None:
    for kind, chart in charts.items():
        tree = html5lib.parseFragment(chart.html, namespaceHTMLElements=False)
        names = {key for element in tree.iter() for key in element.attrib}
        assert "style" not in names and not any(name.startswith("on") for name in names), kind
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        assert kind == "inline" or ids == [], kind
