"""A table of a page, collected cell by cell, as a Markdown table. Used by `web_page`."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.importing.passage import Passage

_WIDEST = 50  # columns that a cell may span
_LONGEST = 2_000  # rows


@dataclass
class PageTable:
    """A table that is being read. A merged cell stands in its first column; its other columns are empty."""

    line: int
    role: str = ""
    rows: list[list[str]] = field(default_factory=list)
    _below: dict[int, int] = field(default_factory=dict)  # column -> rows that a cell above still covers
    _span: int = 1

    def start(self, tag: str, values: dict[str, str]) -> None:
        """A row or a cell begins."""
        if tag == "tr" or not self.rows:
            self.rows.append([])
        if tag == "tr":
            return
        self._fill()
        row = self.rows[-1]
        rows, columns = (_span(values.get(name, "")) for name in ("rowspan", "colspan"))
        for column in range(len(row), len(row) + columns):
            if rows > 1:
                self._below[column] = rows - 1
        row += [""] * columns
        self._span = columns

    def _fill(self) -> None:
        """The columns of this row that cells above cover."""
        row = self.rows[-1]
        while self._below.get(len(row), 0) > 0:
            self._below[len(row)] -= 1
            row.append("")

    def add(self, words: str) -> None:
        """A paragraph in the cell that is open."""
        if not self.rows or not self.rows[-1]:
            self.start("td", {})
        cell = len(self.rows[-1]) - self._span
        self.rows[-1][cell] = f"{self.rows[-1][cell]} {words}".strip()

    def passages(self) -> list[Passage]:
        """The table; where it has a single column, it only laid out paragraphs."""
        rows = [row for row in self.rows[:_LONGEST] if any(row)]
        width = max((len(row) for row in rows), default=0)
        if width < 2:
            cells = [cell for row in rows for cell in row if cell]
            return [Passage(kind="paragraph", text=cell, line=self.line, role=self.role) for cell in cells]
        lines = ["| " + " | ".join([*(_cell(cell) for cell in row), *[""] * (width - len(row))]) + " |" for row in rows]
        text = "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])
        return [Passage(kind="table", text=text, line=self.line, role=self.role)]


def _cell(words: str) -> str:
    """A cell's words. A bar in a cashtag ends no cell; any other is escaped."""
    pieces = words.split("$")
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].replace("|", "\\|")
    return "$".join(pieces)


def _span(written: str) -> int:
    return min(_WIDEST, int(written)) if written.isascii() and written.isdigit() and int(written[:6]) else 1
