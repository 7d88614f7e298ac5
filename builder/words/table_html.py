"""Authors' tables in a page's HTML: heads, the box that a table is in, and on a phone each column's name as a label of its cells.

Used by `body_html`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from builder.html_tokens import HOLE, attribute, is_closing, tag_name, tokens
from builder.table_fit import fits

_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_ROLES |= {"th": "columnheader", "row head": "rowheader"}
_NARROW = 17.0  # em: the width that every phone has
_TEXT = 0.85  # em of the box in one em of a table
_NUMBER = 5.5  # em of a number, which stands in the text as a hole
_GAP = 0.9
_LONGEST_LABEL = 60  # characters
_WIDEST = 9.0  # em of a cell before its words take a second line
_DATE = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")
_SPANNING = ("colspan", "rowspan")
_TABLE = re.compile(r"<table>(?:(?!<table>).)*?</table>", re.DOTALL)
_EMPTY_HEAD = re.compile(r"<th([^<>]*+)>\s*</th>")
_EMPTY_CORNER = re.compile(r"<table>\s*<thead>\s*<tr>\s*<th[^<>]*+>\s*</th>")
_FIRST_CELL = re.compile(r"(<tr>\s*)<td([^<>]*+)>((?:(?!<t[rd][ >]).)*?)</td>", re.DOTALL)


def with_heads(html: str) -> str:
    """The HTML with no empty head in any table. Where the corner is, the first cell of each row names the row: it is a head."""
    return _TABLE.sub(_with_heads, html)


def _with_heads(table: re.Match[str]) -> str:
    html = table[0]
    if _EMPTY_CORNER.match(html):
        head, body, rows = html.partition("<tbody>")
        html = head + body + _FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', rows)
    return _EMPTY_HEAD.sub(r"<td\1></td>", html)


def end_of_table(pieces: Sequence[str], index: int) -> int:
    """The index of the tag that closes the table which opens there; `pieces` are tokens."""
    depth = 0
    for later in range(index, len(pieces), 2):
        if tag_name(pieces[later]) == "table":
            depth += -1 if is_closing(pieces[later]) else 1
            if depth == 0:
                return later
    return len(pieces) - 1


def in_scroll(html: str, label: str) -> str:
    """A table that cannot become blocks in a box that scrolls. `label` is the attribute that names it."""
    return f'<div class="table-scroll" tabindex="0" role="region" {label}>{html}</div>'


def in_box(html: str) -> str:
    """A table in its box, with labels if it is too wide for a phone; "" for one with cells that span others: it can have none."""
    pieces = tokens(html)
    rows = _rows(pieces)
    if html.count("<table") > 1 or any(attribute(tag, name) for tag in pieces[1::2] for name in _SPANNING):
        return ""
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or "<thead>" not in html:
        return ""
    texts = [[_text(pieces, index) for index in row] for row in rows]
    pieces[1] = _with(pieces[1], 'class="written"')  # Material draws tables without a class as boxes that scroll
    _keep_dates_in_line(pieces)
    width = _TEXT * sum(_GAP + max(map(_width, column)) for column in zip(*texts, strict=True))
    if width <= _NARROW:
        return f'<div class="table-box">{"".join(pieces)}</div>'
    _label(pieces, rows, [_label_text(text) for text in texts[0]])
    return f'<div class="table-box" data-fits="{fits(width)}">{"".join(pieces)}</div>'


def _keep_dates_in_line(pieces: list[str]) -> None:
    """Lets each date among the words take one line; in code it is no date."""
    is_code = False
    for index, piece in enumerate(pieces):
        if index % 2 and tag_name(piece) == "code":
            is_code = not is_closing(piece)
        elif index % 2 == 0 and not is_code:
            pieces[index] = _DATE.sub(r'<span class="date">\g<0></span>', piece)


def _label_text(head: str) -> str:
    """A column's name as the label of its cells, escaped; a long one is cut, since each cell repeats it."""
    text = unescape(HOLE.sub("", head)).strip()
    return escape(text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1].rstrip() + "…")


def _label(pieces: list[str], rows: list[list[int]], labels: list[str]) -> None:
    """Gives all cells but those of the first row and the first column their labels, and everything its role."""
    for row in rows[1:]:
        for index, label in list(zip(row, labels, strict=True))[1:]:
            pieces[index] = _with(pieces[index], f'data-label="{label}"') if label else pieces[index]
    for index in range(1, len(pieces), 2):
        name = tag_name(pieces[index])
        role = _ROLES.get("row head" if attribute(pieces[index], "scope") == "row" else name)
        if role and not is_closing(pieces[index]):
            pieces[index] = _with(pieces[index], f'role="{role}"')


def _rows(pieces: list[str]) -> list[list[int]]:
    """Where the cells of each row open, as indexes of pieces."""
    rows: list[list[int]] = []
    for index in range(1, len(pieces), 2):
        name = tag_name(pieces[index])
        if name == "tr" and not is_closing(pieces[index]):
            rows.append([])
        elif name in ("td", "th") and not is_closing(pieces[index]) and rows:
            rows[-1].append(index)
    return [row for row in rows if row]


def _text(pieces: list[str], index: int) -> str:
    """The text of the cell that opens there, still escaped."""
    end = next(later for later in range(index, len(pieces), 2) if is_closing(pieces[later]) and _is_cell(pieces[later]))
    return "".join(pieces[index + 1 : end : 2])


def _is_cell(tag: str) -> bool:
    return tag_name(tag) in ("td", "th")


def _width(text: str) -> float:
    """The width of a cell in em of its text: of one line, but for words that take several."""
    holes = len(HOLE.findall(text))
    letters = sum(1.0 if letter > "\u2e80" else 0.56 for letter in HOLE.sub("", text))
    return min(holes * _NUMBER + letters, max(_WIDEST, _longest_word(text)))


def _longest_word(text: str) -> float:
    return max((0.56 * len(word) for word in text.split() if word.isascii()), default=0.0)


def _with(tag: str, attribute_text: str) -> str:
    return f"{tag[:-1]} {attribute_text}>"
