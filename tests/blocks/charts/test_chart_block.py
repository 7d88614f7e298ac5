"""A `chart` fence, from what an author wrote to what a reader gets."""

import csv
import json
import re
import sys
from dataclasses import replace
from io import StringIO
from types import FrameType
from typing import Any

import html5lib
import pytest

from builder.blocks.block import RenderTools, ResolveContext
from builder.blocks.charts import chart_block
from builder.blocks.charts.drawing.axis import days
from builder.blocks.charts.kinds import KINDS
from builder.model import ROOT, Answer, Ask, Directory, Fragment, Instrument, Mark, Measure, Page, PageMeta
from builder.numbers.measures.measure_table import MEASURES as ALL_MEASURES
from builder.problem import Failed, Problem
from builder.slot_params.charts import ChartNote, StandardChartParams
from builder.templating import Templates

NAMES = {
    "fund:990001": "示例人工智能联接A",
    "fund:990002": "示例芯片联接A",
    "index:980001": "示例人工智能指数",
    "stock:SHILI": "示例股份",
    "fund:000001": "示例一号",
    "index:000001": "示例综指",
}
MEASURES = {
    "return": Measure(name="return", label="收益率", unit="ratio", window="required"),
    "calendar-year": Measure(name="calendar-year", label="年度收益率", unit="ratio", window="required"),
    "size": Measure(name="size", label="规模", unit="money", kinds=("fund",)),
    "name": Measure(name="name", label="名称", unit="text"),
    "history": Measure(name="history", label="复权走势", unit="points", window="optional"),
}


CONTEXT = ResolveContext(
    page=Page(
        path="briefings/x.md",
        kind="briefing",
        meta=PageMeta(title="x", as_of="2024-02-19"),
        url="briefings/x/",
        markdown="",
    ),
    directory=Directory(
        instruments={id: Instrument(id=id, code=id.partition(":")[2], name=name) for id, name in NAMES.items()}
    ),
    measures=MEASURES,
    addresses={},
)
COMPARE: dict[str, Any] = {"type": "compare", "series": ["990001", "stock:SHILI"], "from": "2024-01-02"}


def mark(spec: dict[str, Any], caption: str = "示例走势") -> Mark:
    lines = {key: number for number, key in enumerate(spec, 11)}
    return Mark(
        block="chart", params={"spec": spec, "lines": lines, "caption": caption, "figure": 1}, line=10, column=1
    )


def resolved(spec: dict[str, Any], caption: str = "示例走势") -> StandardChartParams:
    params = chart_block.resolve(mark(spec, caption), CONTEXT)
    assert isinstance(params, StandardChartParams)
    return params


def problems(spec: dict[str, Any], caption: str = "示例走势") -> list[Problem]:
    with pytest.raises(Failed) as failed:
        resolved(spec, caption)
    return list(failed.value.problems)


# ----------------------------------------------------------------------------------------------- what authors may write


