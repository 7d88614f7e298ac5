"""The words of a page that readers would see and that may hold a mark, as their author wrote them. Used by `parser`.

`leftover_marks` looks there for marks that nobody took out: they would be published as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from builder.words.syntax.raw_html import tags_and_comments

_VISIBLE = "visible words"  # in the environment, after a parse
_MAY_BE_MARK = re.compile(r"[{}\uff5b\uff5d$\uff04]|OTCFUND|\][ \t]?\(|```|~~~", re.IGNORECASE)
_SHOWN = re.compile(r"\b(?:alt|title)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[{}\[\]$!]")
_CODE = ("code", "pre")
_HIDDEN = "\x00"  # in place of code, which may hold what it wants


class VisibleWords(NamedTuple):
    """Words, and the line of the Markdown where they begin, from 0."""

    line: int
    text: str
    in_html: bool  # or in a description or a title: neither links nor pictures are read there


def visible_words_plugin(md: MarkdownIt) -> None:
    """Makes a parser keep the words that may hold a mark. It does so before an escaped sign becomes a sign like any other."""
    md.core.ruler.before("text_join", "visible-words", _keep)


def visible_words(env: Mapping[str, Any]) -> Sequence[VisibleWords]:
    """The words that were kept, in the order of the page."""
    words: Sequence[VisibleWords] = env.get(_VISIBLE, ())
    return words


def _keep(state: StateCore) -> None:
    shown: list[VisibleWords] = []
    line = 0
    for token in state.tokens:
        line = token.map[0] if token.map else line
        if token.type not in ("inline", "html_block") or not _MAY_BE_MARK.search(token.content):
            continue
        is_html = token.type == "html_block"
        *texts, words = _of_html(token.content) if is_html else _of_words(token)
        shown += [VisibleWords(line, text, True) for text in texts if _MAY_BE_MARK.search(text)]
        shown += [VisibleWords(line, words, is_html)] if _MAY_BE_MARK.search(words) else []
    state.env[_VISIBLE] = shown


def _of_words(inline: Token) -> Iterator[str]:
    """Each description and title in a block, then its words."""
    pieces: list[str] = []
    in_code = 0
    for child in inline.children or ():
        if child.type == "html_inline":
            in_code += _enters_code(child.content)
            yield from _attributes(child.content)
        elif child.type == "image":
            pieces.append(_HIDDEN)
            yield from _of_words(child)
        elif in_code or child.type == "code_inline":
            is_fence = child.markup.startswith("```") and not in_code
            pieces.append(child.markup + child.content.split(" ", 1)[0] if is_fence else _HIDDEN)
        else:
            pieces.append("\n" if child.type in ("softbreak", "hardbreak") else child.markup * _is_special(child))
            pieces.append("" if _is_special(child) else child.content)
    titles = dict.fromkeys(str(child.attrs.get("title", "")) for child in inline.children or ())
    is_escaped = _ESCAPED.search(inline.content) is not None
    yield from (title for title in titles if not is_escaped or title in inline.content)
    yield "".join(pieces)


def _is_special(token: Token) -> bool:
    """Whether a token is an escaped sign, or the name of one: its markup is what its author wrote."""
    return token.type == "text_special"


def _of_html(content: str) -> Iterator[str]:
    """The descriptions and titles in a block of HTML, then its words."""
    pieces: list[str] = []
    in_code, done = 0, 0
    for start, end, tag in tags_and_comments(content):
        pieces.append("\n" * content.count("\n", done, start) if in_code else content[done:start])
        done = end
        if tag:
            in_code += _enters_code(tag[0])
            yield from _attributes(tag[0])
    yield "".join([*pieces, content[done:]])


def _attributes(tag: str) -> Iterator[str]:
    return (unescape(double or single or bare) for double, single, bare in _SHOWN.findall(tag))


def _enters_code(tag: str) -> int:
    """1 where a tag begins code, -1 where it ends some, else 0."""
    name = re.match(r"</?([A-Za-z]+)", tag)
    if name is None or name[1].lower() not in _CODE:
        return 0
    return -1 if tag.startswith("</") else 1
