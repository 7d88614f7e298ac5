"""Fenced code of a page as HTML with its syntax marked. Used by `markdown_html`.

The fences are those that `code_mask` knows: what the parser took for code is what readers see as code.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape

from builder.words.marks.code_mask import mask_code

# Pygments takes quadratic time over some text: 8,000 characters cost it 1.5 seconds at worst, and 16,000 cost 6.
_MOST_MARKED = 4_000  # characters of a fence whose syntax is marked
_MOST_IN_PAGE = 40_000  # of all of a page together


def fenced_code(markdown: str) -> tuple[dict[int, int], list[str]]:
    """The lines of the fences of some Markdown, from 0: first line -> the line behind it; and the HTML of each, in order."""
    if "```" not in markdown and "~~~" not in markdown:
        return {}, []
    lines: dict[int, int] = {}
    blocks: list[str] = []
    line, done = 0, 0
    left = _MOST_IN_PAGE
    for fence in mask_code(markdown)[1]:
        line += markdown.count("\n", done, fence.start)
        height = markdown.count("\n", fence.start, fence.end)
        lines[line] = line + height + 1
        line, done = line + height, fence.end
        is_marked = len(fence.body) <= min(_MOST_MARKED, left)
        left -= len(fence.body) if is_marked else 0
        blocks.append(_html(fence.body, (fence.info.split() or [""])[0] if is_marked else ""))
    return lines, blocks


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
