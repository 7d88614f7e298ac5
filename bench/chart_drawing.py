"""Measures what a chart costs a build: the time to draw one of each kind, the time to draw many, and the size of the SVG.

    python bench/chart_drawing.py [--runs N] [--many N]

Drawing is measured from the scene to the SVG, in a process that has drawn a chart of its kind before, as in a build; the start
of the process is measured separately. An `altair` fence is measured with its process. The data are made up.
"""

from __future__ import annotations

import argparse
import gzip
import math
import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from builder.blocks.charts.custom import script_runner
from builder.blocks.charts.drawing import drawing_process, font
from builder.blocks.charts.drawing.bar_plot import Bar, bars_scene
from builder.blocks.charts.drawing.time_plot import ChartLine, lines_scene
from builder.blocks.charts.kinds import calendar_years, dumbbell, monthly, multiples, scatter
from builder.slot_params.charts import ChartColumn, ChartNote

TARGET_MS, TARGET_KB = 40.0, 3.0  # of a chart of two lines over one year; KB gzipped
NOTES = [
    ChartNote(start="2023-03-01", end="2023-05-31", text="示例区间"),
    ChartNote(start="2023-11-30", end="2023-11-30", text="示例事件"),
]
PROGRAM = "import altair as alt\nchart = alt.Chart(prices).mark_line().encode(x='date:T', y='value:Q', color='name:N')"


def main() -> None:
    """Draw, measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="how often each chart is drawn")
    parser.add_argument("--many", type=int, default=100, help="how many charts to draw in all processes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fonts = font.install(Path(folder))
        command = (*drawing_process.COMMAND, str(fonts.parent / "fonts"))
        with drawing_process.Drawing(command, drawing_process.environment(fonts), 60) as drawing:
            started = seconds(lambda: drawing.draw(SCENES["bar"]))
            rows = [row(drawing, name, scene, options.runs) for name, scene in SCENES.items()]
        scenes = [SCENES["two lines, one year"] | {"n": number} for number in range(options.many)]
        on_all_cores = seconds(lambda: drawing_process.draw(scenes, Path(folder)))
        on_one_core = seconds(lambda: drawing_process.draw(scenes, Path(folder), processes=1))
    script = script_runner.Script(code=PROGRAM, tables={"prices": ROWS})
    program = statistics.median(seconds(lambda: script_runner.run([script])) for _ in range(3))
    print(f"{os.cpu_count()} cores, median of {options.runs}; a process starts and draws its first in {started:.2f} s")
    print("| chart | ms | target | first of its kind | bytes | gzipped KB |\n|---|---|---|---|---|---|")
    for columns in rows:
        print("| " + " | ".join(columns) + " |")
    print(f"two lines over one year: target {TARGET_KB} KB gzipped")
    print(
        f"{options.many} charts, with the start of the processes: {on_all_cores:.2f} s on all cores, {on_one_core:.2f} s on one"
    )
    print(f"an altair fence, with its process: {program:.2f} s")


def row(drawing: drawing_process.Drawing, name: str, scene: Mapping[str, Any], runs: int) -> list[str]:
    """The row of the table for one kind of chart."""
    first = seconds(lambda: drawing.draw(scene))
    times = [seconds(lambda: drawing.draw(scene)) for _ in range(runs)]
    svg = drawing.draw(scene)
    if not isinstance(svg, str):
        raise SystemExit(f"{name}: {svg.reason}")
    kilobytes = len(gzip.compress(svg.encode(), mtime=0)) / 1000
    return [
        name,
        f"{statistics.median(times) * 1000:.1f}",
        f"{TARGET_MS:g}",
        f"{first * 1000:.0f}",
        str(len(svg)),
        f"{kilobytes:.1f}",
    ]


def seconds(work: Any) -> float:
    """How long this takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def days(count: int, phase: float = 0.0) -> tuple[tuple[str, float], ...]:
    """A made-up history of this many working days."""
    points, day = [], date(2023, 1, 2)
    while len(points) < count:
        if day.weekday() < 5:
            number = len(points)
            noise = math.sin(number * 12.9898 + phase) * 43758.5453
            value = 100 + 20 * math.sin(number / 29 + phase) + 3 * (noise - math.floor(noise))
            points.append((day.isoformat(), value))
        day += timedelta(days=1)
    return tuple(points)


def lines(count: int, series: int, *, notes: bool = False) -> dict[str, Any]:
    """The scene of a line chart with this many days and lines."""
    drawn = [
        ChartLine(name=f"甲{number}", points=days(count, number), reference=0 < number == series - 1)
        for number in range(series)
    ]
    return lines_scene(drawn, unit="index100", rule_at=100.0, notes=NOTES if notes else ())


def columns(*measures: str) -> list[ChartColumn]:
    """The columns of a grid, one for each measure."""
    return [ChartColumn(measure=measure, label=measure) for measure in measures]


NAMES = [f"示例主题ETF联接{letter}" for letter in "ABCDEFGH"]
PAIRS = [(0.1 + number / 30, math.sin(number) / 3) for number in range(8)]
ROWS = [
    {"date": day, "name": name, "value": value}
    for number, name in enumerate(NAMES[:2])
    for day, value in days(250, number)
]
WRITTEN = {
    "data": {"name": "prices"},
    "mark": "line",
    "encoding": {
        "x": {"field": "date", "type": "temporal"},
        "y": {"field": "value", "type": "quantitative"},
        "color": {"field": "name", "type": "nominal"},
    },
}
SCENES: dict[str, dict[str, Any]] = {
    "two lines, one year": lines(250, 2),
    "two lines, 400 days, notes": lines(400, 2, notes=True),
    "five lines, ten years": lines(2500, 5),
    "bar": bars_scene(
        [Bar(name=name, value=y) for name, (_, y) in zip(NAMES, PAIRS, strict=True)],
        unit="ratio",
        signed=True,
        label="收益率",
    ),
    "calendar years": calendar_years.scene(
        [f"{year}年" for year in range(2019, 2024)], [[0.1, -0.2]] * 5, NAMES[:2], ["var(--c1)", "var(--c6)"]
    ),
    "scatter": scatter.scene(NAMES, PAIRS, columns("volatility", "return"), [False, True], [False] * 8, 0)[0],
    "dumbbell": dumbbell.scene(NAMES, PAIRS, columns("return", "return"), [True, True]),
    "monthly, five years": monthly.scene(
        [str(year) for year in range(2019, 2024)], [(*(n / 100 for n in range(-6, 6)), 0.1)] * 5
    ),
    "multiples, six panels": multiples.scene(
        [ChartLine(name=name, points=days(250, number)) for number, name in enumerate(NAMES[:6])], unit="index100"
    ),
    "vega-lite, two lines": {"kind": "written", "spec": WRITTEN, "tables": {"prices": ROWS}, "height": 0},
}

if __name__ == "__main__":
    main()
