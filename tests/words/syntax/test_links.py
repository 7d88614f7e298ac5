"""Links and pictures that no reader could follow or see are told."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import FRONT, html, problem, text_at


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
