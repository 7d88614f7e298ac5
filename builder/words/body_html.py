"""Framed HTML with holes in, a page's body out: ids, addresses, and every hole where what fills it may stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape

from builder.model import HOLE_OPEN, Page, hole
from builder.words.figure_html import is_block, plain
from builder.words.heading_ids import HeadingIds, without_id
from builder.words.marks.link_marks import inside

_TOKEN = re.compile(r'(<[^>"]*(?:"[^"]*"[^>"]*)*>)')
_HEADING, _HEADING_END = re.compile(r"<h[1-6][ >]"), re.compile(r"</h[1-6]>")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_HOLE = re.compile("\ue000([^\ue001]*)\ue001")
_TORN = re.compile("\ue000[a-z0-9-]*|\ue001")  # of an address without end, Markdown drops the last character
_HREF = re.compile(r' href="([^"]*)"')
_SOURCE = re.compile(r' src="([^"]*)"')
_ALIGN = re.compile(r' align="([a-z]+)"')
_PLACE = re.compile(r' id="([^"]+)"')
# A line break between Chinese characters, or after their full stop, is the editor's; a browser would show a blank.
_BREAK = re.compile("(?<=[\u3000-\u303f\uff00-\uff65]) ?\n|(?<=[\u3400-\u9fff]) ?\n(?=[\u3000-\u9fff\uff00-\uffef])")
_HALF_BLANK = ("？", "！", "。", "，")
_VOID = frozenset(("img", "br", "hr"))
_EMPTY = re.compile(r"<p>\s*</p>\n?")


def finish(html: str, page: Page, code: Sequence[str], headings: HeadingIds) -> str:
    """The HTML, tag by tag; the headings it meets are added to `headings`."""
    return _Walk(page, code, headings).html(html)


class _Walk:
    """One pass over a page's tags and texts."""

    def __init__(self, page: Page, code: Sequence[str], headings: HeadingIds) -> None:
        self._page, self._code, self._headings = page, code, headings
        self._root = "../" * page.url.count("/")
        self._open: list[tuple[str, str]] = []  # name and whole tag of every element that is open
        self._out: list[str] = []

    def html(self, html: str) -> str:
        tokens = _TOKEN.split(html)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if at % 2 == 0:
                self._text(token)
            elif _HEADING.match(token):
                end = next(i for i in range(at, len(tokens)) if _HEADING_END.match(tokens[i]))
                self._heading(token, "".join(tokens[at + 1 : end]))
                at = end
            else:
                self._tag(token)
            at += 1
        return _EMPTY.sub("", "".join(self._out)).strip() + "\n"

    def _within(self, *names: str) -> bool:
        return any(name in names for name, _ in self._open)

    def _heading(self, tag: str, inner: str) -> None:
        level = max(2, int(tag[2]))
        lead = ' class="fund-lead"' if "fund-lead" in tag else ""
        heading = self._headings.add(level, plain(re.sub(r"<sup\b.*?</sup>", "", _HOLE.sub(self._written, inner))))
        words = _HOLE.sub(self._written, without_id(inner))
        self._out.append(f'<h{level} id="{heading.id}"{lead}>{words}</h{level}>')

    def _tag(self, tag: str) -> None:
        match = _NAME.match(tag)
        name = match[1] if match else ""
        if tag.startswith("</"):
            if self._open and self._open[-1][0] == name:
                self._open.pop()
            self._out.append(tag)
            if name == "table" and not self._within("table"):
                self._out.append("</div>")
            return
        if name == "table" and not self._within("table"):
            self._out.append(self._scroll())
        elif name == "img":
            tag = self._image(tag)
        elif name == "a":
            tag = self._anchor(tag)
        elif name in ("td", "th"):
            tag = _ALIGN.sub(r' class="align-\1"', tag)
        if HOLE_OPEN in tag and not (name == "a" and self._is_address(tag)):
            tag = _TORN.sub("", _HOLE.sub(self._written, tag))
        self._out.append(tag)
        if name not in _VOID:
            self._open.append((name, tag))

    def _scroll(self) -> str:
        figure = next((tag for name, tag in reversed(self._open) if name == "figure"), "")
        place = _PLACE.search(figure)
        label = f'aria-labelledby="{place[1]}-caption"' if place else 'aria-label="表格"'
        return f'<div class="table-scroll" tabindex="0" role="region" {label}>'

    def _image(self, tag: str) -> str:
        """An image of the content folder by its place in the site; no other can be here, but for raw HTML's."""
        source = _SOURCE.search(tag)
        target = inside(self._page.path, unescape(source[1])) if source else None
        if target is None or target not in self._page.images:
            return ""
        address = f"{self._root}media/{escape(_quoted(target))}"
        return _SOURCE.sub(lambda _: f' src="{address}"', tag)[:-1] + ' loading="lazy" decoding="async">'

    def _anchor(self, tag: str) -> str:
        href = _HREF.search(tag)
        if href and href[1].startswith(("http://", "https://", "//")):
            return tag[:-1] + ' rel="noopener">'
        return tag

    def _is_address(self, tag: str) -> bool:
        href = _HREF.search(tag)
        match = _HOLE.fullmatch(href[1]) if href else None
        known = bool(match and match[1].isdigit() and self._page.marks[int(match[1])].block == "address")
        return known and tag.count(HOLE_OPEN) == 1

    def _text(self, text: str) -> None:
        if HOLE_OPEN not in text and ("\n" not in text or text == "\n"):  # as most are: nothing to fill or to join
            self._out.append(text)
            return
        if self._within("code", "pre"):
            self._out.append(_HOLE.sub(self._written, text))
            return
        text = _BREAK.sub("", text)
        if HOLE_OPEN not in text:
            self._out.append(text)
            return
        done = 0
        for match in _HOLE.finditer(text):
            self._out.append(text[done : match.start()])
            self._fill(match)
            done = match.end()
        self._out.append(text[done:])

    def _fill(self, match: re.Match[str]) -> None:
        """One hole among words: kept, or given what these words know."""
        name = match[1]
        if name[0] == "c":
            self._apart(self._code[int(name[1:])])
        elif name[0] == "t" and name[1:].isdigit():
            self._out.append(self._topic(self._page.meta.topics[int(name[1:])]))
        elif not name.isdigit():
            self._out.append(self._written(match))
        elif is_block(self._page.marks[int(name)]):
            self._apart(hole(name))
        elif self._page.marks[int(name)].block == "address" or (
            self._within("a") and self._page.marks[int(name)].block == "cashtag"
        ):
            self._out.append(self._written(match))
        else:
            self._out.append(match[0])

    def _apart(self, block: str) -> None:
        """Puts a block where it may stand: after the paragraph that it is in, which goes on behind it."""
        at = next((index for index, (name, _) in enumerate(self._open) if name == "p"), None)
        inner = self._open[at:] if at is not None else []
        self._out += [f"</{name}>" for name, _ in reversed(inner)]
        self._out.append(block)
        self._out += [tag for _, tag in inner]

    def _topic(self, topic: str) -> str:
        words = escape(topic, quote=False)
        if self._within("a"):
            return f"#{words}#"
        # Half of a full-width mark is blank: the sign after it moves nearer.
        closing = '<span class="topic-end">#</span>' if topic.endswith(_HALF_BLANK) else "#"
        return f'<a class="topic" href="{self._root}topics/{self._headings.slugs.topic(topic)}/">#{words}{closing}</a>'

    def _written(self, match: re.Match[str]) -> str:
        """What the author wrote where a hole cannot be, e.g. in code."""
        name = match[1]
        if name.isdigit():
            return escape(self._page.marks[int(name)].text)
        if name[0] == "t" and name[1:].isdigit():
            return f"#{escape(self._page.meta.topics[int(name[1:])])}#"
        if name[0] == "c":
            return escape(unescape(re.sub(r"<[^>]*>", "", self._code[int(name[1:])])))
        return {"tu": "图:", "biao": "表:"}.get(name.partition("-")[0], "")


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
