"""The parser of this site's Markdown: CommonMark and what authors of briefings need besides. Used by `markdown_html`."""

from __future__ import annotations

from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin

from builder.words.syntax.boxes import boxes_plugin
from builder.words.syntax.delimiters import delimiters_plugin
from builder.words.syntax.footnotes import footnotes_plugin
from builder.words.syntax.links import LinkingMarkdown, links_plugin
from builder.words.syntax.raw_html import raw_html_plugin
from builder.words.syntax.tables import tables_plugin
from builder.words.syntax.words import words_plugin

FENCES = (
    "fences"  # in the environment of a parse: first line of a fence -> the line behind it, and the hole in its place
)
_DEEPEST = 200  # levels; `text_checks` refuses a page long before
_PLUGINS = (
    *(deflist_plugin, footnotes_plugin, boxes_plugin, raw_html_plugin, delimiters_plugin, words_plugin, tables_plugin),
    links_plugin,
)


def markdown_parser() -> MarkdownIt:
    """A parser that gives tokens, notes faults in its environment, and renders HTML."""
    md = LinkingMarkdown("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough")
    for plugin in _PLUGINS:
        md.use(plugin)
    md.disable("fence")
    md.block.ruler.before("table", "known-fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return md


def _fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A fence that `code_mask` knows becomes a paragraph with its hole."""
    fences: Mapping[int, tuple[int, str]] = state.env.get(FENCES, {})
    if start_line not in fences:
        return False
    if silent:
        return True
    last, code_hole = fences[start_line]
    state.line = min(last, end_line)
    token = state.push("paragraph_open", "p", 1)
    token.map = [start_line, state.line]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = code_hole, [start_line, state.line], []
    state.push("paragraph_close", "p", -1)
    return True
