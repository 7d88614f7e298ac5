"""The parser of this site's Markdown: CommonMark and what authors of briefings need besides. Used by `markdown_html`."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from builder.model import hole
from builder.words.syntax.boxes import boxes_plugin
from builder.words.syntax.code import read_fence
from builder.words.syntax.definitions import definitions_plugin
from builder.words.syntax.delimiters import delimiters_plugin
from builder.words.syntax.footnotes import footnotes_plugin
from builder.words.syntax.links import LinkingMarkdown, links_plugin
from builder.words.syntax.raw_html import raw_html_plugin
from builder.words.syntax.tables import tables_plugin
from builder.words.syntax.unread_blocks import unread_blocks_plugin
from builder.words.syntax.visible_words import visible_words_plugin
from builder.words.syntax.words import words_plugin

FENCES = "fences"  # in the environment, when a page is rendered: its fences, in the order of the holes in their places
_DEEPEST = 200  # levels; `text_checks` refuses a page long before
_PLUGINS = (
    *(
        definitions_plugin,
        footnotes_plugin,
        boxes_plugin,
        raw_html_plugin,
        delimiters_plugin,
        words_plugin,
        tables_plugin,
    ),
    *(unread_blocks_plugin, links_plugin, visible_words_plugin),
)


def markdown_parser() -> MarkdownIt:
    """A parser that gives tokens, notes faults in its environment, and renders HTML."""
    md = LinkingMarkdown("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough")
    for plugin in _PLUGINS:
        md.use(plugin)
    md.block.ruler.at("fence", read_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.add_render_rule("fence", _render_fence)
    return md


def _render_fence(self: Any, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
    fences: list[Token] = env.setdefault(FENCES, [])
    fences.append(tokens[index])
    return f"<p>{hole(f'c{len(fences) - 1}')}</p>\n"
