"""Drawing itself: the same bytes everywhere, harmless whatever a name says."""

import math
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from builder.blocks.charts.drawing import font
from builder.blocks.charts.drawing.bar_plot import Bar
from builder.blocks.charts.drawing.bar_plot import bars_scene as scene_of_bars
from builder.blocks.charts.drawing.drawing_process import COMMAND, Drawing, draw, environment
from builder.blocks.charts.drawing.time_plot import ChartLine
from builder.blocks.charts.drawing.time_plot import lines_scene as scene_of_lines
from builder.blocks.charts.kinds import calendar_years, dumbbell, monthly, multiples, scatter
from builder.slot_params.charts import ChartColumn, ChartNote

NASTY = "</svg><script>alert(1)</script>&datum.x{{ x }}𠀀😀"
GOLDEN = Path(__file__).parent / "golden"
NOTES = [
    ChartNote(start="2023-03-01", end="2023-05-31", text="示例区间"),
    ChartNote(start="2023-11-30", end="2023-11-30", text="示例事件"),
]


def wave(count: int, height: float, phase: float) -> tuple[tuple[str, float], ...]:
    start = date(2023, 1, 2)
    dates = [(start + timedelta(days=number)).isoformat() for number in range(count)]
    return tuple((day, round(100 + height * math.sin(at / 29 + phase), 3)) for at, day in enumerate(dates))


def lines_scene(*, filled: bool = False, names: tuple[str, str] = ("甲", "乙")) -> dict[str, Any]:
    lines = [
        ChartLine(name=names[0], points=wave(400, 30, 0)),
        ChartLine(name=names[1], points=(*wave(120, 12, 1), *wave(400, 12, 1)[170:]), reference=True),
    ]
    return scene_of_lines(lines, unit="index100", filled=filled, rule_at=100.0, notes=NOTES)


def bars_scene(name: str = "某基金") -> dict[str, Any]:
    bars = [Bar(name=name, value=0.0518), Bar(name="乙", value=-0.4275), Bar(name="丙", value=None)]
    bars.append(Bar(name="基准", value=0.01, reference=True))
    return scene_of_bars(bars, unit="ratio", signed=True, label="近1年收益率")


def columns(*measures: str) -> list[ChartColumn]:
    return [ChartColumn(measure=measure, label=f"近1年{measure}") for measure in measures]


NAMES = ["示例人工智能主题ETF联接A", "乙", "丙"]
PAIRS = [(0.182, -0.0513), (0.331, 1.204), (0.25, None)]
WRITTEN = {
    "data": {"name": "prices"},
    "mark": {"type": "line", "point": True},
    "encoding": {
        "x": {"field": "date", "type": "temporal", "title": "日期"},
        "y": {"field": "value", "type": "quantitative", "title": "规模"},
        "color": {"field": "name", "type": "nominal"},
    },
}
ROWS = [
    {"date": day, "name": name, "value": value * 1e7}
    for name, phase in (("示例人工智能", 0.0), ("NVDA Inc.", 1.0))
    for day, value in wave(90, 30, phase)
]
SCENES = {
    "lines": lines_scene(),
    "area": lines_scene(filled=True),
    "bars": bars_scene(),
    "years": calendar_years.scene(
        ["2022年", "2023年"], [[-0.21, None], [0.1165, 0.0832]], NAMES[:2], ["var(--c1)", "var(--c6)"]
    ),
    "pairs": dumbbell.scene(NAMES, PAIRS, columns("return", "return"), [True, True]),
    "scatter": scatter.scene(NAMES, PAIRS, columns("volatility", "return"), [False, True], [False, True, False], 0)[0],
    "months": monthly.scene(["2022", "2023"], [(None, *(n / 100 for n in range(-6, 5)), 0.1)] * 2),
    "panels": multiples.scene(
        [ChartLine(name=name, points=wave(300, 20, at), reference=at == 2) for at, name in enumerate(NAMES)],
        unit="index100",
    ),
    "written": {"kind": "written", "spec": WRITTEN, "tables": {"prices": ROWS}, "height": 0, "language": "zh"},
    "nasty": bars_scene(NASTY),
}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    found = draw(list(SCENES.values()), tmp_path_factory.mktemp("charts"))
    assert all(isinstance(one, str) for one in found), found
    return dict(zip(SCENES, map(str, found), strict=True))


