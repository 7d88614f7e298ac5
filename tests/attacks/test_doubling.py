"""Every pattern that once took quadratic time or more: twice as long a text takes about twice as long.

The bound of 2.3 is for a quiet machine: on a busy one an attempt may fail, so each has several, and a quadratic one fails all.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from builder.model import SourceFile
from builder.numbers.series.benchmark_words import components
from builder.numbers.sources.eastmoney import read_history
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.media.svg_sanitiser import sanitised
from builder.words.parse import parse

_FRONT = "---\ntitle: 新\ndate: 2024-02-22\n---\n\n"
_SIZE = 24_000  # characters; the longer text has twice as many
_ATTEMPTS = 6
_MOST = 2.3


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece))


def numbered(piece: str) -> Callable[[int], str]:
    return lambda size: "".join(piece.replace("@", str(number)) for number in range(size // (len(piece) + 3)))


def between(opening: str, closing: str, middle: str = "") -> Callable[[int], str]:
    return lambda size: (count := size // len(opening + closing)) * opening + middle + count * closing


TEXTS: dict[str, Callable[[int], str]] = {
    "captions": repeated("图:甲\n\n"),
    "captions of pictures": repeated("图:甲\n\n![a](b.png)\n\n"),
    "captions with labels": repeated("图:甲(上)乙(下)\n\n"),
    "pictures of one caption": lambda size: "![](b.png)\n\n" * (size // 24) + "图:" + "甲(上)" * (size // 8),
    "captions of tables": repeated("表:甲\n\n|a|b|\n|-|-|\n|1|2|\n\n"),
    "captions behind tables": repeated("|a|b|\n|-|-|\n|1|2|\n表:甲\n\n"),
    "cashtags": repeated("甲 $示例红利低波A(OTCFUND|990201)$ 乙\n\n"),
    "cards": repeated("$示例红利低波A(OTCFUND|990201)$\n\n"),
    "cashtags that are not closed": repeated("$示例红利低波A(OTCFUND|990201"),
    "headed cards": repeated("甲:\n$示例红利低波A(OTCFUND|990201)$\n\n"),
    "claims": repeated("[涨]{NVDA return 1y > 1%} "),
    "claims that are not closed": repeated("[涨]{"),
    "numbers": repeated("{{ 012733 nav }} "),
    "topics": numbered("#甲@a#\n\n"),
    "pictures in pictures": between("![", "](a.png)", "甲"),
    "addresses that nothing names": numbered("[a@]: https://a.com\n"),
    "code with signs": lambda size: ("```yaml\n" + "@" * 3_900 + "\n```\n") * (size // 2_000),
    "code in one line": lambda size: "```java\n" + "a " * (size // 2) + "\n```\n",
    "products": lambda size: "甲*" * (size // 2) + "=",
    "comments that are not closed": repeated("<!--\n"),
    "comments in a line": repeated("a <!-- "),
    "opening brackets": repeated("["),
    "brackets in brackets": between("[", "]"),
    "links in links": between("[a ", "](b)"),
    "pictures in a link that is not closed": lambda size: "[" + "![a](b.png)" * (size // 11),
    "pictures in a link": lambda size: "[" + "![a](b.png)" * (size // 11) + "](https://a.com)",
    "opening pictures": repeated("!["),
    "opening footnotes": repeated("[^"),
    "footnotes": numbered("字[^@]\n\n[^@]: 注\n\n"),
    "references to a footnote": lambda size: "字[^1]\n\n" * (size // 7) + "[^1]: 注\n",
    "references to no footnote": repeated("字[^1]\n\n"),
    "signs behind a heading": lambda size: "## a " + "#" * size + "b",
    "blanks in a heading": lambda size: "## a" + " " * size + "b",
    "equal headings": repeated("## 甲\n\n"),
    "equal headings below a section": repeated("### 甲\n\n"),
    "opening tags": repeated("a <b"),
    "tags that are not closed": repeated("<b>"),
    "tags in tags": between("<b>", "</b>"),
    "blocks that are not closed": repeated("<div>\n"),
    "tags with attributes": repeated('<b a="x" '),
    "bars": repeated("|"),
    "rows": lambda size: "|a|b|\n|-|-|\n" + "|1|2|\n" * (size // 6),
    "columns": lambda size: "|" + "a|" * (size // 4) + "\n|" + "-|" * (size // 4) + "\n",
    "backticks": lambda size: "".join("`" * length + "a" for length in range(1, int((2 * size) ** 0.5))),
    "stars": repeated("*a **b "),
    "stars in one line": repeated("乙*甲，"),
    "stars that open": repeated("乙 *甲 "),
    "emphasis in emphasis": between("*a **b ", "b** a* "),
    "lists": repeated("- a\n"),
    "quotations": repeated("> a\nb\n"),
    "boxes": repeated("!!! note\n    a\n\n"),
    "fences": repeated("```chart\ntype: line\nseries: [a]\n```\n图:甲\n\n"),
    "bare addresses": repeated("https://"),
    "brackets behind an address": lambda size: "https://a" + ")" * size,
    "addresses without a scheme": repeated("://"),
    "definitions": numbered("[a@]: https://b\n"),
    "a long address that is named often": lambda size: f"[a]: https://a.com/{'x' * size}\n\n" + "[a] " * (size // 4),
    "a long title that is named often": lambda size: f'[a]: https://a.com "{"x" * size}"\n\n' + "[a] " * (size // 4),
    "a long address of a picture": lambda size: f"[a]: {'x' * size}.png\n\n" + "![b][a] " * (size // 8),
    "a long head over many cells": lambda size: (
        f"| 甲 | {'字' * (size // 3)} | 乙 |\n|---|---|---|\n" + "|1|2|3|\n" * (size // 8)
    ),
    "backticks in lines": repeated("a`b\n"),
    "backticks in cells": lambda size: "|a|\n|-|\n" + "|`a\\|`|\n" * (size // 9),
    "marks in headings": repeated("## {{ 012733 nav }}\n\n"),
    "fences in lists": repeated("- ```\n  a\n  ```\n"),
    "braces in HTML": repeated("<b>{{ 012733 nav</b>"),
    "titles of links": repeated('[a](b "'),
    "blanks in a picture": repeated("![a](b c.d "),
    "sizes of pictures": repeated("![a](b.png){width=30 "),
    "attributes": repeated("`a`{.b"),
    "lines": repeated("甲乙\n"),
    "backslashes": repeated("\\"),
    "entities": repeated("&"),
}


def drawing(elements: Callable[[int], str], rules: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: f"<svg>{elements(size)}<style>{rules(size)}</style></svg>"


DRAWINGS: dict[str, Callable[[int], str]] = {
    "rules for all": drawing(numbered('<g id="a@"/>'), numbered("g{fill:url(#a@)}")),
    "rules for a class": drawing(numbered('<g class="b" id="a@"/>'), numbered(".b{fill:url(#a@)}")),
    "rules for a class that show nothing": drawing(repeated('<g class="b"/>'), numbered(".b{fill:url(#a@)}")),
    "rules for no element": drawing(numbered('<g id="a@"/>'), numbered(".b{fill:url(#a@)}")),
    "rules for an element each": drawing(numbered('<g id="a@" class="b@"/>'), numbered(".b@{fill:url(#a@)}")),
    "classes of an element": drawing(
        lambda size: f'<g class="{numbered("b@ ")(size)}"/>', numbered(".b@{fill:url(#a@)}")
    ),
    "selectors of a rule": drawing(
        numbered('<g id="a@" class="b"/>'), lambda size: numbered(".c@,")(size) + f"a{{{numbered('a:url(#a@)')(size)}}}"
    ),
    "rules that are not closed": drawing(repeated("<g/>"), repeated("a{b:url(#c);")),
    "variables": drawing(repeated("<g/>"), lambda size: "a{--b:" + "url(#c) u " * (size // 10)),
    "comments that are not closed": drawing(repeated("<g/>"), repeated("/*")),
    "texts that are not closed": drawing(repeated("<g/>"), repeated("\"'")),
    "a long selector": drawing(repeated("<g/>"), lambda size: "a" * size + " " * size + "{a:url(#c)}"),
}


def seconds(run: Callable[[], object]) -> float:
    """How long this takes, whatever becomes of it."""
    gc.collect()
    gc.disable()  # it runs when it likes, and takes a tenth of the time or a half
    begin = time.process_time()
    with suppress(Failed):
        run()
    taken = time.process_time() - begin
    gc.enable()
    return taken


def check_doubling(name: str, run: Callable[[str], object], text: Callable[[int], str]) -> None:
    short, long = text(_SIZE), text(2 * _SIZE)
    seconds(lambda: run(short[:1000]))  # what is imported at first use
    ratios: list[float] = []
    for _ in range(_ATTEMPTS):
        base = min(seconds(lambda: run(short)) for _ in range(2))
        ratios.append(seconds(lambda: run(long)) / max(base, 0.002))
        if ratios[-1] <= _MOST:
            return
    pytest.fail(f"{name}: twice the text took {min(ratios):.1f} times as long")


def page(renderer: MarkdownRenderer, text: str) -> None:
    renderer.body(parse(SourceFile(path="briefings/a.md", text=_FRONT + text), zone="Asia/Shanghai"))


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    renderer = MarkdownRenderer()
    check_doubling(name, lambda text: page(renderer, text), TEXTS[name])


@pytest.mark.parametrize("name", DRAWINGS)
def test_twice_the_drawing_takes_twice_the_time(name: str) -> None:
    check_doubling(name, lambda text: sanitised(text.encode(), "a.svg"), DRAWINGS[name])


@pytest.mark.parametrize("sign", ["*", "x", "1%*", "5%×", "+", "收益率", " \n"])
def test_twice_the_benchmark_takes_twice_the_time(sign: str) -> None:
    check_doubling(sign, components.__wrapped__, repeated(sign))


def test_no_page_is_many_times_as_long_as_its_text() -> None:
    for name, text in TEXTS.items():
        source = text(_SIZE)
        with suppress(Failed):
            parsed = parse(SourceFile(path="briefings/a.md", text=_FRONT + source), zone="Asia/Shanghai")
            assert len(MarkdownRenderer().body(parsed).html) < 100 * len(source), name


def test_the_link_that_hung_a_build_is_read() -> None:
    text = "[" + "![a](b.png)" * 16 + "\n"
    assert seconds(lambda: page(MarkdownRenderer(), text)) < 5


@pytest.mark.parametrize("piece", ["/* ", '"\\', "'\\", "var ", "var a="])
def test_a_script_of_one_piece_is_read_in_one_pass(piece: str) -> None:
    """A second pass for each piece would take longer than a test of attacks may."""
    with suppress(Failed):
        read_history(piece * 400_000, "x.js", "012733")
