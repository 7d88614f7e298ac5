"""What may not be in a heading, and images that need words."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, page, problem, text_at


@pytest.mark.parametrize(
    "text", ["![](a.png) 在句子里", "![](a.png)", "[![](a.png)](https://a.com)", '<img src="a.png">']
)
def test_an_image_needs_words_for_those_who_cannot_see_it(text: str) -> None:
    assert problem(text).id == "no-text-alternative"


@pytest.mark.parametrize("text", ["![](a.png)\n图:说明", "图:说明\n\n![](a.png)", '<img src="a.png" alt="说明">'])
def test_a_caption_or_a_text_are_such_words(text: str) -> None:
    assert page(text).images == ("briefings/2024/a.png",)
    assert 'alt="说明"' in html(text)


CHART = "```chart\n  type: line\n  series: [NVDA]\n  ```"


@pytest.mark.parametrize("figure", ["![说明](a.png)", "![说明](a.png)\n", CHART, CHART + "\n"])
def test_a_caption_below_a_figure_that_stands_beside_the_sign_of_a_list_is_told(figure: str) -> None:
    text = f"- {figure}\n  图：甲的图\n- 乙"
    wrong = problem(text)
    assert (wrong.id, text_at(FRONT + text, wrong)) == ("bad-markdown", "图：甲的图")
    assert '<span class="figure-number">图 1</span> 甲的图' in html(f"- 甲\n\n  {figure}\n  图：甲的图\n- 乙")
    assert "图：甲的图" in html("- 见 ![说明](a.png)\n- 图：甲的图")
