"""A source file's text, and the line and column of an offset in it. Every finder of marks reports problems by it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from builder.problem import Problem


@dataclass(frozen=True, kw_only=True)
class SourceText:
    """The text of a source file. Offsets count characters from 0; lines and columns count from 1."""

    path: str  # from the content folder
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column."""
        return self._line_starts[line - 1] + column - 1

    def problem(self, id_: str, start: int, end: int, message: str, hint: str = "") -> Problem:
        """A problem about text[start:end]."""
        line, column = self.line_and_column(start)
        length = max(1, end - start)
        return Problem(id=id_, path=self.path, line=line, column=column, length=length, message=message, hint=hint)
