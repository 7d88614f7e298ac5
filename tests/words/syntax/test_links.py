"""Links and pictures that no reader could follow or see are told."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, problems, text_at


@pytest.mark.parametrize("fragment", ["小结", "xiao-jie", "三小结", "%E5%B0%8F%E7%BB%93"])
def test_a_heading_is_found_by_its_words_and_by_its_address(fragment: str) -> None:
    assert '<a href="#xiao-jie">见</a>' in html(f"[见](#{fragment})\n\n## 三、小结")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[见](#大结)\n\n## 小结", "#大结"),
        ("甲\n[见](#小结)\n\n## 一\n\n### 小结\n\n## 二\n\n### 小结", "#小结"),
        ("[x](javascript:alert)", "javascript:alert"),
        ("[x](ftp://a.com)", "ftp://a.com"),
        ("[x](https://)", "https://"),
        ("甲 <https://>", "https://"),
        ("[x](https:/a.com)", "https:/a.com"),
        ("[x](//)", "//"),
        ("[x](https://a:99999/)", "https://a:99999/"),
        ("[x](http://[::1)", "http://[::1"),
        ("[x](tel:)", "tel:"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(text: str, wrong: str) -> None:
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-link", wrong)
    assert reported.hint


def test_a_figure_is_a_place_too() -> None:
    assert '<a href="#tu-1">见</a>' in html("[见](#tu-1)\n\n![](a.png)\n图:甲")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[来源]: https://a.com "本数据仅供参考"', 5),
        ("[甲][x]\n\n[x]: https://a.com\n[x]: https://b.com", 8),
        ("`[甲][1]`\n\n[1]: https://a.com", 7),
        ("\\[甲][2]\n\n[1]: https://a.com", 7),
        ("[](https://a.com)", 5),
        ("甲\n[ ](https://a.com)", 6),
    ],
)
def test_what_nobody_could_see_is_told(text: str, line: int) -> None:
    reported = problem(text)
    assert (reported.id, reported.line) == ("bad-link", line)


def test_a_link_around_a_picture_or_code_has_words() -> None:
    assert "<a" in html("[![甲](a.png)](https://a.com) [`x`](https://a.com) [甲][x]\n\n[x]: https://a.com")
    assert "<img" in html("![见 [x]](a.png)\n\n[x]: https://a.com")


def test_a_picture_may_stand_in_a_description_and_no_deeper() -> None:
    assert "<img" in html("![![甲](a.png)](b.png)")
    assert problems("![![![甲](a.png)](b.png)](c.png)")[0].message.startswith("pictures stand in the description")


@pytest.mark.parametrize("definition", ["https://a.com/" + "x" * 9_000, 'https://a.com "' + "x" * 9_000 + '"'])
def test_a_long_address_that_the_text_repeats_is_refused_at_its_line(definition: str) -> None:
    text = f"[甲] 乙\n\n[甲]: {definition}\n\n" + "[甲] 丙\n" * 9
    assert "丙" in html(text.replace("x" * 9_000, "x" * 2_000))
    reported = problem(text)
    assert (reported.id, reported.line) == ("too-large", 7)
    assert "[甲]" in reported.message and "10 times" in reported.message


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[甲]（https://a.com）", "]（"),
        ("［甲］(https://a.com)", "］("),
        ("［甲］（https://a.com）", "］（"),
        ("字［^1］", "［^1］"),
    ],
)
def test_full_width_brackets_of_links_and_notes_are_told(text: str, wrong: str) -> None:
    assert text_at(FRONT + text, problem(text)) == wrong


@pytest.mark.parametrize("text", ["`字［^1］`", "［甲］与 https://a.com", "[甲]（乙）"])
def test_other_full_width_brackets_are_words(text: str) -> None:
    assert html(text)
