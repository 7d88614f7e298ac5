"""Reads text as it was copied from a page: each line is a paragraph. Used by `saved_file`."""

from __future__ import annotations

from builder.importing.passage import Passage, SavedArticle, as_markdown


def read(text: str) -> SavedArticle:
    """The passages of copied text, each with its line."""
    passages = [
        Passage(kind="paragraph", text=as_markdown(line.strip()), line=number)
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
    ]
    return SavedArticle(passages=tuple(passages))
