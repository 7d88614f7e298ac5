"""Puts fragments into the holes of a shell: the last step, where words and numbers meet. `fill_job` fills each file by it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from builder.model import DETAILS_CLOSE, DETAILS_OPEN, HOLE_CLOSE, HOLE_OPEN, ROOT

# A link to a page of ours by its folder, e.g. href="../../funds/".
_FOLDER = re.compile(rf'(href="(?:{ROOT}|\.\.?/)(?:[^"#?]*/)?)(?=["#])')
# A refresh fills a thousand pages. It joins bytes as the store has them and decodes no text.
_OPEN, _CLOSE, _ROOT = HOLE_OPEN.encode(), HOLE_CLOSE.encode(), ROOT.encode()
_DETAILS_OPEN, _DETAILS_CLOSE = DETAILS_OPEN.encode(), DETAILS_CLOSE.encode()
_DETAILS = re.compile(_DETAILS_OPEN + b".*?" + _DETAILS_CLOSE, re.DOTALL)


class CutHtml(NamedTuple):
    """The HTML of a shell or a fragment, cut at its holes."""

    pieces: Sequence[bytes | memoryview]  # one more than holes
    holes: Sequence[str]  # names of slots, e.g. ("0", "3", "1")


def encode_shell(shell: str) -> str:
    """A shell as the store keeps it. Its first line has the names of the holes and the number of bytes before each, as JSON; then
    comes the text without holes. Raises ValueError where a path to the root is still a placeholder."""
    if ROOT in shell:
        raise ValueError("a shell belongs to one depth and must have no placeholder for the path to the root")
    html = cut_at_holes(shell.encode(), depth=0)
    head = [html.holes, [len(piece) for piece in html.pieces[:-1]]]
    return f"{json.dumps(head)}\n{b''.join(html.pieces).decode()}"


def decode_shell(encoded: bytes) -> CutHtml:
    """A shell as the store keeps it, cut at its holes without a search and without a copy."""
    start = encoded.index(b"\n") + 1
    holes, lengths = json.loads(encoded[:start])
    body = memoryview(encoded)
    ends = list(accumulate(lengths, initial=start))
    return CutHtml([*(body[begin:end] for begin, end in pairwise(ends)), body[ends[-1] :]], holes)


def cut_at_holes(text: bytes, *, depth: int, details: bool = True) -> CutHtml:
    """The UTF-8 of a fragment, cut at its holes. `depth` says how many folders below the root its page is. Without `details`,
    a chart is its drawing with legend and source alone."""
    text = text if details else _DETAILS.sub(b"", text)
    text = text.replace(_DETAILS_OPEN, b"").replace(_DETAILS_CLOSE, b"")
    first, *rest = text.replace(_ROOT, path_to_root(depth).encode()).split(_OPEN)
    named = [text_after_hole.partition(_CLOSE) for text_after_hole in rest]
    return CutHtml(pieces=(first, *(piece for *_, piece in named)), holes=tuple(name.decode() for name, *_ in named))


def fill(shell: CutHtml, fragments: Mapping[str, CutHtml]) -> bytes:
    """The file: the shell with a fragment in each hole.

    `fragments` has the HTML by hole. A fragment in hole "a" may have a hole "b" of its own, which gets the fragment "a/b". A
    hole without a fragment raises KeyError: a mistake of ours.
    """
    pieces: list[bytes | memoryview] = []
    _join(pieces, shell, fragments, "")
    return b"".join(pieces)


def split_fragment(fragment: CutHtml) -> dict[str, CutHtml]:
    """The HTML for each hole, of a fragment that fills many, e.g. {"3/since": "<p>…</p>"}."""
    return {name: CutHtml((piece,), ()) for name, piece in zip(fragment.holes, fragment.pieces[1:], strict=True)}


def with_index_html(html: str) -> str:
    """The HTML with links to `index.html` in place of links to its folder: a site that is opened as plain files has no server
    to find it."""
    return _FOLDER.sub(r"\1index.html", html)


def _join(pieces: list[bytes | memoryview], html: CutHtml, fragments: Mapping[str, CutHtml], within: str) -> None:
    pieces.append(html.pieces[0])
    for name, piece in zip(html.holes, html.pieces[1:], strict=True):
        inner = fragments[within + name]
        if inner.holes:
            _join(pieces, inner, fragments, f"{within}{name}/")
        else:
            pieces.append(inner.pieces[0])
        pieces.append(piece)


def path_to_root(depth: int) -> str:
    """The path from a page to the site's root, e.g. "../../"; "./" from the root itself, so that it is a link by itself."""
    return "../" * depth or "./"
