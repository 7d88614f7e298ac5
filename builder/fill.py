"""A shell and fragments in, a file's bytes out. The step where words and numbers meet, and nothing but joining."""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.model import HOLE_OPEN, ROOT, Shell

# A link to a page of ours by its folder, e.g. href="../../funds/".
_FOLDER = re.compile(rf'(href="(?:{ROOT}|\.\.?/)(?:[^"#?]*/)?)(?=["#])')


def fill(shell: Shell, fragments: Mapping[str, str], *, depth: int) -> bytes:
    """The file: the shell's pieces with each hole's HTML between them, and the way to the root spelled out.

    `fragments` maps the names of holes to HTML. HTML that leaves a hole "b" of its own in the hole "a" gets that of "a/b".
    A hole without HTML is our own mistake and raises KeyError.
    """
    parts: list[str] = []
    _join(parts, shell, fragments, "")
    return "".join(parts).replace(ROOT, way_up(depth)).encode()


def pieces(html: str) -> dict[str, str]:
    """What a fragment that fills many holes has for each: the text behind each mark, e.g. {"3/since": "<p>…</p>"}."""
    shell = Shell.cut(html)
    return dict(zip(shell.holes, shell.pieces[1:], strict=True))


def whole(html: str) -> str:
    """The HTML of a shell or fragment with links that name the file, not only its folder, so that a site can be read from
    a plain folder too, where nothing serves `index.html` for its folder."""
    return _FOLDER.sub(r"\1index.html", html)


def _join(parts: list[str], shell: Shell, fragments: Mapping[str, str], within: str) -> None:
    parts.append(shell.pieces[0])
    for name, piece in zip(shell.holes, shell.pieces[1:], strict=True):
        html = fragments[within + name]
        if HOLE_OPEN in html:
            _join(parts, Shell.cut(html), fragments, f"{within}{name}/")
        else:
            parts.append(html)
        parts.append(piece)


def way_up(depth: int) -> str:
    """The way from a page to the site's root, e.g. "../../"; "./" from the root itself, so that it stands alone as a link."""
    return "../" * depth or "./"
