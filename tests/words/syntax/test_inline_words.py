"""A few words, read as the parser reads them in a text."""

from __future__ import annotations

import pytest

from builder.words.syntax.inline_words import read_words


@pytest.mark.parametrize(
    ("markdown", "html", "text"),
    [
        ("A&B", "A&amp;B", "A&B"),
        ("甲  乙", "甲 乙", "甲 乙"),
        ("**甲**&lt;", "<strong>甲</strong>&lt;", "甲<"),
        ("[甲](https://a.com)", "甲", "甲"),
        ('<abbr title="甲">乙</abbr>', '<abbr title="甲">乙</abbr>', "乙"),
        ("甲\n**乙**", "甲<strong>乙</strong>", "甲乙"),
    ],
)
def test_words_are_given_as_html_and_as_text(markdown: str, html: str, text: str) -> None:
    words = read_words(markdown)
    assert (words.html, words.text, words.faults) == (html, text, ())


@pytest.mark.parametrize(
    "hostile", ["<b onclick=x>甲</b>", "<script>甲</script>", "<a href=javascript:x>甲</a>", "<img src=x>"]
)
def test_no_html_of_an_author_runs(hostile: str) -> None:
    html = read_words(hostile).html
    assert not any(sign in html for sign in ("<script", "onclick", "href", "<img"))
