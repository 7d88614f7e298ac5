"""The words of a page that readers can search for, without the numbers of the data. Made by page workers for the index."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from builder.html_tokens import HOLE, INLINE_TAGS, attribute, is_closing, tag_name, tokens, without_elements
from builder.model import Body, Page, unique
from builder.search.fold import GAP, HAN, fold_characters, tidy

# The kinds of blocks; each line of a text file begins with the kind of its block.
TITLE, HEADING, BODY, LABEL = "T", "H", "B", "L"
_FOOTNOTES = ("sup", 'a class="footnote-backref"')
_INLINE = INLINE_TAGS | {"a", "span", "time"}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SYLLABLES = re.compile(f"[a-z0-9]+|[{HAN}]")


@dataclass(frozen=True, kw_only=True)
class PageWords:
    """What search knows of a page."""

    url: str  # e.g. "briefings/sora/"
    date: str  # ISO date; empty for plain pages
    column: str
    topics: tuple[str, ...]
    funds: tuple[str, ...]  # codes
    initials: tuple[str, ...]  # of the title and of each heading, e.g. "ykspdnxzs"
    blocks: tuple[tuple[str, str], ...]  # kind and text, e.g. ("H", "一、新在哪里？")

    @property
    def text(self) -> str:
        """Its text file: a head as one line of JSON, then one line per block."""
        head = {"u": self.url, "d": self.date, "s": self.column, "o": self.topics, "f": self.funds, "i": self.initials}
        without_empty = {name: value for name, value in head.items() if value}
        first_line = json.dumps(without_empty, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return "\n".join([first_line, *(kind + text for kind, text in self.blocks)]) + "\n"


def page_words(page: Page, body: Body, slugs: Iterable[tuple[str, str]]) -> PageWords:
    """What search knows of a page. `slugs` are the title and each heading with its pinyin, as `words.slugs` writes it."""
    meta = page.meta
    labels = [meta.column, *(f"#{topic}" for topic in meta.topics), *meta.authors]
    blocks = [
        (TITLE, meta.title),
        *((BODY, text) for text in (meta.summary, *meta.corrections)),
        *_body_blocks(body.html, page),
        *((LABEL, text) for text in labels),
    ]
    return PageWords(
        url=page.url,
        date=meta.date[:10],
        column=meta.column,
        topics=meta.topics,
        funds=unique((*page.mentions, *meta.funds)),
        initials=unique(letters for text, slug in slugs if (letters := initials(text, slug))),
        blocks=tuple((kind, tidied) for kind, text in blocks if (tidied := tidy(text).strip(GAP + " "))),
    )


def initials(text: str, slug: str) -> str:
    """The first letters of the syllables of a text; words in letters stay whole.

    E.g. "Sora是什么" with the pinyin "sora-shi-shen-me" gives "sorassm".
    """
    syllables = iter(slug.split("-"))
    letters = []
    for piece in _SYLLABLES.findall(fold_characters(text)):
        syllable = next(syllables, "")
        letters.append(piece if piece.isascii() else syllable[:1])
    return "".join(letters)


def _body_blocks(html: str, page: Page) -> Iterator[tuple[str, str]]:
    """The blocks of a body in order, with the descriptions of images and with captions."""
    for opening in _FOOTNOTES:
        html = without_elements(html, opening)
    kind, pieces = BODY, []
    for index, token in enumerate(tokens(html)):  # text and tags, by turns
        name = tag_name(token) if index % 2 else ""
        if not index % 2:
            pieces.append(token)
        elif name == "br":
            pieces.append(" ")
        elif name not in _INLINE:
            yield from _block(kind, "".join(pieces), page)
            pieces = []
            kind = HEADING if name in _HEADINGS and not is_closing(token) else BODY
            if name == "img" and (alt := attribute(token, "alt")) is not None:
                yield BODY, unescape(alt)
    yield from _block(kind, "".join(pieces), page)


def _block(kind: str, html: str, page: Page) -> Iterator[tuple[str, str]]:
    """A block of text with the author's words in its holes. The words of cards and charts follow as blocks of their own."""
    if not html or html.isspace():
        return
    following: list[str] = []

    def words_of_mark(hole: re.Match[str]) -> str:
        mark = page.marks[int(hole[1])] if hole[1].isdigit() else None
        if mark is None:
            return ""
        if mark.block == "claim":
            return str(mark.params["words"])
        if mark.block == "cashtag":
            name, code = str(mark.params.get("name", "")), str(mark.params.get("code", ""))
            if mark.params.get("place") == "inline":
                return name
            following.append(f"{name} {code}")
        elif mark.block == "chart":
            spec = mark.params.get("spec", {})
            following.append(str(spec.get("alt", "")) if isinstance(spec, dict) else "")
        return GAP

    yield kind, unescape(HOLE.sub(words_of_mark, html))
    yield from ((BODY, text) for text in following)
