"""Fenced code of a page as HTML with its syntax marked. Used by `markdown_html`.

The fences are those that `code_mask` knows: what the parser took for code is what readers see as code.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape

from builder.model import hole
from builder.words.marks.code_mask import mask_code


def take_out_code(markdown: str) -> tuple[str, list[str]]:
    """The Markdown with a hole ("c0", "c1", …) for each fenced block, and the HTML of these blocks."""
    if "```" not in markdown and "~~~" not in markdown:
        return markdown, []
    pieces: list[str] = []
    blocks: list[str] = []
    done = 0
    for fence in mask_code(markdown)[1]:
        line_start = markdown.rfind("\n", 0, fence.start) + 1
        pieces += [markdown[done:line_start], "\n", fence.prefix, hole(f"c{len(blocks)}"), "\n"]
        blocks.append(_html(fence.body, (fence.info.split() or [""])[0]))
        done = fence.end
    return "".join([*pieces, markdown[done:]]), blocks


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
