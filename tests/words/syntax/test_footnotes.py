"""Footnotes: each is read, or its author is told."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, problems, text_at


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    shown_html = html("甲[^b] 乙[^a] 丙[^b]\n\n[^a]: 一\n\n[^b]: 二\n\n    又\n\n丁")
    assert shown_html.index("丁") < shown_html.index("二") < shown_html.index("一")
    assert '<sup id="fnref:b"><a class="footnote-ref" href="#fn:b">1</a></sup>' in shown_html
    assert '<sup id="fnref2:b">' in shown_html and 'href="#fnref2:b"' in shown_html
    assert "<p>又" in shown_html


@pytest.mark.parametrize(
    ("text", "wrong", "words"),
    [
        ("甲[^1]\n\n[^1]: 一\n\n[^1]: 二", "[^1]", "written twice"),
        ("甲[^9]。", "[^9]", "there is no footnote"),
        ("甲[^1]\n\n[^1]:", "[^1]", "has no words"),
        ("甲^[行内的注]。", "^[行内的注]", "among the words"),
        ("甲\n\n[^3]: 三", "[^3]", "no text refers"),
        ("甲[^注 一]。", "[^注 一]", "has a blank"),
        ("甲\n\n[^注　一]: 注的文字", "[^注　一]", "has a blank"),
        ("甲\n乙 {{ 012733 nav }}[^9]。", "[^9]", "there is no footnote"),
    ],
)
def test_what_nobody_would_read_is_told(text: str, wrong: str, words: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-footnote", wrong)
    assert words in reported.message
    assert reported.line == FRONT.count("\n") + text[: text.rindex(wrong)].count("\n") + 1


def test_a_power_is_no_note() -> None:
    assert "10^[2]" in html("10^[2] 与 x^2")


@pytest.mark.parametrize("note", ["二", "注的 文字，两个词"])
def test_a_name_with_a_blank_is_told_at_the_mark_and_at_the_note(note: str) -> None:
    told = problems(f"甲[^注 一]。\n\n[^注 一]: {note}")
    assert [(fault.id, fault.line) for fault in told] == [("bad-footnote", 5), ("bad-footnote", 7)]
    assert {fault.hint for fault in told} == {"write [^注一], here and before the note"}
    assert problem(f"甲\n\n[^注 一]: {note}").id == "bad-footnote"
    assert '<a href="https://a.com/">^注 一</a>' in html("甲[^注 一](https://a.com/)").replace(' rel="noopener"', "")


def test_code_and_escapes_are_no_marks() -> None:
    assert "[^9]" in html("`[^9]` \\[^9]")
