"""A mark is resolved or told, wherever it stands: none is published as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest

from builder.html_tokens import without_elements
from builder.model import SourceFile
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import understand
from tests.words.parsed_text import FRONT, PATH, ZONE, html, problem, text_at

RENDERER = MarkdownRenderer()
RAW = re.compile(r"\{\{|\}\}|\]\{|\|\w+\)\$|^```", re.MULTILINE)


def behind(sign: str, indent: int) -> Callable[[str], str]:
    """Lines behind a sign, those after the first indented."""

    def lines(text: str) -> str:
        first, *rest = text.split("\n")
        return "\n".join([sign + first, *(" " * indent * bool(line) + line for line in rest)])

    return lines


def below(first: str) -> Callable[[str], str]:
    return lambda text: first + "\n".join("    " * bool(line) + line for line in text.split("\n"))


def in_every_line(sign: str) -> Callable[[str], str]:
    return lambda text: "\n".join(sign + line for line in text.split("\n"))


def wrapped(before: str, after: str) -> Callable[[str], str]:
    return lambda text: before + text + after


CONTAINERS: dict[str, Callable[[str], str]] = {
    "nothing": wrapped("", ""),
    "list": behind("- ", 2),
    "list by four": behind("- ", 4),
    "numbers": behind("1. ", 3),
    "second paragraph of a list": lambda text: "- 甲\n\n" + behind("  ", 2)(text),
    "list, paragraph by two, then by four": lambda text: "- 甲\n\n  段落\n\n" + behind("    ", 4)(text),
    "quotation": in_every_line("> "),
    "box": below("!!! note\n\n"),
    "folded box": below('??? note "点开看"\n\n'),
    "open box": below('???+ note "点开看"\n'),
    "definition": lambda text: "词\n\n" + behind(": ", 4)(text),
    "tilde definition": lambda text: "词\n~ " + behind("", 4)(text),
    "footnote": lambda text: "字[^{n}]\n\n" + behind("[^{n}]: ", 4)(text),
    "table": wrapped("| 甲 | 乙 |\n|---|---|\n| ", " | 2 |"),
    "head of a table": wrapped("| 甲 ", " | 乙 |\n|---|---|\n| 1 | 2 |"),
    "heading": wrapped("## ", ""),
    "underlined": wrapped("", "\n---"),
    "two lines, underlined": wrapped("", "\n第二行\n==="),
    "HTML": wrapped("<h3>", "</h3>"),
    "block of HTML": wrapped("<div>\n", "\n</div>"),
    "link": wrapped("[看", "看](https://a.com)"),
    "abbreviation": wrapped('字 <abbr title="', '">字</abbr>'),
    "picture": wrapped("![净值", "](图.png)"),
    "raw picture": wrapped('<img src="图.png" alt="', '">'),
    "title": wrapped("[字](https://a.com '", "')"),
    "caption": wrapped("![字](图.png)\n\n图：", ""),
    "code before and behind": wrapped("存于 `C:\\`，", "，见 `x`。"),
    "code with a comment": wrapped("``<!--`` 文 ", " `-->`"),
    "escaped comment": wrapped("\\<!-- ", " -->"),
    "backticks in addresses": wrapped("[a](https://a.com/b`c) ", " [d](https://a.com/e`f)"),
    "emphasis": wrapped("**净值 ", "**"),
}
COMMENTS = ("code with a comment", "escaped comment")  # in HTML they are comments
MARKS = {
    "number": "净值 {{ 990201 nav }}",
    "claim": "[净值为正]{990201 nav > 0}",
    "cashtag": "看 $示例红利低波动ETF联接A(OTCFUND|990201)$ 吧",
    "cashtag alone": "$示例红利低波动ETF联接A(OTCFUND|990201)$",
    "topic": "聊 #人工智能# 吧",
    "chart": "```chart\ntype: line\nseries: [990201]\n```",
    "code": "```text\n甲: {{ 990201 nav }}\n\n  乙: `1`\n```",
    "picture": "见 ![说明](图.png)",
    "link": "见 [前文](../2023/2023-11-06-gpts.md)",
}
WORDS = {"code": "{{ 990201 nav }}", "topic": "人工智能", "picture": "<img", "link": '<a href="\ue000'}


def outcome(name: str, text: str) -> tuple[bool, str]:
    """Whether the mark in this text is told, or else shown as what it is, and the HTML."""
    page, told = understand(SourceFile(path=PATH, text=FRONT + text), zone=ZONE)
    try:
        body = RENDERER.body(page).html
    except Failed:
        return True, ""
    if told:
        return True, ""
    if RAW.search(words_of(body)):
        return False, body
    block = name.partition(" ")[0]
    if words := WORDS.get(name):
        return words in body or MARKS[name].split()[-1] in "".join(re.findall(r"<pre>.*?</pre>", body, re.DOTALL)), body
    holes = [f"\ue000{index}\ue001" for index, mark in enumerate(page.marks) if mark.block == block]
    return all(hole in body for hole in holes) and (bool(holes) or MARKS[name].split()[-1] in body), body


def words_of(body: str) -> str:
    """All that readers see of a page but code; descriptions and titles, too."""
    body = without_elements(without_elements(re.sub(r'<div class="highlight">.*?</div>', "", body), "pre"), "code")
    return re.sub(r"<[^>]*?(?:(?:alt|title)=\"([^\"]*)\")?[^<>]*>", r"\1", body)


@pytest.mark.slow
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_is_resolved_or_told_in_everything_that_may_hold_it(name: str) -> None:
    wrong = []
    for outer, inner in product(CONTAINERS, CONTAINERS):
        text = CONTAINERS[inner](MARKS[name]).replace("{n}", "1")
        text = f"前文。\n\n{CONTAINERS[outer](text).replace('{n}', '2')}\n\n后文 {{{{ 990202 nav }}}}，`码`。\n"
        is_right, body = outcome(name, text)
        is_comment = inner in COMMENTS and outer in ("HTML", "block of HTML")
        is_description = name in ("topic", "link") and "picture" in (inner, outer)  # shows the words of a link
        if not is_right and not is_comment and not (is_description and ("前文" if name == "link" else "净值") in body):
            wrong.append((outer, inner, body))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("- # 净值 {{ 990201 nav }}", "{{ 990201 nav }}"),
        ("净值 {{ 990201 nav }}\n第二行\n---", "{{ 990201 nav }}"),
        ("> 净值 {{ 990201 nav }}\n> ---", "{{ 990201 nav }}"),
        ("<h3>净值 {{ 990201 nav }}</h3>", "{{ 990201 nav }}"),
        ('字 <abbr title="{{ 990201 nav }}">字</abbr>', "{{ 990201 nav }}"),
        ('<img src="图.png" alt="净值 {{ 990201 nav }}">', "{{ 990201 nav }}"),
        ("[看 $甲(SH600519)$](https://a.com)", "$甲(SH600519)$"),
        ("<div>\n![说明](图.png)\n</div>", "![说明](图.png)"),
        ("<div>\n[前文](https://a.com)\n</div>", "[前文](https://a.com)"),
        ("看 ```chart\ntype: line``` 吧", "```chart"),
        ("**看** [字[^1]](https://a.com) 后\n\n[^1]: 注", "](https://a.com)"),
        ("[字[^1]](2024-02-19-b.md) 后\n\n[^1]: 注", "](2024-02-19-b.md)"),
        ("看[甲 [1]](https://b.com)\n\n[1]: https://a.com", "](https://b.com)"),
        ("看[甲] (https://b.com)", "] (https://b.com)"),
        ("<div>\n**甲** [前文](b.md)\n</div>", "[前文](b.md)"),
        ('字 <img alt="{{ 990201 nave }}" src="a.png">', "{{ 990201 nave }}"),
        ("[^1]: # [涨]{990201 nav > 0}\n\n字[^1]", "[涨]{990201 nav > 0}"),
    ],
)
def test_a_mark_where_only_words_may_stand_is_told_at_its_place(text: str, left: str) -> None:
    told = problem(text)
    assert told.id in ("slot-in-heading", "bad-markdown", "bad-link")
    assert text_at(FRONT + text, told) == left


@pytest.mark.parametrize(
    "text",
    [
        "- 净值 {{ 990201 nav }}\n---",
        "> 净值 {{ 990201 nav }}\n---",
        "看 `{{ 990201 nav }}` 与 \\{\\{ 990201 nav \\}\\}",
        "<pre>{{ 990201 nav }}</pre>",
        "字 <code>[涨]{990201 nav > 0}</code>",
        "若 $f(x)$ 与 \\$5(AI)\\$",
        "&#123;&#123; 990201 nav &#125;&#125;",
        r"\{{ 990201 nav }} 与 \{ 990201 nav }",
        r"\$示例(OTCFUND|990201)$ 与 \$示例(OTCFUND|990201)\$",
        r"\[好](https://a.com) 与 [注1] (见下文) 与 a[0] (x)",
        r"[好]\{990201 nav > 0}",
    ],
)
def test_code_signs_and_what_stands_above_a_rule_are_not_told(text: str) -> None:
    assert html(text)