@pytest.mark.parametrize(
    ("spec", "id", "key", "said"),
    [
        ({"type": "line", "series": "990003"}, "unknown-series", "series", "did you mean 990001"),
        ({"type": "line", "series": "000001"}, "ambiguous-series", "series", "fund:000001"),
        ({"type": "line", "series": "990001", "benchmark": "9x"}, "unknown-series", "benchmark", "9x"),
        ({"type": "line", "series": "990001", "measure": "return 1y"}, "bad-fence", "measure", "history"),
        ({"type": "line", "series": ["990001", "980001"]}, "bad-fence", "series", "type: compare"),
        ({"type": "compare", "series": ["990001", "fund:990001"]}, "bad-fence", "series", "same series"),
        ({"type": "rolling", "series": "990001", "window": "ytd"}, "bad-fence", "window", "not equally long"),
        (
            {"type": "calendar-years", "series": "990001", "years": "2019-2024"},
            "bad-fence",
            "years",
            "2024 is not over",
        ),
        (
            {"type": "calendar-years", "series": ["990001", "990002"], "benchmark": "contract"},
            "bad-fence",
            "benchmark",
            "of one fund",
        ),
        ({"type": "allocation", "series": "980001"}, "measure-not-applicable", "series", "980001 is no fund"),
        ({"type": "allocation", "series": "990001", "measure": "bonds"}, "unknown-measure", "measure", "holdings"),
        ({"type": "scatter", "series": ["990001", "990002"], "measure": "size"}, "bad-fence", "measure", "takes 2"),
        (
            {"type": "dumbbell", "series": "990001", "measure": ["return 1y", "size"]},
            "bad-fence",
            "measure",
            "no common scale",
        ),
        ({"type": "bar", "series": "990001", "measure": "retrun 1y"}, "unknown-measure", "measure", "return?"),
        ({"type": "bar", "series": "990001", "measure": "return"}, "unknown-window", "measure", "needs a window"),
        ({"type": "bar", "series": "990001", "measure": "return 7y"}, "unknown-window", "measure", "7y"),
        ({"type": "bar", "series": "990001", "measure": "size 1y"}, "unknown-window", "measure", "no window"),
        ({"type": "bar", "series": "980001", "measure": "size"}, "measure-not-applicable", "measure", "980001"),
        ({"type": "bar", "series": "990001", "measure": "name"}, "bad-fence", "measure", "bar can show"),
        ({"type": "bar", "series": "990001", "measure": "calendar-year 1y"}, "unknown-window", "measure", "a year"),
    ],
)
def test_what_the_data_do_not_have_is_a_problem_at_its_keys_line(
    spec: dict[str, Any], id: str, key: str, said: str
) -> None:
    found = problems(spec)
    line = 11 + list(spec).index(key) if key in spec else 10
    texts = [
        f"{one.message} {one.hint}" for one in found if (one.id, one.line, one.path) == (id, line, "briefings/x.md")
    ]
    assert any(said in text for text in texts), found


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems({"type": "compare", "series": ["99", "98"], "form": "x", "height": "1"}, caption="")
    assert [(one.id, one.line) for one in found] == [("bad-fence", 14), ("bad-fence", 13), ("no-text-alternative", 10)]


def test_a_chart_without_caption_needs_a_text_alternative() -> None:
    assert [one.id for one in problems(COMPARE, caption="")] == ["no-text-alternative"]
    assert resolved({**COMPARE, "alt": "两条线"}, caption="").alt == "两条线"


def test_a_chart_is_cut_off_at_the_pages_date_unless_it_is_live() -> None:
    assert {ask.as_of for ask in chart_block.asks(resolved(COMPARE))} == {"2024-02-19"}
    assert {ask.as_of for ask in chart_block.asks(resolved({**COMPARE, "as_of": "2024-01-31"}))} == {"2024-01-31"}
    assert {ask.as_of for ask in chart_block.asks(resolved({**COMPARE, "live": "true"}))} == {""}


def test_a_chart_asks_for_names_and_histories_only() -> None:
    asked = chart_block.asks(resolved({**COMPARE, "benchmark": "980001"}))
    assert [(ask.series, ask.measure) for ask in asked] == [
        ("fund:990001", "short-name"),
        ("fund:990001", "history"),
        ("stock:SHILI", "name"),
        ("stock:SHILI", "history"),
        ("index:980001", "name"),
        ("index:980001", "history"),
    ]


def test_bars_ask_their_measure_over_its_window() -> None:
    asked = chart_block.asks(resolved({"type": "bar", "series": "990001", "measure": "return 1y"}))
    assert asked[1] == Ask(series="fund:990001", measure="return", window="1y", as_of="2024-02-19")


# ----------------------------------------------------------------------------------------------------- what readers get

HISTORIES = {
    "fund:990001": (("2024-01-02", 0.8), ("2024-01-03", 0.84), ("2024-02-08", 0.76), ("2024-02-19", 0.88123456789)),
    "stock:SHILI": (("2024-01-02", 50.0), ("2024-01-04", 60.0), ("2024-02-16", 95.0)),
    "index:980001": (("2024-01-02", 1000.0), ("2024-02-19", 1100.0)),
}
UNITS = {"fund": "nav", "stock": "price", "index": "points"}


