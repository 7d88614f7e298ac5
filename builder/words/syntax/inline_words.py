"""Reads a few words as the parser reads them in a text: a claim's, a caption's. Used by `words.marks`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from builder.html_tokens import INLINE_TAGS, without_tags
from builder.words.syntax.faults import LINE, Fault, faults
from builder.words.syntax.parser import markdown_parser

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


def unescaped(title: str) -> str:
    """The title of a picture or a link without backslashes before signs, and with the signs that entities stand for."""
    return unescapeAll(title)


def paragraph_length(lines: Sequence[str]) -> int:
    """How many of these lines are the paragraph that the first begins. A line of dashes below it makes no heading of it."""
    tokens: list[Token] = []
    _parser().block.parse("\n".join(lines), _parser(), {LINE: 0}, tokens)
    words = next((token for token in tokens if token.type == "inline"), None)
    return words.content.count("\n") + 1 if words else 1


@cache
def _parser() -> MarkdownIt:
    return markdown_parser()


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags={*INLINE_TAGS, "br"}, attributes={"abbr": {"title"}}, link_rel=None)
