"""What prose leaves out to be fast changes nothing: with and without its shortcuts, Markdown becomes the same HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.words.markdown_html import MarkdownRenderer

SHORTCUTS = ("plain-paragraph", "plain-text")
PIECES = [
    *(
        "中文",
        "word",
        "图:一",
        "\n",
        "  \n",
        "\n\n",
        " ",
        "\n    ",
        "\t",
        "- ",
        "1. ",
        "\n> ",
        "\n# 题\n",
        "\n: ",
        "\n==",
    ),
    *("**", "*", "_", "__", "`", "``", "\\", "\\*", "&", "&amp;", "&#35;", "<", "<b>", "</b>", "<br>", "<div>x</div>"),
    *("[a](b)", "[a][b]", "[b]", "\n[b]: http://e.com 't'\n", "![x](y.png)", "![x][b]", "[", "]", "(", ")", "!", "|"),
    *("<http://x.y>", "<a@b.c>", "[^1]", "\n[^1]: 注\n", "\n!!! note\n    ", "\n| a | b |\n|---|---|\n| 1 | `2` |\n"),
    *("\ue0003\ue001", "\x02", "\x03", "\u2028", "klzzwxh:0001", "wzxhzdk:0", "<!-- c -->", "\n---\n"),
]
FAST, SLOW = MarkdownRenderer()._markdown, MarkdownRenderer()._markdown
SLOW.parser.blockprocessors.deregister(SHORTCUTS[0])
SLOW.treeprocessors.deregister(SHORTCUTS[1])


@pytest.mark.parametrize("one", PIECES)
def test_every_piece_of_markup_is_still_seen(one: str) -> None:
    for other in PIECES:
        text = f"中文 {one}word{other} 文{one} {other}\n\n中{one}"
        assert FAST.reset().convert(text) == SLOW.reset().convert(text), text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_mixture_of_markup_reads_the_same(text: str) -> None:
    assert FAST.reset().convert(text) == SLOW.reset().convert(text)


def test_every_pattern_begins_with_a_sign_that_the_shortcut_knows() -> None:
    # One that is new here must be looked at: what it matches has to be in `_PlainText.RE`, or plain texts lose it.
    known = {"backtick", "escape", "entity", "linebreak", "html", "autolink", "automail", "em_strong", "footnote"}
    links = {"reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"}
    assert {entry.name for entry in FAST.inlinePatterns._priority} == known | links
