"""A shell and fragments in, a file's bytes out. The step where words and numbers meet, and nothing but joining."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from builder.model import HOLE_CLOSE, HOLE_OPEN, ROOT

# A link to a page of ours by its folder, e.g. href="../../funds/".
_FOLDER = re.compile(rf'(href="(?:{ROOT}|\.\.?/)(?:[^"#?]*/)?)(?=["#])')
# A refresh joins a thousand pages, and these are their bytes as the store has them: no text is decoded for it.
_OPEN, _CLOSE, _ROOT = HOLE_OPEN.encode(), HOLE_CLOSE.encode(), ROOT.encode()


class CutHtml(NamedTuple):
    """A shell or a fragment, cut at its holes."""

    pieces: Sequence[bytes | memoryview]  # one more than holes
    holes: Sequence[str]  # names of slots, e.g. ("0", "3", "1")


def encode_shell(shell: str) -> str:
    """A shell as the store keeps it: in the first line the names of its holes and how many bytes of its UTF-8 stand before
    each, as JSON; then the text without them. Raises ValueError where the way to the root is not spelled out yet."""
    if ROOT in shell:
        raise ValueError("a shell belongs to one depth, and spells out the way to the root")
    found = cut_at_holes(shell.encode(), depth=0)
    head = [found.holes, [len(piece) for piece in found.pieces[:-1]]]
    return f"{json.dumps(head)}\n{b''.join(found.pieces).decode()}"


def decode_shell(kept: bytes) -> CutHtml:
    """A shell as the store keeps it, cut: nothing is looked for, and nothing is copied."""
    start = kept.index(b"\n") + 1
    holes, lengths = json.loads(kept[:start])
    body = memoryview(kept)
    ends = list(accumulate(lengths, initial=start))
    return CutHtml([*(body[one:end] for one, end in pairwise(ends)), body[ends[-1] :]], holes)


def cut_at_holes(text: bytes, *, depth: int) -> CutHtml:
    """The UTF-8 of a fragment, cut at its holes, with the way to the root from so many folders below it."""
    first, *rest = text.replace(_ROOT, path_to_root(depth).encode()).split(_OPEN)
    parts = [part.partition(_CLOSE) for part in rest]
    return CutHtml(pieces=(first, *(piece for *_, piece in parts)), holes=tuple(name.decode() for name, *_ in parts))


def fill(shell: CutHtml, fragments: Mapping[str, CutHtml]) -> bytes:
    """The file: the shell's pieces with each hole's HTML between them.

    `fragments` has the HTML by the names of holes. A fragment that leaves a hole "b" of its own in the hole "a" gets that of
    "a/b". A hole without HTML is our own mistake and raises KeyError.
    """
    parts: list[bytes | memoryview] = []
    _join(parts, shell, fragments, "")
    return b"".join(parts)


def split_fragment(fragment: CutHtml) -> dict[str, CutHtml]:
    """What a fragment that fills many holes has for each: the HTML behind each mark, e.g. {"3/since": "<p>…</p>"}."""
    return {name: CutHtml((piece,), ()) for name, piece in zip(fragment.holes, fragment.pieces[1:], strict=True)}


def with_index_html(html: str) -> str:
    """The HTML of a shell or fragment with links that name the file, not only its folder, so that a site can be read from
    a plain folder too, where nothing serves `index.html` for its folder."""
    return _FOLDER.sub(r"\1index.html", html)


def _join(parts: list[bytes | memoryview], cut_: CutHtml, fragments: Mapping[str, CutHtml], within: str) -> None:
    parts.append(cut_.pieces[0])
    for name, piece in zip(cut_.holes, cut_.pieces[1:], strict=True):
        inner = fragments[within + name]
        if inner.holes:
            _join(parts, inner, fragments, f"{within}{name}/")
        else:
            parts.append(inner.pieces[0])
        parts.append(piece)


def path_to_root(depth: int) -> str:
    """The way from a page to the site's root, e.g. "../../"; "./" from the root itself, so that it stands alone as a link."""
    return "../" * depth or "./"
