"""A Page and its Body in; its words as search sees them out: a head for lists, and blocks of text without any number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from builder.html_tokens import HOLE, attribute, is_closing, tag_name, tokens, without_elements
from builder.model import Body, Page, unique
from builder.search.fold import GAP, HAN, fold, tidy

# What a line of a text file begins with, and how much a hit in it counts.
TITLE, HEADING, BODY, LABEL = "T", "H", "B", "L"
_FOOTNOTES = ("sup", 'a class="footnote-backref"')
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
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
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SYLLABLES = re.compile(f"[a-z0-9]+|[{HAN}]")


@dataclass(frozen=True, kw_only=True)
class PageWords:
    """A page as search sees it."""

    url: str  # e.g. "briefings/sora/"
    date: str  # ISO date; empty for plain pages
    series: str
    topics: tuple[str, ...]
    funds: tuple[str, ...]  # codes
    initials: tuple[str, ...]  # of the title and of each heading, e.g. "ykspdnxzs"
    lines: tuple[tuple[str, str], ...]  # kind of a block, and its text

    @property
    def month(self) -> str:
        """Where it is filed, e.g. "2024-02"."""
        return self.date[:7] or "0000-00"

    @property
    def text(self) -> str:
        """Its text file: the head as one line of JSON, then a line for each block."""
        head = {"u": self.url, "d": self.date, "s": self.series, "o": self.topics, "f": self.funds, "i": self.initials}
        kept = {name: value for name, value in head.items() if value}
        first = json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return "\n".join([first, *(kind + words for kind, words in self.lines)]) + "\n"


def entry(page: Page, body: Body, slugs: Iterable[tuple[str, str]]) -> PageWords:
    """What search knows of a page. `slugs` pairs the title and each heading with its pinyin, as `words.slugs` gives it."""
    meta = page.meta
    labels = [meta.column, *(f"#{topic}" for topic in meta.topics), *meta.authors]
    lines = [
        (TITLE, meta.title),
        *((BODY, text) for text in (meta.summary, *meta.corrections)),
        *_blocks(body.html, page),
        *((LABEL, text) for text in labels),
    ]
    return PageWords(
        url=page.url,
        date=meta.date[:10],
        series=meta.column,
        topics=meta.topics,
        funds=unique((*page.mentions, *meta.funds)),
        initials=unique(made for text, slug in slugs if (made := initials(text, slug))),
        lines=tuple((kind, words) for kind, text in lines if (words := tidy(text).strip(GAP + " "))),
    )


def initials(text: str, slug: str) -> str:
    """The first letters of a text's syllables, words in letters whole, e.g. ("Sora是什么", "sora-shi-shen-me"): "sorassm"."""
    parts = iter(slug.split("-"))
    return "".join(one if one.isascii() else next(parts, "")[:1] for one in _aligned(text, parts))


def _aligned(text: str, parts: Iterator[str]) -> Iterator[str]:
    for one in _SYLLABLES.findall(fold(text)):
        if one.isascii():
            next(parts, "")
        yield one


def _blocks(html: str, page: Page) -> Iterator[tuple[str, str]]:
    """The blocks of a body in order, image descriptions and captions among them."""
    for opening in _FOOTNOTES:
        html = without_elements(html, opening)
    kind, words = BODY, []
    for index, token in enumerate(tokens(html)):
        name = tag_name(token) if index % 2 else ""
        if not index % 2:
            words.append(token)
        elif name == "br":
            words.append(" ")
        elif name not in _INLINE:
            yield from _said(kind, "".join(words), page)
            words = []
            kind = HEADING if name in _HEADINGS and not is_closing(token) else BODY
            if name == "img" and (alt := attribute(token, "alt")) is not None:
                yield BODY, unescape(alt)
    yield from _said(kind, "".join(words), page)


def _said(kind: str, raw: str, page: Page) -> Iterator[tuple[str, str]]:
    """A block's text, its holes filled with the author's words; what stands by itself follows as blocks of its own."""
    if not raw or raw.isspace():
        return
    apart: list[str] = []

    def said(hole: re.Match[str]) -> str:
        mark = page.marks[int(hole[1])] if hole[1].isdigit() else None
        if mark is None:
            return ""
        if mark.block == "claim":
            return str(mark.params["words"])
        if mark.block == "cashtag":
            name, code = str(mark.params.get("name", "")), str(mark.params.get("code", ""))
            if mark.params.get("place") == "inline":
                return name
            apart.append(f"{name} {code}")
        elif mark.block == "chart":
            spec = mark.params.get("spec", {})
            apart.append(str(spec.get("alt", "")) if isinstance(spec, dict) else "")
        return GAP

    text = unescape(HOLE.sub(said, raw))
    yield kind, text
    for one in apart:
        yield BODY, one
