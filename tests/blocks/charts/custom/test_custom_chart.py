"""Charts that authors write out: what goes wrong is told at its line with what would be right, and nothing is published."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from builder.problem import Problem
from tests import gallery

HEAD = "---\ntitle: 一页\ndate: 2024-03-05\nas_of: 2024-03-04\n---\n"
# More than 5,000 values.
ELEVEN = "X90713, XTECH, X00300, XGOLD, X30269, X30007, X90601, X90851, 990101, 990201, 990301"
INLINE = '"data": {"values": [{"a": 1, "b": "甲"}, {"a": 2, "b": "乙"}]}'
BAR = '"mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}'


def vega(*lines: str, head: str = "") -> str:
    body = "\n".join(lines)
    return f"```vega-lite\n{head}{body}\n```\n\n图：一张图\n"


def python(*lines: str, head: str = "series: [990101]\nfrom: 2024-01-02\n---\n") -> str:
    body = "\n".join(lines)
    return f"```altair\n{head}{body}\n```\n\n图：一张图\n"


# What is wrong when it is read -> the line below the fence's own, and what is said about it.
READ: dict[str, tuple[str, int, str]] = {
    "url": (
        vega("{", '"data": {"url": "https://example.org/x.csv"},', '"mark": "bar"}'),
        2,
        "named in the block's head",
    ),
    "href": (vega("{" + INLINE + ",", BAR[:-1] + ",", '"href": {"value": "x"}}}'), 3, "links stand in the text"),
    "image": (vega("{" + INLINE + ",", '"mark": "image"}'), 2, "shows no images"),
    "image mark": (vega("{" + INLINE + ",", '"mark": {', '"type": "image"}}'), 3, "shows no images"),
    "usermeta": (vega("{" + INLINE + ",", BAR + ",", '"usermeta": {"embedOptions": {}}}'), 3, "the site says"),
    "expression from data": (
        vega("{", '"data": {"values": [{"a": 1},', '{"a": {"signal": "now()"}}]},', BAR + "}"),
        3,
        "cannot come from data",
    ),
    "expression": (
        vega("{" + INLINE + ",", '"transform": [', '{"filter": "event.x"}],', BAR + "}"),
        3,
        "event is not known",
    ),
    "function": (vega("{" + INLINE + ",", '"params": [{"name": "p", "expr": "now()"}],', BAR + "}"), 2, "no function"),
    "chance": (vega("{" + INLINE + ",", '"transform": [{"sample": 3}],', BAR + "}"), 2, "aggregate instead"),
    "rows": (vega("{", '"data": {"values": [' + ",".join(["1"] * 1001) + "]},", '"mark": "tick"}'), 2, "at most 1,000"),
    "sequence": (
        vega("{", '"data": {"sequence": {"start": 0, "stop": 1e9}},', '"mark": "tick"}'),
        2,
        "give a few values",
    ),
    "column": (vega("{" + INLINE + ",", BAR.replace('"a"', '"aa"') + "}"), 2, "no column is called aa"),
    "table": (
        vega('{"data": {"name": "price"},', '"mark": "bar"}', head="series: 990101\n---\n"),
        3,
        "did you mean prices?",
    ),
    "no series": (vega('{"data": {"name": "990999"},', '"mark": "bar"}'), 1, "no data are called 990999"),
    "json": (vega("{", '"mark": "bar",', "}"), 3, "not JSON"),
    "twice": (vega("{", '"mark": "bar",', '"mark": "line"}'), 3, "mark stands here twice"),
    "behind": (vega('{"mark": "bar"}', "}"), 2, "something behind"),
    "list": (vega("[]"), 1, "is an object"),
    "deep": (vega("[" * 80), 1, "nested too deeply"),
    "head key": (vega('{"mark": "bar"}', head="seris: 990101\n---\n"), 1, "did you mean series?"),
    "head series": (vega('{"mark": "bar"}', head="series: 99010x\n---\n"), 1, "did you mean 990101"),
    "head measure": (
        vega('{"mark": "bar"}', head="series: 990101\nmeasure: retrun 1y\n---\n"),
        2,
        "did you mean return?",
    ),
    "head name": (vega('{"mark": "bar"}', head="data:\n  a b: {series: 990101}\n---\n"), 1, "no name for a table"),
    "head date": (vega('{"mark": "bar"}', head="series: 990101\nfrom: 2024年\n---\n"), 2, "not a date"),
}
# What is wrong when it is drawn or run.
DRAWN: dict[str, tuple[str, int, str]] = {
    "mark": (vega("{" + INLINE + ",", '"mark": "lin"}'), 2, "did you mean line?"),
    "channel": (
        vega("{" + INLINE + ",", '"mark": "bar", "encoding": {', '"colour": {"field": "b"}}}'),
        3,
        "did you mean color?",
    ),
    "type": (vega("{" + INLINE + ",", BAR.replace("quantitative", "quantity") + "}"), 2, "did you mean quantitative?"),
    "kind": (vega("{" + INLINE + ",", '"mark": {"type": "bar",', '"opacity": "x"}}'), 3, "opacity"),
    "no mark": (vega("{" + INLINE + "}"), 1, "mark"),
    "raises": (python("x = 1", "1 / 0"), 5, "ZeroDivisionError"),
    "no syntax": (python("chart = ("), 4, "SyntaxError"),
    "leaves nothing": (python("x = 1"), 0, "leaves nothing in `chart`"),
    "leaves a number": (python("chart = 3"), 0, "a int"),
    "forks": (python("import os", "os.fork()"), 5, "nothing of the system"),
    "starts": (python("import subprocess", "subprocess.run(['ls'])"), 5, "start no process"),
    "socket": (python("import socket", "", "socket.socket()"), 6, "use no network"),
    "writes": (python("open('x', 'w')"), 4, "open no file"),
    "reads": (python("import pyarrow", "pyarrow.OSFile('/etc/passwd')"), 5, "Operation not permitted"),
    "memory": (python("x = [0] * 10**9"), 0, "512 MB"),
    "ends": (python("raise SystemExit"), 4, "SystemExit"),
    "vanishes": (python("import os", "os._exit(0)"), 0, "without a chart"),
    "altair url": (
        python("import altair as alt", "chart = alt.Chart('https://example.org/x').mark_bar()"),
        0,
        "named in the",
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
    "handed rows": (
        python(
            "chart = 1",
            head=f"series: [{ELEVEN}]\n---\n",
        ),
        0,
        "fewer series",
    ),
}


if sys.platform != "linux":  # where the kernel cannot be told, see docs/decisions/0016-charts-written-out.md
    del DRAWN["reads"], DRAWN["memory"]


def built(folder: Path, cases: dict[str, tuple[str, int, str]]) -> tuple[dict[str, list[Problem]], Path]:
    """The problems of each case, all of them on one page, as one build tells them."""
    text, starts = HEAD, {}
    for name, (fence, _, _) in cases.items():
        starts[name] = text.count("\n") + 1
        text += fence + "\n"
    result = gallery.build(gallery.make(folder, text))
    lines = list(starts.values())
    found: dict[str, list[Problem]] = {name: [] for name in cases}
    for problem in result.problems:
        assert problem.path == "content/briefings/gallery.md"
        at = max(place for place, line in enumerate(lines) if line <= problem.line)
        found[list(starts)[at]].append(problem)
    for name, problems in found.items():
        found[name] = [problem.at(path="", line=problem.line - starts[name]) for problem in problems]
    return found, folder / "site"


def told(folder: Path, cases: dict[str, tuple[str, int, str]]) -> dict[str, list[Problem]]:
    problems, site = built(folder / "site", cases)
    assert not site.exists()
    return problems


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return told(tmp_path_factory.mktemp("read"), READ)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return told(tmp_path_factory.mktemp("drawn"), DRAWN)


@pytest.mark.parametrize("name", READ)
def test_a_fault_is_told_at_its_line_with_what_is_right(read: dict[str, list[Problem]], name: str) -> None:
    is_told(read[name], *READ[name][1:])


@pytest.mark.slow
@pytest.mark.parametrize("name", DRAWN)
def test_a_fault_of_drawing_is_told_at_its_line_with_what_is_right(drawn: dict[str, list[Problem]], name: str) -> None:
    is_told(drawn[name], *DRAWN[name][1:])


def is_told(problems: list[Problem], line: int, said: str) -> None:
    assert [one.line for one in problems] == [line], problems
    assert said in f"{problems[0].message} {problems[0].hint}"


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


def test_a_program_that_loops_is_stopped() -> None:
    from builder.blocks.charts.custom.script_runner import Script, ScriptFailure, run

    loops, fine = run([Script(code="while True: pass", tables={}), Script(code="chart = 1", tables={})], seconds=2)
    assert loops == ScriptFailure(reason="the program ran longer than 2 seconds")
    assert isinstance(fine, ScriptFailure) and "a int" in fine.reason
