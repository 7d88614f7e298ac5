"""A shell and fragments in, a file's bytes out. The step where words and numbers meet, and nothing but joining."""

from __future__ import annotations

from collections.abc import Mapping

from builder.model import ROOT, Shell


def fill(shell: Shell, fragments: Mapping[str, str], *, depth: int) -> bytes:
    """The file: the shell's pieces with each hole's HTML between them, and the way to the root spelled out.

    `fragments` maps the names of holes to HTML; a hole without one is our own mistake and raises KeyError.
    """
    parts = [shell.pieces[0]]
    for name, piece in zip(shell.holes, shell.pieces[1:], strict=True):
        parts += (fragments[name], piece)
    return "".join(parts).replace(ROOT, way_up(depth)).encode()


def way_up(depth: int) -> str:
    """The way from a page to the site's root, e.g. "../../"; "./" from the root itself, so that it stands alone as a link."""
    return "../" * depth or "./"
