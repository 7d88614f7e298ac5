"""The last pass over a page's HTML: heading ids, image and link addresses, holes only where they can be filled.

Used by `markdown_html`. A hole in code, in an attribute or in a heading becomes the author's own words again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from urllib.parse import quote, unquote

from builder.html_tokens import (
    HOLE,
    attribute,
    is_closing,
    tag_name,
    tokens,
    with_attribute,
    without_elements,
    without_tags,
)
from builder.language import translate
from builder.link_target import Anchors
from builder.model import HOLE_OPEN, Mark, Page, hole
from builder.words.figure_html import is_block, plain_text
from builder.words.heading_ids import HeadingIds, without_given_id
from builder.words.table_html import end_of_table, in_box, in_scroll, with_heads

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_WORDS = ("number", "claim", "cashtag", "address")
_VOID = frozenset(("img", "br", "hr"))
_ALIGN = re.compile(r' align="([a-z]+)"')
_HALF_BLANK = ("？", "！", "。", "，")  # full-width signs of which the right half is blank
_EMPTY = re.compile(r"<p>\s*</p>\n?")  # left where a block parts a paragraph


def finish(html: str, page: Page, code: Sequence[str], headings: HeadingIds) -> tuple[str, Sequence[Mark]]:
    """The HTML of the page's body, and the marks that stand where only words may; its headings are added to `headings`.

    `code` is the HTML of the page's fenced code, by the number in its hole ("c0", "c1", …).
    """
    writer = _BodyWriter(page, code, headings)
    return writer.written(html), list(writer.misplaced.values())


class _BodyWriter:
    """Writes the body, token by token; knows which elements are open."""

    def __init__(self, page: Page, code: Sequence[str], headings: HeadingIds) -> None:
        self._page, self._code, self._headings = page, code, headings
        self._root = "../" * page.url.count("/")
        self._open: list[tuple[str, str]] = []  # name and whole tag of every element that is open
        self._out: list[str] = []
        self.misplaced: dict[str, Mark] = {}  # by their holes: marks outside code that became words again
        self._unnamed_tables = 0
        self._inner_links: list[int] = []  # where `_out` has links to places of this page

    def written(self, html: str) -> str:
        """The body that this HTML becomes."""
        pieces = tokens(with_heads(html))
        index = 0
        while index < len(pieces):
            piece = pieces[index]
            if index % 2 == 0:
                self._text(piece)
            elif tag_name(piece) in _HEADINGS and not is_closing(piece):
                end = next(later for later in range(index, len(pieces)) if _ends_heading(pieces[later]))
                inner = "".join(pieces[index + 1 : end])
                self._open_heading(piece, inner)
                pieces[index + 1 : end] = tokens(without_given_id(inner))
            else:
                if tag_name(piece) == "table" and not is_closing(piece) and not self._in_box():
                    end = end_of_table(pieces, index) + 1
                    pieces[index:end] = tokens(self._box("".join(pieces[index:end])))[1:-1]
                self._tag(pieces[index])
            index += 1
        self._resolve_inner_links()
        return _EMPTY.sub("", "".join(self._out)).strip() + "\n"

    def _within(self, *names: str) -> bool:
        return any(name in names for name, _ in self._open)

    def _in_box(self) -> bool:
        """Whether a table that begins here has its box already, or that of a table around it."""
        return self._within("table") or (bool(self._open) and self._open[-1][1].startswith('<div class="table-'))

    def _open_heading(self, tag: str, inner: str) -> None:
        """Begins a heading whose words are `inner`; a page has one <h1>, its title, so no heading is above the second level."""
        level = max(2, int(tag[2]))
        lead = ' class="fund-lead"' if "fund-lead" in tag else ""
        title = plain_text(without_elements(HOLE.sub(self._code_words, inner), "sup"))
        heading = self._headings.add(level, title)
        self._out.append(f'<h{level} id="{heading.id}"{lead}>')
        self._open.append((tag_name(tag), tag))

    def _tag(self, tag: str) -> None:
        name = tag_name(tag)
        if is_closing(tag):
            if self._open and self._open[-1][0] == name:
                self._open.pop()
            self._out.append("</h2>" if name == "h1" else tag)
            return
        if name == "img":
            tag = self._image(tag)
        elif name == "a":
            tag = self._anchor(tag)
        elif name in ("td", "th"):
            tag = _ALIGN.sub(r' class="align-\1"', tag)
        if HOLE_OPEN in tag and not (name == "a" and self._address_mark(tag)):
            tag = HOLE.sub(self._author_words, tag)
        self._out.append(tag)
        if name not in _VOID:
            self._open.append((name, tag))

    def _box(self, table: str) -> str:
        """A table in its box. One that cannot become blocks on a phone scrolls, and is labelled by its caption."""
        if boxed := in_box(table):
            return boxed
        figure = next((tag for name, tag in reversed(self._open) if name == "figure"), "")
        id_ = attribute(figure, "id")
        self._unnamed_tables += not id_
        number = f" {self._unnamed_tables}" if self._unnamed_tables > 1 else ""
        label = f'aria-labelledby="{id_}-caption"' if id_ else f'aria-label="{translate("表格")}{number}"'
        return in_scroll(table, label)

    def _image(self, tag: str) -> str:
        """The image with its address in the site."""
        path = picture_path(attribute(tag, "src") or "", self._page)
        if not path:
            return ""
        tag = with_attribute(tag, "src", f"{self._root}media/{escape(quote(path))}")
        return tag[:-1] + ' loading="lazy" decoding="async">'

    def _anchor(self, tag: str) -> str:
        href = attribute(tag, "href")
        mark = self._address_mark(tag)
        if mark and mark.params.get("document"):
            return tag[:-1] + " download>"
        if href is not None and href.startswith(("http://", "https://", "//")):
            return tag[:-1] + ' rel="noopener">'
        if href is not None and href.startswith("#") and "footnote" not in tag:
            self._inner_links.append(len(self._out))
        return tag

    def _resolve_inner_links(self) -> None:
        """Gives each link to a place of this page the place's id: all headings are known now."""
        anchors = self._headings.anchors if self._inner_links else Anchors()
        for index in self._inner_links:
            tag = self._out[index]
            fragment = unquote(unescape(attribute(tag, "href") or "#")[1:])
            if id_ := anchors.id(fragment):
                self._out[index] = with_attribute(tag, "href", f"#{escape(id_)}")

    def _address_mark(self, tag: str) -> Mark | None:
        """The mark whose hole is the tag's one hole and its address, of a link within the site."""
        hole_match = HOLE.fullmatch(attribute(tag, "href") or "")
        if not hole_match or not hole_match[1].isdigit() or tag.count(HOLE_OPEN) != 1:
            return None
        mark = self._page.marks[int(hole_match[1])]
        return mark if mark.block == "address" else None

    def _text(self, text: str) -> None:
        if HOLE_OPEN not in text:  # most texts
            self._out.append(text)
            return
        if self._within("code", "pre"):
            self._out.append(HOLE.sub(self._code_words, text))
            return
        if any(name in _HEADINGS and "fund-lead" not in tag for name, tag in self._open):
            self._out.append(HOLE.sub(self._author_words, text))
            return
        done = 0
        for match in HOLE.finditer(text):
            self._out.append(text[done : match.start()])
            self._hole(match)
            done = match.end()
        self._out.append(text[done:])

    def _hole(self, match: re.Match[str]) -> None:
        """One hole among words: left for its fragment, or filled with what the page itself knows."""
        id_ = match[1]
        if id_[0] == "c":
            self._block(self._code[int(id_[1:])])
        elif id_[0] == "t" and id_[1:].isdigit():
            self._out.append(self._topic(self._page.meta.topics[int(id_[1:])]))
        elif not id_.isdigit():
            self._out.append(self._author_words(match))
        elif is_block(mark := self._page.marks[int(id_)]):
            self._block(hole(id_))
        elif mark.block == "image":  # the parser reads words where `link_marks` saw a tag
            self._out.append(self._code_words(match))
        elif mark.block == "address" or (mark.block in ("claim", "cashtag") and self._within("a")):  # a link itself
            self._out.append(self._author_words(match))
        else:
            self._out.append(match[0])

    def _block(self, html: str) -> None:
        """Writes a block, which may not stand in a paragraph: the paragraph ends before it and goes on behind it."""
        outermost = next((index for index, (name, _) in enumerate(self._open) if name == "p"), None)
        interrupted = self._open[outermost:] if outermost is not None else []
        self._out += [f"</{name}>" for name, _ in reversed(interrupted)]
        self._out.append(html)
        self._out += [tag for _, tag in interrupted]

    def _topic(self, topic: str) -> str:
        words = escape(topic, quote=False)
        if self._within("a"):
            return f"#{words}#"
        # Half of a full-width sign is blank: the `#` after it moves nearer.
        closing = '<span class="topic-end">#</span>' if topic.endswith(_HALF_BLANK) else "#"
        return (
            f'<a class="topic" href="{self._root}{self._headings.slugs.listing("topics", topic)}">#{words}{closing}</a>'
        )

    def _author_words(self, match: re.Match[str]) -> str:
        """The same where only words may stand: a mark there is misplaced."""
        if match[1].isdigit() and (mark := self._page.marks[int(match[1])]).block in _NOT_WORDS:
            self.misplaced[match[1]] = mark
        return self._code_words(match)

    def _code_words(self, match: re.Match[str]) -> str:
        """What the author wrote where this hole is, as HTML."""
        if match[1][0] == "c":
            return escape(unescape(without_tags(self._code[int(match[1][1:])])))
        return escape(author_words(match[1], self._page))


def author_words(hole_id: str, page: Page) -> str:
    """What the author wrote where a hole of the page is, but for fenced code."""
    if hole_id.isdigit():
        mark = page.marks[int(hole_id)]
        return str(mark.params["address"]) if mark.block == "image" else mark.text
    if hole_id[0] == "t" and hole_id[1:].isdigit():
        return f"#{page.meta.topics[int(hole_id[1:])]}#"
    return {"tu": "图:", "biao": "表:"}.get(hole_id.partition("-")[0], "")


def picture_path(address: str, page: Page) -> str:
    """The path from the content folder of the picture whose hole is an address; "" where it is none of the page's pictures."""
    match = HOLE.fullmatch(address)
    if match is None or not match[1].isdigit():
        return ""
    mark = page.marks[int(match[1])]
    return str(mark.params["target"]) if mark.block == "image" else ""


def _ends_heading(token: str) -> bool:
    return is_closing(token) and tag_name(token) in _HEADINGS
