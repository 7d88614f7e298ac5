"""Writes an article as the Markdown of a briefing, its pictures named, its front matter filled. For `desk.import_article`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from builder.importing.article import Article
from builder.importing.cashtag_spelling import with_usual_cashtags
from builder.importing.passage import Passage
from builder.model import Directory
from builder.problem import Failed
from builder.words.marks.figure_captions import LABEL
from builder.words.marks.text_blocks import CAPTION
from builder.words.media.picture_files import picture_kind, publishable

_DATA = re.compile(r"data:image/[a-z0-9.+-]{1,20};base64,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
_USUAL_VALUE = re.compile(r"[^\W_][^:#\[\]{}\"\\]*")  # YAML reads it as it stands; in a list, without commas
_SUFFIXES = {"jpeg": ".jpg"}
_MOST_PICTURES = 200


@dataclass(frozen=True, kw_only=True)
class BriefingText:
    """A briefing, ready to be written."""

    text: str
    pictures: dict[str, bytes]  # by the name beside the text, e.g. "2024-02-20-sora-1.png"
    missing: tuple[
        tuple[str, str], ...
    ]  # names of pictures that the text asks for, and where the file had them, if anywhere
    headings: int
    tables: int


def write(
    article: Article, *, name: str, date: str, directory: Directory | None, read_beside: Callable[[str], bytes | None]
) -> BriefingText:
    """The Markdown of an article. `name` is that of its file without `.md`; pictures are called after it.

    `read_beside` gives the bytes of a picture that the page names beside itself, or None where there is none that may be read.
    """
    namer = _PictureNames(name, article, read_beside)
    pieces: list[tuple[str, str]] = []  # kind and Markdown
    passages = _with_placeholders(article.passages)
    for passage in passages:
        if passage.kind == "picture":
            pieces.append(("picture", f"![{_alt(passage.alt)}]({namer.name(passage.text)})"))
        elif passage.kind == "heading":
            pieces.append(("heading", f"{'#' * passage.level} {passage.text}"))
        elif passage.kind == "item":
            pieces.append(("item", "    " * (passage.level - 1) + passage.text))
        else:
            pieces.append((passage.kind, passage.text))
    body = with_usual_cashtags(_joined(pieces), directory)
    return BriefingText(
        text=f"{_front_matter(article, date)}\n{body}\n",
        pictures=namer.pictures,
        missing=tuple(namer.missing),
        headings=sum(kind == "heading" for kind, _ in pieces),
        tables=sum(kind == "table" for kind, _ in pieces),
    )


def _joined(pieces: Sequence[tuple[str, str]]) -> str:
    """The pieces with an empty line between; items of a list, and pictures with their caption, stand together."""
    text, before = "", ""
    for kind, markdown in pieces:
        is_caption = kind == "paragraph" and bool(CAPTION.match(markdown))
        is_close = kind == before == "item" or (is_caption and before == "picture") or kind == before == "picture"
        text += ("\n" if is_close else "\n\n") * bool(text) + markdown
        before = kind
    return text


def _with_placeholders(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with a picture in front of each `图:` caption that has none beside it: one for each label such as (上)."""
    filled: list[Passage] = []
    for index, passage in enumerate(passages):
        caption = CAPTION.match(passage.text) if passage.kind == "paragraph" else None
        if caption and caption["kind"] == "图" and not _is_beside_figure(passages, index):
            labels = max(1, len(LABEL.findall(passage.text)))
            filled += [Passage(kind="picture", text="", line=passage.line)] * labels
        filled.append(passage)
    return filled


def _is_beside_figure(passages: Sequence[Passage], index: int) -> bool:
    neighbours = [*passages[max(0, index - 1) : index], *passages[index + 1 : index + 2]]
    return any(passage.kind in ("picture", "table") for passage in neighbours)


def _alt(words: str) -> str:
    return re.sub(r"[\[\]\\$#{}|]", "", words)[:200]


class _PictureNames:
    """Gives each picture of an article its name beside the briefing, and collects its bytes."""

    def __init__(self, name: str, article: Article, read_beside: Callable[[str], bytes | None]) -> None:
        self._name, self._inside, self._read_beside = name, article.pictures, read_beside
        self._by_source: dict[str, str] = {}
        self.pictures: dict[str, bytes] = {}
        self.missing: list[tuple[str, str]] = []

    def name(self, source: str) -> str:
        """The name of a picture, the same for the same source; a placeholder's where its bytes are not there."""
        if source and source in self._by_source:
            return self._by_source[source]
        number = len(self.pictures) + len(self.missing) + 1
        content = self._content(source) if number <= _MOST_PICTURES else None
        kind = _picture_type(content) if content else ""
        name = f"{self._name}-{number}{_SUFFIXES.get(kind, f'.{kind}')}"
        try:
            self.pictures[name] = publishable(name, content if kind and content else b"")
        except Failed:
            name = f"{self._name}-{number}.png"
            self.missing.append((name, "" if source.startswith("data:") else source))
        self._by_source[source or name] = name
        return name

    def _content(self, source: str) -> bytes | None:
        if source in self._inside:
            return self._inside[source]
        if match := _DATA.fullmatch(source):
            try:
                return base64.b64decode(unquote(match["data"]), validate=False)
            except (binascii.Error, ValueError):
                return None
        if not source or re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", source):
            return None  # elsewhere on the network: nothing is fetched
        return self._read_beside(unquote(source.partition("?")[0].partition("#")[0]))


def _picture_type(content: bytes) -> str:
    kind = picture_kind(content)
    return kind or ("svg" if b"<svg" in content[:1024].lower() else "")


def _front_matter(article: Article, date: str) -> str:
    lines = ["---", f"title: {front_matter_value(article.title)}", f"date: {date}"]
    if article.column:
        lines.append(f"series: {front_matter_value(article.column)}")
    for key, values in (("authors", article.authors), ("topics", article.topics)):
        if values:
            lines.append(f"{key}: [{', '.join(front_matter_value(value, in_list=True) for value in values)}]")
    if article.origin:
        lines.append(f"# 来源: {article.origin}")
    return "\n".join([*lines, "---", ""])


def front_matter_value(text: str, *, in_list: bool = False) -> str:
    """A value of front matter, in quotation marks where YAML would read signs in it."""
    if _USUAL_VALUE.fullmatch(text) and not (in_list and "," in text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
