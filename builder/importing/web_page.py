"""Reads a saved page (天天基金, 东方财富, 雪球, WeChat) or the HTML that mammoth makes of a Word file. Used by `saved_file`.

lxml gives the elements in order, in linear time; scripts and styles are passed over, and nothing is run or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from builder.importing.page_table import PageTable
from builder.importing.passage import Passage, SavedArticle, as_markdown
from builder.importing.styled_words import StyledWords
from builder.problem import Failed, Problem

_IGNORED = frozenset(
    ("script", "style", "noscript", "iframe", "object", "svg", "math", "template", "select", "textarea", "title")
)
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "html", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", "li", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "del": "struck", "s": "struck"}
_HEADING = re.compile(r"h([1-6])")
# What pages call their elements, by id or class.
_ROLES = {
    "title": frozenset(("activity-name", "rich_media_title", "article__bd__title", "zwtitle", "article-title")),
    "author": frozenset(("js_author_name", "article-author", "author-name", "zwli_name")),
    "account": frozenset(("js_name", "profile_nickname")),
    "time": frozenset(("publish_time", "article-time", "zwfbtime", "article-meta")),
    "body": frozenset((
        "js_content", "zwconbody", "contentbody", "newscontent", "article__bd__detail", "article-content", "post_content",
        "article-body", "articlebody",
    )),
}  # fmt: skip
_CREATED = re.compile(r"\b(?:createTime|publish_time)\s*=\s*['\"](\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)['\"]")
_FUND_PAGE = re.compile(r"https?://(?:fund|m)\.(?:eastmoney|1234567)\.com(?:\.cn)?/(?:fund/)?(\d{6})\.html?\b")
_PLATFORM = re.compile(
    r"https?://(?:[\w-]+\.)*(?:eastmoney\.com|1234567\.com\.cn|xueqiu\.com|weixin\.qq\.com|18\.cn)\b"
)


def read(html: str, path: str) -> SavedArticle:
    """The passages of a page in order, with what it says of its title, author and time. Raises Failed where it cannot be read."""
    reader = _PageReader()
    for event, element in _elements(html, path):
        reader.handle(event, element)
    reader.end_passage()
    created = _CREATED.search(html)
    return SavedArticle(
        passages=tuple(_joined_headings(reader.passages)),
        title=reader.meta.get("og:title") or reader.meta.get("title", ""),
        author=reader.meta.get("author", ""),
        time=created[1] if created else reader.meta.get("article:published_time", ""),
    )


def _elements(html: str, path: str) -> Iterator[tuple[str, Any]]:
    """The beginnings and ends of a page's elements, in order."""
    try:
        from lxml import etree
    except ImportError as error:
        message, hint = "a saved page or Word file needs the package lxml", "pip install 'fund-briefings[import]'"
        raise Failed([Problem(id="missing-library", path=path, message=message, hint=hint)]) from error
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(html.encode(), parser)
    except etree.XMLSyntaxError:
        root = None  # it has no element
    if fault := next((entry for entry in parser.error_log if "Excessive depth" in entry.message), None):
        message = "elements are nested too deeply: the rest of the page would be lost"
        hint = "copy the article's text into a .txt file"
        raise Failed([Problem(id="not-an-article", path=path, line=fault.line, message=message, hint=hint)])
    yield from etree.iterwalk(root, events=("start", "end")) if root is not None else ()


def _joined_headings(passages: list[Passage]) -> list[Passage]:
    """Headings of the body from the second level on: the first is the page's title."""
    levels = [passage.level for passage in passages if passage.kind == "heading" and passage.role != "title"]
    highest = min(levels, default=2)
    return [
        replace(passage, level=min(6, passage.level - highest + 1)) if passage.kind == "heading" else passage
        for passage in passages
    ]


@dataclass
class _Open:
    """An element that is not closed yet."""

    name: str
    role: str = ""


@dataclass
class _List:
    """A list that is not closed yet, and how many items it has."""

    ordered: bool
    items: int = 0


@dataclass
class _Address:
    """A link that is not closed yet: its words since `start`."""

    address: str
    words: StyledWords = field(default_factory=StyledWords)


