"""The words, colours and legend of a picture."""

from __future__ import annotations

import re

from builder.blocks.images import picture_svg


def test_up_is_the_site_s_colour() -> None:
    red, green = picture_svg.colours("red"), picture_svg.colours("green")
    assert red["--fb-up"] == green["--fb-down"] == red["--fb-red"] != red["--fb-down"]


def test_words_stay_whole_and_no_line_begins_with_a_comma() -> None:
    assert picture_svg.broken_lines("一句话生成，Sora 是什么？", 10, 60, 9) == ["一句话生成，", "Sora 是什么？"]
    assert picture_svg.broken_lines("一二三四五六，七", 10, 60, 9) == ["一二三四五六，", "七"]
    assert picture_svg.broken_lines("x" * 40, 10, 60, 2)[1].endswith("…")


def test_a_legend_has_no_digits_that_depend_on_how_python_adds() -> None:
    """Two systems of different versions named the same picture differently."""
    layout = picture_svg.PictureLayout(colours=picture_svg.colours("red"), width=1000, y=100.0)
    layout.legend([(f"示例ETF联接{letter}", "var(--c1)", "") for letter in "ABCDE"], 28)
    numbers = re.findall(r"-?\d+\.\d+", "".join(layout.elements))
    assert numbers and max(len(one.partition(".")[2]) for one in numbers) <= 2
