"""What may not be in a heading, and images that need words."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import html, page, problem


@pytest.mark.parametrize(
    "text", ["## {{ 012733 nav }}", "[涨]{NVDA nav > 1}\n===", "# $甲(SH600519)$", "> # {{ 012733 nav }}"]
)
def test_headings_are_words(text: str) -> None:
    assert problem(text).id == "slot-in-heading"


@pytest.mark.parametrize(
    "text", ["![](a.png) 在句子里", "![](a.png)", "[![](a.png)](https://a.com)", '<img src="a.png">']
)
def test_an_image_needs_words_for_those_who_cannot_see_it(text: str) -> None:
    assert problem(text).id == "no-text-alternative"


@pytest.mark.parametrize("text", ["![](a.png)\n图:说明", "图:说明\n\n![](a.png)", '<img src="a.png" alt="说明">'])
def test_a_caption_or_a_text_are_such_words(text: str) -> None:
    assert page(text).images == ("briefings/2024/a.png",)
    assert 'alt="说明"' in html(text)
