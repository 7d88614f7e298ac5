"""Lines, columns and offsets of a file's text."""

from __future__ import annotations

from builder.words.source_text import SourceText


def test_an_offset_has_a_line_and_a_column() -> None:
    source = SourceText(path="a.md", text="一二\n\n三")
    assert [source.line_and_column(offset) for offset in range(5)] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1)]
    assert [source.offset(*source.line_and_column(offset)) for offset in range(5)] == [0, 1, 2, 3, 4]


def test_a_problem_covers_at_least_one_character() -> None:
    problem = SourceText(path="a.md", text="一\n二").problem("bad-link", 2, 2, "no such page")
    assert (problem.path, problem.line, problem.column, problem.length) == ("a.md", 2, 1, 1)