@pytest.mark.parametrize("name", [name for name in SCENES if name != "nasty"])
def test_a_drawing_is_the_golden_one(drawn: dict[str, str], name: str, request: pytest.FixtureRequest) -> None:
    golden, changed = GOLDEN / f"{name}.svg", GOLDEN / f"{name}-changed.svg"
    if not golden.is_file() or golden.read_text("utf-8") != drawn[name] + "\n":
        changed.write_text(drawn[name] + "\n", "utf-8", newline="\n")
        pytest.fail(f"{changed.name} differs from {golden.name}: look at both, then replace or repair")


@pytest.mark.parametrize(
    "changes",
    [
        {"TZ": "America/New_York", "PYTHONHASHSEED": "77"},
        {"TZ": "Asia/Shanghai", "FONTCONFIG_FILE": ""},
        {"FONTCONFIG_FILE": ""},
        {"FONTCONFIG_FILE": "/nonexistent/fonts.conf", "LANG": "de_DE.UTF-8"},
    ],
    ids=["another zone and seed", "another zone and all system fonts", "all system fonts", "no fonts at all"],
)
@pytest.mark.slow
def test_the_bytes_depend_on_no_zone_seed_or_font(
    drawn: dict[str, str], tmp_path: Path, changes: dict[str, str]
) -> None:
    # An author's dates are read by Vega, in the zone that the drawing process is always given.
    left = ["written"] if "TZ" in changes else []
    fonts = font.install(tmp_path)
    env = {**environment(fonts), **changes}
    env = {key: value for key, value in env.items() if value}
    with Drawing((*COMMAND, str(fonts.parent / "fonts")), env, 60) as drawing:
        again = {name: drawing.draw(SCENES[name]) for name in reversed(SCENES) if name not in left}
    assert again == {name: one for name, one in drawn.items() if name not in left}


def test_a_drawing_needs_no_style_id_or_address(drawn: dict[str, str]) -> None:
    for name, text in drawn.items():
        if name == "written":  # whose clips and gradients have ids, see test_chart_svg
            continue
        root = ElementTree.fromstring(text)
        attributes = {key for element in root.iter() for key in element.attrib}
        assert not attributes & {"style", "id", "class", "href", "{http://www.w3.org/1999/xlink}href", "aria-label"}
        assert [element.get("role") for element in root.iter() if element.get("role")] == ["img"]
        assert "http" not in text and "url(" not in text


def test_a_drawing_takes_its_colours_from_the_page(drawn: dict[str, str]) -> None:
    paints = {
        value
        for text in drawn.values()
        for element in ElementTree.fromstring(text).iter()
        for key, value in element.attrib.items()
        if key in ("fill", "stroke")
    }
    assert all(paint in ("none", "currentColor") or paint.startswith("var(--") for paint in paints)
    assert {"var(--c1)", "var(--c6)", "var(--grid)", "var(--fb-up)", "var(--fb-down)"} <= paints


def test_a_gap_is_seen(drawn: dict[str, str]) -> None:
    paths = ElementTree.fromstring(drawn["lines"]).iter("path")
    dotted = [path for path in paths if path.get("stroke") == "var(--c6)"]
    assert len(dotted) == 2


def test_a_name_is_text_whatever_it_says(drawn: dict[str, str]) -> None:
    text = drawn["nasty"]
    assert "<script" not in text
    assert NASTY in [element.text for element in ElementTree.fromstring(text).iter("text")]


def test_what_is_drawn_is_valid_vega_lite() -> None:
    from builder.blocks.charts.drawing import altair_worker

    for scene in (one for one in SCENES.values() if one["kind"] != "written"):
        looks = [[layer["mark"], layer["look"]] for layer in scene["layers"] if layer["rows"]]
        checked = altair_worker.spec(looks, checked=True)  # raises where the schema is not met
        assert checked == altair_worker.spec(looks) and checked["background"] is None


def test_the_main_process_never_loads_the_renderer(tmp_path: Path) -> None:
    import subprocess

    code = (
        "import sys, pathlib\nfrom builder.blocks.charts import chart_block\n"
        "from builder.blocks.charts.drawing import drawing_process\n"
        f"drawing_process.draw([{{}}], pathlib.Path({str(tmp_path)!r}), command=[sys.executable, '-c', ''])\n"
        "sys.exit(any(name in sys.modules for name in ('altair', 'vl_convert')))"
    )
    env = {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0
