"""A Page in, its Body out: Markdown to sanitised HTML with holes. The only module that imports markdown."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension, AdmonitionProcessor
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from builder.model import Body, Page
from builder.words.body_html import finish
from builder.words.code_html import without_code
from builder.words.figure_html import framed
from builder.words.heading_ids import HeadingIds
from builder.words.sanitise import Sanitiser
from builder.words.slugs import Slugs

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r'<sup\b.*?</sup>|<(?:[^>"]|"[^"]*")*>', re.DOTALL)
_HOLE = re.compile("\ue000([^\ue001]*)\ue001")
_EXCERPT = 120
_CLAUSE = re.compile("[^。！？；，,;]*(?:[。！？；，;]|,(?!\\d))?|,")
_MISSING = "\ufffc"  # a number, of which an excerpt must not speak
_TITLES = {
    **{"note": "说明", "abstract": "摘要", "info": "信息", "tip": "提示", "success": "结论", "question": "问题"},
    **{"warning": "注意", "failure": "不足", "danger": "风险", "bug": "更正", "example": "举例", "quote": "引述"},
}


class MarkdownRenderer:
    """Turns pages into bodies, one after the other; making it costs more than a page."""

    def __init__(self) -> None:
        self._sanitiser = Sanitiser()
        self._markdown = Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                FootnoteExtension(BACKLINK_TITLE="回到正文中的脚注 {}", BACKLINK_TEXT="↩"),
                AdmonitionExtension(),
                DefListExtension(),
                SaneListExtension(),
                _Own(),
            ],
            output_format="html",
        )

    def body(self, page: Page, slugs: Slugs | None = None) -> Body:
        """The page's words as HTML, with holes only where what fills them may stand."""
        text, code = without_code(page.markdown)
        html = self._sanitiser.clean(self._markdown.reset().convert(text))
        taken = [f"{kind}-{number}" for kind in ("tu", "biao") for number in range(1, html.count(f"\ue000{kind}-") + 1)]
        charts = [f"tu-{mark.params['figure']}" for mark in page.marks if mark.block == "chart"]
        headings = HeadingIds(frozenset((*taken, *charts)), slugs)
        html = finish(framed(html, page), page, code, headings)
        return Body(html=html, headings=tuple(headings.found), excerpt=_excerpt(html, page))


class _Own(Extension):
    """What this site reads and says otherwise than Python-Markdown; comes after the extensions that it corrects."""

    def extendMarkdown(self, md: Any) -> None:
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(_Admonition(md.parser), "admonition", 105)
        md.parser.blockprocessors.register(_Paragraph(md.parser), "plain-paragraph", 110)  # before all others
        md.treeprocessors.register(_Plain(), "plain-text", 21)  # right before "inline"


class _Admonition(AdmonitionProcessor):  # type: ignore[misc, unused-ignore]
    """A box without a title of its own is titled in Chinese."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind, title = super().get_class_and_title(match)
        given = match.group(2) is not None
        return kind, title if given else _TITLES.get(kind.partition(" ")[0], "说明")


class _Heading(HashHeaderProcessor):
    """A heading has a blank after its signs; `#话题` alone is text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _Paragraph(BlockProcessor):  # type: ignore[misc, unused-ignore]
    """A line that begins with a Chinese character can only be a paragraph: it need not be tried as a dozen other blocks."""

    RE = re.compile(r"[\u3400-\u9fff][^\n]*")

    def test(self, parent: Element, block: str) -> bool:
        return self.RE.fullmatch(block) is not None and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _Plain(Treeprocessor):  # type: ignore[misc, unused-ignore]
    """Marks the texts in which no inline pattern can match, which is most of them, so that none of fifteen is tried."""

    RE = re.compile(r"[\\`\[<&*_\x02]|  \n")

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not self.RE.search(element.text):
                element.text = AtomicString(element.text)


def _excerpt(html: str, page: Page) -> str:
    """The first paragraph as plain text, of the clauses that make sense without data; claims keep their words."""
    for match in _PARAGRAPH.finditer(html):
        words = _HOLE.sub(lambda hole: _said(hole[1], page), _TAG.sub("", match[1]))
        clauses = (one for one in _CLAUSE.findall(unescape(words)) if _MISSING not in one)
        text = " ".join("".join(clauses).split())
        if text:
            text = f"{text[:-1]}。" if text[-1] in "，,；;" else text
            return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1].rstrip() + "…"
    return ""


def _said(name: str, page: Page) -> str:
    mark = page.marks[int(name)] if name.isdigit() else None
    if mark is None:
        return ""
    if mark.block == "number":
        return _MISSING
    return str(mark.params["words"]) if mark.block == "claim" else str(mark.params.get("name", ""))
