"""A number is rounded as its decimals are written, and reads the same wherever it stands."""

from __future__ import annotations

import ast
import json
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import number_format
from builder.blocks import restated
from builder.blocks.charts import chart_fragment
from builder.blocks.charts.chart_kind import ChartFigure
from builder.blocks.charts.drawing.bar_plot import Bar, bars_scene
from builder.blocks.charts.kinds import bar
from builder.blocks.charts.kinds.monthly import short_percent
from builder.blocks.fund_page import fund_drawing
from builder.blocks.wording import data_element
from builder.blocks.wording import value_text as formats
from builder.model import Answer, Ask

BUILDER = Path(__file__).parent.parent / "builder"
# Coordinates of drawings, sizes of files and seconds, and a fund's size on its way from one table to another.
OWN_PLACES = {
    "blocks/charts/drawing/vega_svg.py",
    "blocks/fund_page/fund_drawing.py",
    "blocks/images/picture_svg.py",
    "blocks/images/share_images.py",
    "blocks/wording/sparkline.py",
    "desk/new_site.py",
    "numbers/sources/akshare.py",
    "theme/palette.py",
}
UNITS = ("ratio", "nav", "points", "price", "money", "number", "index100")
VALUES = st.one_of(
    st.floats(min_value=-1e9, max_value=1e9, allow_nan=False),
    st.integers(-240_000, 240_000).map(lambda number: number / 200_000),  # halves of the last place and their like
    st.integers(-240_000, 240_000).map(lambda number: number / 2_000),
)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (99_999_999.999, "1.00亿元"),
        (99_999_949.0, "9,999.99万元"),
        (99_999_950.0, "1.00亿元"),
        (9_999.999, "1.00万元"),
        (9_999.99, "9,999.99元"),
        (-99_999_999.999, "-1.00亿元"),
        (-0.001, "0.00元"),
        (1e27, "10,000,000,000,000,000,000.00亿元"),
        (5e-324, "0.00元"),
    ],
)
def test_money_is_told_in_the_unit_that_it_rounds_to(amount: float, text: str) -> None:
    assert number_format.money(amount) == text


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_a_return_is_rounded_as_the_decimals_of_its_navs_say(first: int, last: int) -> None:
    exact = Fraction(last - first, first) * 10_000  # hundredths of a per cent
    expected = floor(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)
    shown = number_format.percent((last / 10_000) / (first / 10_000) - 1)
    assert Decimal(shown.removesuffix("%").replace(",", "")) * 100 == expected


def test_halves_round_up_in_the_decimals_that_are_written() -> None:
    assert number_format.number(1.00125, 4) == "1.0013"
    assert number_format.percent(0.00125, places=1) == "+0.1%"
    assert number_format.percent(0.125, places=0) == "+13%"
    assert number_format.number(2.675, 2) == "2.68"  # binary fractions would make 2.67 of it


@settings(max_examples=60)
@given(st.floats(min_value=-10, max_value=10, allow_nan=False))
def test_a_percentage_is_the_value_rounded_and_signed(value: float) -> None:
    shown = number_format.percent(value)
    exact = (Decimal(repr(value)) * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert Decimal(shown.rstrip("%").replace(",", "")) == exact
    assert shown.startswith("+") == (exact > 0)
    assert shown.startswith("-") == (exact < 0)


@given(
    st.one_of(
        st.floats(min_value=-12, max_value=12, allow_nan=False),
        st.integers(-120_000, 120_000).map(lambda number: number / 20_000),  # halves of the last place and their like
        st.integers(-240_000, 240_000).map(lambda number: number / 20_000 + 1e-12),
    ),
    st.booleans(),
)
def test_a_percentage_is_spelled_as_its_decimals_round(value: float, signed: bool) -> None:
    number = (Decimal(repr(value)) * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    wanted = f"{abs(number)}%" if number.is_zero() else f"{number:+,}%" if signed else f"{number:,}%"
    assert number_format.percent(value, signed=signed) == wanted


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_any_number_is_rounded_away_from_zero_and_has_no_minus_zero(value: float, places: int) -> None:
    shown = number_format.rounded(value, places)
    assert abs(shown - number_format.exact(value)) * 2 <= Decimal(1).scaleb(-places)
    assert shown == -number_format.rounded(-value, places)
    assert not str(shown).startswith("-0") or shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1,234.5"),
        (0.1234565, "0.123457"),
        (-0.0, "0"),
        (2.5, "2.5"),
        (1e6, "1e+06"),
        (999_999.5, "1e+06"),
        (-0.1, "-0.1"),
    ],
)
def test_a_number_of_unknown_meaning_keeps_six_digits(value: float, text: str) -> None:
    assert number_format.significant(value) == text


