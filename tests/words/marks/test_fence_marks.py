"""Charts and funds blocks, their keys' lines, and fences that go wrong."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, page, problem, text_at

CHART = """```chart
type: compare
series: [012733, index:930713]
from: 2022-11-30

annotate:
  - {at: 2022-11-30, text: 发布}
```"""


def test_a_chart_is_its_yaml_as_text_with_the_line_of_each_key() -> None:
    (mark,) = page(f"文字\n\n{CHART}\n").marks
    assert mark.block == "chart"
    assert mark.params == {
        "spec": {
            "type": "compare",
            "series": ["012733", "index:930713"],
            "from": "2022-11-30",
            "annotate": [{"at": "2022-11-30", "text": "发布"}],
        },
        "lines": {"type": 8, "series": 9, "from": 10, "annotate": 12},
        "caption": "",
        "figure": 1,
        "tab": 0,
    }
    assert (mark.line, mark.column, mark.text) == (7, 1, CHART)


@pytest.mark.parametrize(("before", "prefix"), [("", ""), ("- 一\n\n", "    "), ("!!! note\n", "    "), ("", "> ")])
def test_a_chart_may_stand_wherever_text_does(before: str, prefix: str) -> None:
    text = before + "".join(f"{prefix}{line}\n" for line in ("~~~~ chart", "type: line", "series:", "  - a", "~~~~"))
    assert page(text).marks[0].params["spec"] == {"type": "line", "series": ["a"]}
    shown_html = html(text)
    assert '<figure id="tu-1" data-chart="tu-1"><<0>>' in shown_html
    assert "<p><figure" not in shown_html


def test_a_blank_line_in_a_fence_does_not_part_it_from_its_caption() -> None:
    parsed = page("```chart\ntype: line\n\nseries: a\n```\n\n图：甲\n")
    assert [mark.params["caption"] for mark in parsed.marks] == ["甲"]
    assert html("```chart\ntype: line\n\nseries: a\n```\n\n图：甲\n").count("<figure") == 1


@pytest.mark.parametrize(
    ("text", "id_", "line", "hint"),
    [
        ("一\n\n```chart\ntype: line\n", "unclosed-fence", 7, "```"),
        ("一\n\n~~~python\nx\n```\n", "unclosed-fence", 7, "~~~"),
        ("```chart\n```", "bad-fence", 5, "type: line"),
        ("```chart\n- a\n```", "bad-fence", 5, "type: line"),
        ("```chart\ntype: line\nseries: [a\n```", "bad-fence", 7, ""),
        ("```chart\ntype: line\ntype: bar\n```", "bad-fence", 7, "keep one"),
        ("```chart\na: &x 1\nb: *x\n```", "bad-fence", 6, "write the value out"),
        ("```altair\n\n```", "bad-fence", 5, "leaves a chart"),
        ("```vega-lite\nalt: x\n---\n```", "bad-fence", 5, "its JSON"),
        ("```altair\n- a\n---\nchart = 1\n```", "bad-fence", 5, "type: line"),
        ("```vega-lite\n" + "x" * 70000 + "\n```", "bad-fence", 5, "in its head"),
    ],
)
def test_a_fence_that_cannot_be_read_is_named_at_its_line(text: str, id_: str, line: int, hint: str) -> None:
    wrong = problem(text)
    assert wrong.id == id_
    assert wrong.line == line or (text.count("[a") and wrong.line in (7, 8))
    assert hint in wrong.hint


@pytest.mark.parametrize(
    ("language", "head", "code", "lines", "at"),
    [
        ("altair", "series: [012733]\nalt: 一句话\n---\n", "chart = 1\n# ---\n", {"series": 8, "alt": 9}, 4),
        ("altair", "", "chart = 1\n", {}, 1),
        ("vega-lite", "", '{"mark": "line"}\n', {}, 1),
    ],
)
def test_a_chart_in_a_language_of_its_own_is_a_chart_with_its_code(
    language: str, head: str, code: str, lines: dict[str, int], at: int
) -> None:
    (mark,) = page(f"文字\n\n```{language}\n{head}{code}```\n\n图：一张图\n").marks
    assert (mark.block, mark.params["language"], mark.params["code"]) == ("chart", language, code)
    assert (mark.params["lines"], mark.params["code_line"], mark.params["figure"]) == (lines, at, 1)
    assert mark.params["caption"] == "一张图"


@pytest.mark.parametrize("opening", ["chart {title=甲}", "python title=甲", "funds 甲"])
def test_words_behind_the_name_of_a_fence_are_told(opening: str) -> None:
    text = f"```{opening}\nfunds: [012733]\n```\n"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-fence", opening.split(" ")[1])


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("chat", "chart"),
        ("Chart", "chart"),
        ("图表", "chart"),
        ("基金", "funds"),
        ("charts", "chart"),
        ("fund", "funds"),
        ("FUNDS", "funds"),
        ("vega", "vega-lite"),
        ("altar", "altair"),
        ("{.chart}", "chart"),
    ],
)
def test_a_name_that_is_nearly_a_blocks_is_told(name: str, meant: str) -> None:
    text = f"```{name}\ntype: line\n```\n"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-fence", name)
    assert reported.hint == f"did you mean {meant}?"


@pytest.mark.parametrize("name", ["python", "c", "", "charty-language-of-ours", "console", "mermaid"])
def test_any_other_name_is_a_language(name: str) -> None:
    assert page(f"```{name}\nx\n```\n").marks == ()


@pytest.mark.parametrize(("info", "lost"), [("地图", "地图"), ("python 第一段", "第一段"), ("c title=甲", "title=甲")])
def test_words_on_the_rail_of_a_fence_would_be_lost_and_are_told(info: str, lost: str) -> None:
    text = f"```{info}\nx\n```\n"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-fence", lost)
