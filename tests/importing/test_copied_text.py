"""Each line of copied text is a paragraph."""

from __future__ import annotations

from builder.importing.copied_text import read


def test_lines_keep_their_number_and_lose_their_margin() -> None:
    article = read("\n  甲 \n\u3000\u3000乙*\n")
    assert [(passage.line, passage.text) for passage in article.passages] == [(2, "甲"), (3, "乙\\*")]
