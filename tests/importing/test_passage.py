"""Words are written so that Markdown shows them as they are."""

from __future__ import annotations

import pytest

from builder.importing.passage import as_markdown


@pytest.mark.parametrize(
    ("words", "markdown"),
    [
        ("普通的话,5*3", "普通的话,5\\*3"),
        ("# 标题", "\\# 标题"),
        ("#话题#", "#话题#"),
        ("1. 第一", "1\\. 第一"),
        ("1.5%", "1.5%"),
        ("- 项", "\\- 项"),
        ("PE<PB <b>", "PE\\<PB \\<b>"),
        ("&amp; R&D", "\\&amp; R&D"),
        ("~~a~~ ==b==", "\\~\\~a\\~\\~ \\=\\=b\\=\\="),
        ("$甲(OTCFUND|990101)$", "$甲(OTCFUND|990101)$"),
    ],
)
def test_signs_of_markdown_are_escaped(words: str, markdown: str) -> None:
    assert as_markdown(words) == markdown
