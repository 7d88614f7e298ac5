"""Custom charts: what goes wrong is reported at its line with what would be right, and nothing is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Problem
from tests import gallery
from tests.blocks.charts.custom.fence_faults import (
    BAR,
    HEAD,
    INLINE,
    Fault,
    assert_reported,
    problems_by_fault,
    python,
    vega,
)

# More than 5,000 values.
ELEVEN = "X90713, XTECH, X00300, XGOLD, X30269, X30007, X90601, X90851, 990101, 990201, 990301"

# Faults that are reported when a fence is read, and when its chart is drawn or its program run.
READ: dict[str, Fault] = {
    "json": (vega("{", '"mark": "bar",', "}"), 3, "not JSON"),
    "twice": (vega("{", '"mark": "bar",', '"mark": "line"}'), 3, "mark stands here twice"),
    "behind": (vega('{"mark": "bar"}', "}"), 2, "something behind"),
    "deep": (vega("[" * 80), 1, "nested too deeply"),
}
DRAWN: dict[str, Fault] = {
    "altair url": (
        python("import altair as alt", "chart = alt.Chart('https://example.org/x').mark_bar()"),
        0,
        "named in the",
    ),
    "log axis": (
        vega(
            "{",
            '"data": {"values": [{"x": 1, "y": 2}, {"x": 2, "y": 0}]},',
            '"mark": "point",',
            '"encoding": {"x": {"field": "x", "type": "quantitative"},',
            '"y": {"field": "y", "type": "quantitative", "scale": {"type": "log"}}}}',
        ),
        5,
        "y has 0, and a log scale shows no value of 0 or less",
    ),
    "altair log axis": (
        python(
            "import altair as alt, pandas as pd",
            "rows = pd.DataFrame({'x': [1, 2], 'y': [-0.05, 2]})",
            "chart = alt.Chart(rows).mark_point().encode(x='x:Q', y=alt.Y('y:Q').scale(type='log'))",
        ),
        0,
        "y has -0.05, and a log scale",
    ),
    "altair column": (
        python("import altair as alt", "chart = alt.Chart(prices).mark_bar().encode(x='valu:Q')"),
        0,
        "did you mean value?",
    ),
    "100,000 rows": (
        python(
            "import altair as alt, pandas as pd", "chart = alt.Chart(pd.DataFrame({'a': range(100000)})).mark_bar()"
        ),
        0,
        "100,000 rows are more",
    ),
    "too many rows of its own making": (
        vega(
            '{"data": {"values": [{"a": 1, "b": 1}]}, "transform": [{"impute": "a", "key": "b", "value": 0,',
            '"keyvals": {"start": 0, "stop": 10000000}}], "mark": "bar", "encoding": {"x": {"field": "b"}}}',
        ),
        0,
        "drawing takes more than 512 MB of memory ask for fewer rows, steps, bins or ticks",
    ),
    "handed rows": (
        python(
            "chart = 1",
            head=f"series: [{ELEVEN}]\n---\n",
        ),
        0,
        "fewer series",
    ),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return problems_by_fault(tmp_path_factory.mktemp("read"), READ)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return problems_by_fault(tmp_path_factory.mktemp("drawn"), DRAWN)


@pytest.mark.parametrize("label", READ)
def test_a_fault_is_reported_at_its_line_with_what_is_right(read: dict[str, list[Problem]], label: str) -> None:
    assert_reported(read[label], READ[label])


@pytest.mark.slow
@pytest.mark.parametrize("label", DRAWN)
def test_a_fault_of_drawing_is_reported_at_its_line_with_what_is_right(
    drawn: dict[str, list[Problem]], label: str
) -> None:
    assert_reported(drawn[label], DRAWN[label])


def test_programs_run_on_trusted_sites_only(tmp_path: Path) -> None:
    program = ("import altair as alt", "chart = alt.Chart(prices).mark_bar().encode(x='value:Q')")
    folder = gallery.make(tmp_path / "site", HEAD + python(*program))
    assert gallery.build(folder).problems == ()  # and what was made while it was trusted is no way around
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("trusted_code: true", "trusted_code: false"), "utf-8")
    (problem,) = gallery.build(folder).problems
    assert (problem.line, problem.id) == (6, "bad-fence") and "trusted_code: true" in problem.hint


def test_a_written_chart_needs_a_caption_or_an_alternative(tmp_path: Path) -> None:
    text = vega("{" + INLINE + ", " + BAR + "}").partition("\n图")[0]
    (problem,) = gallery.build(gallery.make(tmp_path / "site", HEAD + text)).problems
    assert (problem.line, problem.id) == (6, "no-text-alternative")