class _PageReader:
    """Goes through a page once and collects its passages."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.meta: dict[str, str] = {}
        self._open: list[_Open] = []
        self._ignored = 0  # how many elements whose content is passed over are open
        self._line = 0
        self._words = StyledWords()
        self._link: _Address | None = None
        self._lists: list[_List] = []
        self._table: PageTable | None = None
        self._kind, self._level, self._sign = "paragraph", 0, ""
        self._begin = (0, "")  # line and role of the passage that is being read

    def handle(self, event: str, element: Any) -> None:
        """An element begins or ends, with the text behind that."""
        tag = element.tag
        if event == "start":
            self._line = element.sourceline or self._line
            if tag == "meta":
                name = (element.get("property") or element.get("name") or "").lower()
                self.meta.setdefault(name, element.get("content", "").strip())
            elif tag == "title" and "title" not in self.meta:
                self.meta["title"] = " ".join((element.text or "").split())
            self._ignored += tag in _IGNORED
            if not self._ignored:
                self._start(tag, dict(element.attrib))
                self._add(element.text or "")
            return
        if not self._ignored:
            self._end(tag)
        self._ignored -= tag in _IGNORED
        if not self._ignored:
            self._add(element.tail or "")

    def _add(self, words: str) -> None:
        """Words that follow."""
        if words.strip() and not self._words.text.strip() and not (self._link and self._link.words.text.strip()):
            self._begin = (self._line, self._role)
        styles = {_STYLES[element.name] for element in self._open if element.name in _STYLES}
        (self._link.words if self._link else self._words).add(words, styles)

    # ------------------------------------------------------------------------------------------------------- elements

    def _start(self, tag: str, values: dict[str, str]) -> None:
        role = _role_of(values)
        if tag in _BLOCKS or tag == "br" or role:
            self.end_passage()
        if tag == "img":
            self._picture(values)
        elif tag == "a":
            self._end_link()
            self._link = _Address(values.get("href", ""))
        elif tag in ("ul", "ol"):
            self._lists.append(_List(tag == "ol"))
        elif tag == "table" and self._table is None:
            self._table = PageTable(line=self._line, role=self._role)
        elif self._table and tag in ("tr", "td", "th"):
            self._table.start(tag, values)
        self._open.append(_Open(tag, role))
        if match := _HEADING.fullmatch(tag):
            self._kind, self._level = "heading", int(match[1])
        elif tag == "li" and self._lists:
            self._lists[-1].items += 1
            self._kind, self._level = "item", len(self._lists)
            self._sign = f"{self._lists[-1].items}. " if self._lists[-1].ordered else "- "

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        if tag in _BLOCKS:
            self.end_passage()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "li" or _HEADING.fullmatch(tag):
            self._kind, self._level = "paragraph", 0
        if tag == "table" and self._table and not self._is_inner_table():
            self.passages += self._table.passages()
            self._table = None
        if self._open[-1].role:
            self.end_passage()
        self._open.pop()

    def _is_inner_table(self) -> bool:
        return sum(element.name == "table" for element in self._open) > 1

    @property
    def _role(self) -> str:
        return next((element.role for element in reversed(self._open) if element.role), "")

    def _picture(self, values: dict[str, str]) -> None:
        self._end_link()
        self.end_passage()
        source = values.get("data-src") or values.get("data-original") or values.get("src", "")
        is_dot = {values.get("width"), values.get("height")} & {"0", "1"}
        if source and not is_dot:
            alt = " ".join(values.get("alt", "").split())
            row = Passage(kind="picture", text=source, alt=alt, line=self._line, role=self._role)
            self.passages.append(row)

    def _end_link(self) -> None:
        """Ends a link. One to a fund's page becomes a cashtag, one to the platform loses its address."""
        link, self._link = self._link, None
        if link is None:
            return
        words = link.words.text.strip()
        if (fund := _FUND_PAGE.match(link.address)) and words and "$" not in words:
            name = re.sub(r"[(\uff08]\d{6}[)\uff09]\Z", "", words).rstrip()
            if name and not name.isdigit():
                self._words.add(f"${name}(OTCFUND|{fund[1]})$", set())
                return
        is_elsewhere = re.match(r"https?://", link.address) and not _PLATFORM.match(link.address)
        self._words.add_link(link.words, link.address if is_elsewhere else "")

    def end_passage(self) -> None:
        """Ends the paragraph that the words until here belong to."""
        self._end_link()
        words, self._words = self._words, StyledWords()
        if not words.text.strip():
            return
        if self._table:
            self._table.add(words.markdown(as_markdown))
            return
        self.passages.append(
            Passage(
                kind=self._kind,
                text=self._sign + words.markdown(as_markdown) if self._kind == "item" else words.markdown(as_markdown),
                level=self._level,
                line=self._begin[0],
                role=self._begin[1],
            )
        )


def _role_of(values: dict[str, str]) -> str:
    """What an element says that it holds, by its id and classes."""
    names = {name.lower() for name in (values.get("id", ""), *values.get("class", "").split())}
    return next((role for role, known in _ROLES.items() if names & known), "")
