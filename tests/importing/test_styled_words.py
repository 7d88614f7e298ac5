"""Words with styles become Markdown that reads the same."""

from __future__ import annotations

import pytest

from builder.importing.passage import as_markdown
from builder.importing.styled_words import StyledWords


def markdown(*pieces: tuple[str, str]) -> str:
    words = StyledWords()
    for text, styles in pieces:
        words.add(text, set(styles.split()))
    return words.markdown(as_markdown)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((("甲", ""), ("乙", "bold"), ("丙", "")), "甲**乙**丙"),
        ((("甲", ""), ("乙。", "bold"), ("丙", "")), "甲**乙**。丙"),
        ((("甲", ""), ("10%。", "bold"), ("丙", "")), "甲**10%**。丙"),
        ((("甲", ""), ("乙。", "bold")), "甲**乙。**"),
        ((("甲 ", ""), ("乙 ", "bold italic"), ("丙", "")), "甲 ***乙*** 丙"),
        ((("甲", "bold"),), "甲"),
        ((("甲", ""), (" ", "bold"), ("乙", "")), "甲 乙"),
        ((("见", ""), ("$甲(OTCFUND|990101)$", "bold")), "见$甲(OTCFUND|990101)$"),
    ],
)
def test_signs_stand_where_markdown_reads_them(pieces: tuple[tuple[str, str], ...], expected: str) -> None:
    assert markdown(*pieces) == expected


def test_a_link_keeps_its_address_where_it_has_one() -> None:
    words, link = StyledWords(), StyledWords()
    link.add("报告", set())
    words.add_link(link, "https://a/b c")
    words.add_link(link, "")
    assert words.markdown(as_markdown) == "[报告](<https://a/b c>)报告"
