"""Authors' tables on a phone: each cell gets its column's name as a label. Used by `body_html`."""

from __future__ import annotations

import re

from builder.html_tokens import HOLE, attribute, is_closing, tag_name, tokens
from builder.table_fit import fits

_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
_ROLES |= {"th": "columnheader", "row head": "rowheader"}
_NARROW = 17.0  # em: the width that every phone has
_TEXT = 0.85  # em of the box in one em of a table
_NUMBER = 5.5  # em of a number, which stands in the text as a hole
_GAP = 0.9
_WIDEST = 9.0  # em of a cell before its words take a second line
_DATE = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")
_SPANNING = ("colspan", "rowspan")


def in_box(html: str) -> str:
    """A table in its box, with labels if it is too wide for a phone; "" for one with cells that span others: it can have none."""
    pieces = tokens(html)
    rows = _rows(pieces)
    if html.count("<table") > 1 or any(attribute(tag, name) for tag in pieces[1::2] for name in _SPANNING):
        return ""
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or "<thead>" not in html:
        return ""
    texts = [[_text(pieces, index) for index in row] for row in rows]
    pieces[1] = _with(pieces[1], 'class="written"')
    pieces[::2] = [_DATE.sub(r'<span class="date">\g<0></span>', text) for text in pieces[::2]]  # takes one line
    width = _TEXT * sum(_GAP + max(map(_width, column)) for column in zip(*texts, strict=True))
    if width <= _NARROW:
        return f'<div class="table-box">{"".join(pieces)}</div>'
    _label(pieces, rows, [HOLE.sub("", text).strip().replace('"', "&quot;") for text in texts[0]])
    return f'<div class="table-box" data-fits="{fits(width)}">{"".join(pieces)}</div>'


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
