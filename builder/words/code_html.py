"""Fenced code of a page as HTML with its syntax marked. Used by `markdown_html`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from html import escape
from typing import Protocol

# Pygments takes quadratic time over some text: 8,000 characters cost it 1.5 seconds at worst, and 16,000 cost 6.
_MOST_MARKED = 4_000  # characters of a fence whose syntax is marked
_MOST_IN_PAGE = 40_000  # of all of a page together


class _Fence(Protocol):
    """The parser's token of a fence."""

    content: str
    info: str


def fenced_code(fences: Iterable[_Fence], words: Callable[[str], str]) -> list[str]:
    """The HTML of each fence of a page, in order. `words` gives a text with the author's words in place of holes."""
    blocks: list[str] = []
    left = _MOST_IN_PAGE
    for fence in fences:
        code = words(fence.content)
        is_marked = len(code) <= min(_MOST_MARKED, left)
        left -= len(code) if is_marked else 0
        blocks.append(_html(code, (fence.info.split() or [""])[0] if is_marked else ""))
    return blocks


def _html(code: str, language: str) -> str:
    """The code in the elements that the theme styles, with its syntax marked where the language is known."""
    marked = escape(code, quote=False)
    if language:
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import get_lexer_by_name
        from pygments.util import ClassNotFound

        with suppress(ClassNotFound):  # an unknown language is still code
            marked = highlight(code, get_lexer_by_name(language, stripnl=False), HtmlFormatter(nowrap=True))
    return f'<div class="highlight"><pre><code tabindex="0">{marked}</code></pre></div>'
