"""The parser of this site's Markdown: CommonMark and what authors of briefings need besides. Used by `markdown_html`."""

from __future__ import annotations

from markdown_it import MarkdownIt

from builder.words.syntax.boxes import boxes_plugin
from builder.words.syntax.definitions import definitions_plugin
from builder.words.syntax.delimiters import delimiters_plugin
from builder.words.syntax.fences import fences_plugin
from builder.words.syntax.footnotes import footnotes_plugin
from builder.words.syntax.links import LinkingMarkdown, links_plugin
from builder.words.syntax.raw_html import raw_html_plugin
from builder.words.syntax.tables import tables_plugin
from builder.words.syntax.unread_blocks import unread_blocks_plugin
from builder.words.syntax.visible_words import visible_words_plugin
from builder.words.syntax.words import words_plugin

_DEEPEST = 200  # levels; `text_checks` refuses a page long before
_PLUGINS = (
    definitions_plugin,
    footnotes_plugin,
    boxes_plugin,
    fences_plugin,
    raw_html_plugin,
    delimiters_plugin,
    words_plugin,
    tables_plugin,
    unread_blocks_plugin,
    links_plugin,
    visible_words_plugin,
)


def markdown_parser() -> MarkdownIt:
    """A parser that gives tokens, notes faults in its environment, and renders HTML."""
    md = LinkingMarkdown("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough")
    for plugin in _PLUGINS:
        md.use(plugin)
    return md