def answer(ask: Ask, *, synthetic: bool = False, names: dict[str, str] = NAMES) -> Answer:
    if ask.measure in ("name", "short-name"):
        return Answer(value=names[ask.series], unit="text")
    if ask.measure == "return":
        value = {"fund:990001": 0.0518, "fund:990002": -0.4275}.get(ask.series)
        return Answer(value=value, unit="ratio", end="2024-02-19", synthetic=synthetic)
    points = HISTORIES.get(ask.series, ())
    return Answer(value=None, unit=UNITS[ask.series.partition(":")[0]], points=points, synthetic=synthetic)


NASTY = "</svg><script>alert(1)</script>"
EVENT = {"date": "2024-01-03", "text": "示例事件"}
BARS: dict[str, Any] = {"type": "bar", "series": ["990001", "990002"], "measure": "return 1y", "benchmark": "980001"}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "compare": (COMPARE, {}),
    "with alt": ({**COMPARE, "alt": "一句话"}, {}),
    "made up": (COMPARE, {"synthetic": True}),
    "nasty": ({**COMPARE, "title": '"><img src=x onerror=y>'}, {"names": {**NAMES, "stock:SHILI": NASTY}}),
    "note outside": ({**COMPARE, "annotate": [{"date": "2025-01-01", "text": "以后"}]}, {}),
    "no history": ({"type": "line", "series": "990002"}, {}),
    "line": ({"type": "line", "series": "990001", "annotate": EVENT}, {}),
    "area": ({"type": "area", "series": "990001", "height": "200"}, {}),
    "percent": ({"type": "compare", "series": "990001", "benchmark": "980001", "rebase": "percent"}, {}),
    "drawdown": ({"type": "drawdown", "series": "990001"}, {}),
    "bar": (BARS, {}),
}


def request_of(name: str) -> tuple[Any, dict[Ask, Answer]]:
    spec, more = CASES[name]
    params = resolved(spec)
    return params, {ask: answer(ask, **more) for ask in chart_block.asks(params)}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fragment | Problem]:
    """Every case, drawn in one go as a build does."""
    tools = RenderTools(templates=Templates(), cache_dir=tmp_path_factory.mktemp("cache"))
    return dict(zip(CASES, chart_block.render_batch([request_of(name) for name in CASES], tools), strict=True))


def html_of(drawn: dict[str, Fragment | Problem], name: str) -> str:
    fragment = drawn[name]
    assert isinstance(fragment, Fragment), fragment
    return fragment.html


