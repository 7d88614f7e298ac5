"""Reads a few words as the parser reads them in a text: a claim's, a picture's description. Used by `words.marks`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt

from builder.html_tokens import without_tags
from builder.words.syntax.faults import Fault, faults
from builder.words.syntax.parser import markdown_parser

_TAGS = {
    *(
        "abbr",
        "b",
        "br",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
    ),
    "u",
}
_MARKUP = re.compile(r"[\\`*_~=<>&!\[\]\n{}]")


@dataclass(frozen=True, kw_only=True)
class InlineWords:
    """Words without their Markdown."""

    html: str  # harmless, without links
    text: str
    faults: Sequence[Fault]  # lines count from 0


def read_words(markdown: str) -> InlineWords:
    """The words of some Markdown without blocks. It may have several lines; a link in it is its words."""
    if not _MARKUP.search(markdown):  # most
        text = " ".join(markdown.split())
        return InlineWords(html=escape(text, quote=False), text=text, faults=())
    md, env = _parser(), dict[str, Any]()
    tokens = md.parseInline(markdown, env)
    html = _cleaner().clean(md.renderer.render(tokens, md.options, env)).strip()
    text = " ".join(unescape(without_tags(html.replace("<br>", " "))).split())
    return InlineWords(html=html, text=text, faults=tuple(faults(env)))


@cache
def _parser() -> MarkdownIt:
    return markdown_parser()


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=_TAGS, attributes={"abbr": {"title"}}, link_rel=None)
