"""Fenced code of a page as HTML with its syntax marked. Used by `markdown_html`.

The fences are those that `code_mask` knows: what the parser took for code is what readers see as code.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape

from builder.words.marks.code_mask import mask_code


def fenced_code(markdown: str) -> tuple[dict[int, int], list[str]]:
    """The lines of the fences of some Markdown, from 0: first line -> the line behind it; and the HTML of each, in order."""
    if "```" not in markdown and "~~~" not in markdown:
        return {}, []
    lines: dict[int, int] = {}
    blocks: list[str] = []
    line, done = 0, 0
    for fence in mask_code(markdown)[1]:
        line += markdown.count("\n", done, fence.start)
        height = markdown.count("\n", fence.start, fence.end)
        lines[line] = line + height + 1
        line, done = line + height, fence.end
        blocks.append(_html(fence.body, (fence.info.split() or [""])[0]))
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
    return f'<div class="highlight"><pre><code>{marked}</code></pre></div>'