def cells(html: str) -> list[list[str]]:
    """A table's cells as text, values as they stand in `<data value>`."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [
        ["".join(cell.itertext()) if cell.find("data") is None else cell.find("data").get("value") for cell in row]
        for row in tree.iter("tr")
    ]


def test_the_table_the_csv_and_the_drawing_say_the_same(drawn: dict[str, Fragment | Problem]) -> None:
    fragment = drawn["compare"]
    assert isinstance(fragment, Fragment)
    ((path, text),) = fragment.files.items()
    assert f'href="{ROOT}{path}"' in fragment.html and re.fullmatch(r"charts/[0-9a-f]{16}\.csv", path)
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert rows == [[cell.replace("--", "") for cell in row] for row in cells(fragment.html)]
    assert rows == [
        ["日期", "示例人工智能联接A", "示例股份"],
        ["2024-01-02", "100.0", "100.0"],
        ["2024-01-03", repr(100 * 0.84 / 0.8), ""],
        ["2024-01-04", "", "120.0"],
        ["2024-02-08", repr(100 * 0.76 / 0.8), ""],
        ["2024-02-16", "", "190.0"],
        ["2024-02-19", repr(100 * 0.88123456789 / 0.8), ""],
    ]
    assert ">110.2</text>" in fragment.html and ">190.0</text>" in fragment.html


def test_the_text_alternative_says_the_same_numbers(drawn: dict[str, Fragment | Problem]) -> None:
    html = html_of(drawn, "compare")
    assert (
        "<desc>以2024年1月2日为100，至2024年2月19日：示例人工智能联接A为110.2，+10.15%；"
        "示例股份为190.0，+90.00%（至2024年2月16日）。</desc>" in html
    )
    assert "<title>示例走势</title>" in html and 'role="img"' in html
    assert "<desc>一句话</desc>" in html_of(drawn, "with alt")


def test_a_source_line_says_how_far_each_reaches(drawn: dict[str, Fragment | Problem]) -> None:
    html = html_of(drawn, "made up")
    assert "数据截至2024年2月19日（示例股份截至2024年2月16日）" in html


def test_every_type_says_what_it_shows(drawn: dict[str, Fragment | Problem]) -> None:
    assert "示例事件</text>" in html_of(drawn, "line") and "复权净值" in html_of(drawn, "line")
    assert 'viewBox="0 0 520 208"' in html_of(drawn, "area")
    assert "自2024年1月2日以来的涨跌幅" in html_of(drawn, "percent")
    assert "最大回撤-9.52%（2024年2月8日）" in html_of(drawn, "drawdown")
    said = "近1年收益率：示例人工智能联接A+5.18%；示例芯片联接A-42.75%；示例人工智能指数暂无数据。"
    assert f"<desc>{said}</desc>" in html_of(drawn, "bar")


def test_a_fragment_carries_no_style_live_script_handler_or_id_whatever_names_say(
    drawn: dict[str, Fragment | Problem],
) -> None:
    html = html_of(drawn, "nasty")
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    attributes = {key for element in tree.iter() for key in element.attrib}
    tags = {str(element.tag).rpartition("}")[2] for element in tree.iter()}
    assert not {"style", "id"} & attributes and not any(key.startswith("on") for key in attributes)
    assert not {"img", "style"} & tags
    scripts = [element for element in tree.iter() if str(element.tag).endswith("script")]
    assert [element.attrib for element in scripts] == [{"type": "application/json", "class": "chart-live"}]
    told = scripts[0].text or ""
    assert "<" not in told and NASTY in [line[0] for line in json.loads(told)["l"]]
    assert NASTY in "".join(tree.itertext()) and '"><img src=x onerror=y>' in "".join(tree.itertext())


def test_no_two_values_are_no_chart_and_the_problem_names_whose_are_missing(
    drawn: dict[str, Fragment | Problem],
) -> None:
    problem = drawn["no history"]
    assert isinstance(problem, Problem) and problem.id == "no-answer" and "示例芯片联接A" in problem.message


def test_a_history_that_reaches_nothing_is_a_problem_and_no_division() -> None:
    params, answers = request_of("compare")
    empty = {
        ask: given._replace(points=((given.points[0][0], 0.0), *given.points[1:])) if given.points else given
        for ask, given in answers.items()
    }
    (problem,) = chart_block.render_batch([(params, empty)], RenderTools(templates=Templates()))
    assert isinstance(problem, Problem) and problem.id == "no-answer"


def test_a_note_outside_the_chart_is_a_problem(drawn: dict[str, Fragment | Problem]) -> None:
    problem = drawn["note outside"]
    assert isinstance(problem, Problem) and "2024-01-02 to 2024-02-19" in problem.message


def test_an_equal_chart_is_equal_bytes_drawn_alone_and_without_a_cache_folder(
    drawn: dict[str, Fragment | Problem],
) -> None:
    assert chart_block.render_batch([request_of("bar")], RenderTools(templates=Templates())) == [drawn["bar"]]


# ------------------------------------------------------------------------------------------- the briefing's own date


def dated(date: str, spec: dict[str, Any]) -> StandardChartParams:
    page = replace(CONTEXT.page, meta=replace(CONTEXT.page.meta, date=date))
    params = chart_block.resolve(mark(spec), replace(CONTEXT, page=page))
    assert isinstance(params, StandardChartParams)
    return params


def test_a_chart_can_mark_the_day_on_which_its_briefing_came_out() -> None:
    spec = {"type": "line", "series": "990001", "annotate": {"date": "briefing"}}
    params = dated("2024-02-20T14:50:00+08:00", spec)
    assert params.annotate == (ChartNote(start="2024-02-20", end="2024-02-20", text="简报发布", own=True),)
    figure = KINDS["line"].figure(params, {ask: answer(ask) for ask in chart_block.asks(params)})
    (note,) = figure.scene["notes"]
    # The data end the day before: the axis goes on to the day itself.
    last_row = figure.rows[-1][0]
    assert note[0] == figure.scene["time"][1] == days(last_row) + 1


def test_a_briefing_that_came_out_long_after_its_data_is_not_on_the_chart() -> None:
    params = dated("2024-06-20", {"type": "line", "series": "990001", "annotate": {"date": "briefing"}})
    (problem,) = chart_block.render_batch(
        [(params, {ask: answer(ask) for ask in chart_block.asks(params)})], RenderTools(templates=Templates())
    )
    assert isinstance(problem, Problem) and "lies outside the chart" in problem.message


def test_a_page_without_a_date_has_none_to_mark() -> None:
    (problem,) = problems({"type": "line", "series": "990001", "annotate": {"date": "briefing"}})
    assert "no date of its own" in problem.message


def test_the_source_line_names_where_the_data_are_from(drawn: dict[str, Fragment | Problem]) -> None:
    instruments = {
        id: replace(one, origin="交易所" if id.startswith("stock") else "基金公司")
        for id, one in CONTEXT.directory.instruments.items()
    }
    params = chart_block.resolve(mark(COMPARE), replace(CONTEXT, directory=Directory(instruments=instruments)))
    (fragment,) = chart_block.render_batch(
        [(params, {ask: answer(ask) for ask in chart_block.asks(params)})], RenderTools(templates=Templates())
    )
    assert isinstance(fragment, Fragment) and "来源：基金公司、交易所；数据截至2024年2月19日" in fragment.html
    assert "来源" not in html_of(drawn, "compare")


def test_a_line_chart_crosses_eleven_modules_of_the_charts_and_the_process_that_draws() -> None:
    """Decision 27: whoever follows one chart through the code opens twelve modules of its room, and not more."""
    crossed: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            crossed.add(str(frame.f_globals.get("__name__", "")))

    sys.setprofile(note)
    try:
        params = resolved({"type": "line", "series": ["index:980001"], "from": "2024-01-02"})
        answers = {ask: answer(ask) for ask in chart_block.asks(params)}
        (fragment,) = chart_block.render_batch([(params, answers)], RenderTools(templates=Templates()))
    finally:
        sys.setprofile(None)
    assert isinstance(fragment, Fragment)
    room = {module for module in crossed if module.startswith("builder.blocks.charts.")}
    assert "builder.blocks.charts.drawing.time_plot" in room
    assert len(room | {"builder.blocks.charts.drawing.altair_worker"}) <= 12, sorted(room)


@pytest.mark.parametrize("kind", ["line", "drawdown", "monthly", "rolling", "calendar-years"])
def test_a_chart_of_returns_is_not_drawn_of_a_stock_without_adjusted_closes(kind: str) -> None:
    stock = replace(CONTEXT.directory.instruments["stock:SHILI"], history_of="quoted")
    context = replace(CONTEXT, directory=Directory(instruments={stock.id: stock}), measures=ALL_MEASURES)
    with pytest.raises(Failed) as failed:
        chart_block.resolve(mark({"type": kind, "series": ["stock:SHILI"]}), context)
    (problem, *_) = failed.value.problems
    assert (problem.id, problem.line) == ("measure-not-applicable", 12)
    assert "stock:SHILI has closes as traded alone" in problem.message


def test_a_stock_without_adjusted_closes_is_drawn_as_quoted() -> None:
    stock = replace(CONTEXT.directory.instruments["stock:SHILI"], history_of="quoted")
    context = replace(CONTEXT, directory=Directory(instruments={stock.id: stock}), measures=ALL_MEASURES)
    params = chart_block.resolve(mark({"type": "line", "series": ["stock:SHILI"], "measure": "raw-history"}), context)
    assert isinstance(params, StandardChartParams) and params.measure == "raw-history"