def figure(value: float, unit: str, signed: bool) -> ChartFigure:
    scene: dict[str, Any] = {"size": [1, 1], "padding": {"left": 0, "top": 0, "right": 0}, "rule": None}
    scene |= {"kind": "marks", "time": [0, 1], "values": [0, 1], "notes": [], "filled": False}
    return ChartFigure(
        scene=scene,
        legend=(("甲", "", ""),),
        head=("日期", "甲"),
        rows=(("2024-01-02", (value,)),),
        unit=unit,
        signed=signed,
        origin=lambda *_: {},
        takeaway="",
        through="",
        synthetic=False,
    )


def tooltip(value: float, unit: str, signed: bool) -> str:
    """What the script spells of the whole number that it gets."""
    told = json.loads(chart_fragment.live(figure(value, unit, signed)))
    places, suffix, has_plus = told["f"]
    last = int(told["l"][0][3])
    return f"{'+' if has_plus and last > 0 else ''}{Decimal(last).scaleb(-places):,}{suffix}"


@settings(max_examples=300)
@given(VALUES, st.sampled_from(UNITS), st.booleans())
def test_a_number_reads_the_same_wherever_it_stands(value: float, unit: str, signed: bool) -> None:
    text = formats.text(value, unit, signed=signed)
    ask = Ask(series="fund:990101", measure="return", as_of="2024-02-19")
    assert f">{text}</data>" in data_element.element(ask, Answer(value=value, unit=unit, signed=signed))
    assert figure(value, unit, signed).shown(0, value) == text
    bars = [Bar(name="甲", value=value)]
    layers = bars_scene(bars, unit=unit, signed=signed, label="")["layers"]
    assert text in [row["text"] for layer in layers if layer["mark"] == "text" for row in layer["rows"]]
    assert text in bar.sentence(bars, "", unit, signed=signed)
    if unit != "money":  # no line of money is drawn
        assert tooltip(value, unit, signed) == text


@given(VALUES, st.booleans())
def test_a_percentage_of_any_places_is_the_one_formatters(value: float, measure: str) -> None:
    signed = measure == "return"
    for places in range(4):
        told = formats.text(value, "ratio", signed=signed, places=places)
        assert told == formats.text(value, "ratio", signed=signed, format=f"percent{places}")
        assert told == number_format.percent(value, places=places, signed=signed)
    assert f"{short_percent(value)}%" == number_format.percent(
        value, places=1 if abs(value) < 0.0995 else 0, signed=False
    )
    assert restated._level(value, "ratio") == number_format.percent(value, signed=False)
    assert Decimal(restated._level(value, "nav").replace(",", "")) == number_format.rounded(
        number_format.exact(value) * 100, 2
    )


@given(st.lists(st.integers(1, 30_000).map(lambda value: value / 10_000), min_size=2, max_size=9))
def test_a_funds_drawings_end_with_what_its_table_tells(values: list[float]) -> None:
    year = fund_drawing.year([(f"2024-01-{day:02}", value) for day, value in enumerate(values, 1)], ())
    upper, lower = fund_drawing.drawings(year, ("", ""), ("", ""))
    ends = [re.findall(r'font-weight="bold">([^<]*)<', drawing) for drawing in (upper, lower)]
    assert ends == [
        [number_format.percent(year.change(-1), places=1)],
        [number_format.percent(year.fall(-1), places=1, signed=False)],
    ]


def test_no_other_module_rounds_a_number_into_text() -> None:
    found = []
    for path in sorted(BUILDER.rglob("*.py")):
        place = path.relative_to(BUILDER).as_posix()
        text = path.read_text(encoding="utf-8")
        if place == "number_format.py":
            continue
        assert "ROUND_HALF" not in text, place
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FormattedValue) and node.format_spec:
                spec = "".join(str(part.value) for part in node.format_spec.values if isinstance(part, ast.Constant))
                if spec.endswith("%") or re.search(r"[.][0-9]*[efg]?$", spec):
                    found.append(place)
    assert set(found) == OWN_PLACES
