"""Markdown becomes HTML: a page's body, sanitised, with holes. Used by the page workers; alone imports `markdown`."""

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

from builder.html_tokens import HOLE, PARAGRAPH, without_elements, without_tags
from builder.model import HOLE_OPEN, Body, Page
from builder.words.body_html import finish
from builder.words.code_html import take_out_code
from builder.words.figure_html import with_figures
from builder.words.heading_ids import HeadingIds
from builder.words.sanitise import Sanitiser
from builder.words.slugs import Slugs

_EXCERPT_LIMIT = 120  # characters
_CLAUSE = re.compile("[^。！？；，,;]*(?:[。！？；，;]|,(?!\\d))?|,")
_NUMBER = "\ufffc"  # stands for a number: an excerpt leaves out the clause that holds one
_BOX_TITLES = {
    **{"note": "说明", "abstract": "摘要", "info": "信息", "tip": "提示", "success": "结论", "question": "问题"},
    **{"warning": "注意", "failure": "不足", "danger": "风险", "bug": "更正", "example": "举例", "quote": "引述"},
}


class MarkdownRenderer:
    """Turns pages into bodies, one after the other. One renderer serves many pages: it takes longer to make than a page."""

    def __init__(self) -> None:
        self._sanitiser = Sanitiser()
        self._markdown = Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),
                FootnoteExtension(BACKLINK_TITLE="回到正文中的脚注 {}", BACKLINK_TEXT="↩"),
                AdmonitionExtension(),
                DefListExtension(),
                SaneListExtension(),
                _OurMarkdown(),
            ],
            output_format="html",
        )

    def body(self, page: Page, slugs: Slugs | None = None) -> Body:
        """The page's words as HTML, with holes only where a fragment can be put.

        `slugs` may know the pinyin of the page's headings from earlier builds.
        """
        text, code = take_out_code(page.markdown)
        html = self._sanitiser.clean(self._markdown.reset().convert(text))
        headings = HeadingIds(_figure_ids(html, page), slugs)
        html = finish(with_figures(html, page), page, code, headings)
        return Body(html=html, headings=tuple(headings.headings), excerpt=_excerpt(html, page))


class _OurMarkdown(Extension):
    """How this site's Markdown differs from Python-Markdown's. Registered after the extensions that it corrects."""

    def extendMarkdown(self, md: Any) -> None:
        md.parser.blockprocessors.register(_BlankAfterSign(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(_ChineseAdmonition(md.parser), "admonition", 105)
        md.parser.blockprocessors.register(_ChineseLine(md.parser), "plain-paragraph", 110)  # before all others
        md.treeprocessors.register(_PlainText(), "plain-text", 21)  # right before "inline"


class _ChineseAdmonition(AdmonitionProcessor):  # type: ignore[misc, unused-ignore]
    """Gives a box without a title a Chinese one."""

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        kind, title = super().get_class_and_title(match)
        has_title = match.group(2) is not None
        return kind, title if has_title else _BOX_TITLES.get(kind.partition(" ")[0], "说明")


class _BlankAfterSign(HashHeaderProcessor):
    """Takes a line for a heading only where a blank follows its signs: `#话题` is text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _ChineseLine(BlockProcessor):  # type: ignore[misc, unused-ignore]
    """Takes a line that begins with a Chinese character for a paragraph at once, which it can only be.

    It saves a dozen other processors the look at it.
    """

    RE = re.compile(r"[\u3400-\u9fff][^\n]*")

    def test(self, parent: Element, block: str) -> bool:
        return self.RE.fullmatch(block) is not None and not self.parser.state.isstate("list")

    def run(self, parent: Element, blocks: list[str]) -> None:
        SubElement(parent, "p").text = blocks.pop(0)


class _PlainText(Treeprocessor):  # type: ignore[misc, unused-ignore]
    """Marks the texts in which no inline pattern can match as done. They are most texts, and there are fifteen patterns."""

    RE = re.compile(r"[\\`\[<&*_\x02]|  \n")

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not self.RE.search(element.text):
                element.text = AtomicString(element.text)


def _figure_ids(html: str, page: Page) -> frozenset[str]:
    """The ids of the page's figures, which no heading may have."""
    captioned = [
        f"{kind}-{number}" for kind in ("tu", "biao") for number in range(1, html.count(f"{HOLE_OPEN}{kind}-") + 1)
    ]
    charts = [f"tu-{mark.params['figure']}" for mark in page.marks if mark.block == "chart"]
    return frozenset((*captioned, *charts))


def _excerpt(html: str, page: Page) -> str:
    """The first paragraph as plain text, without footnotes and without clauses that hold a number."""
    for paragraph in PARAGRAPH.finditer(html):
        text = without_tags(without_elements(paragraph[1], "sup"))
        words = HOLE.sub(lambda hole: _words_of(hole[1], page), text)
        clauses = (clause for clause in _CLAUSE.findall(unescape(words)) if _NUMBER not in clause)
        text = " ".join("".join(clauses).split())
        if text:
            text = f"{text[:-1]}。" if text[-1] in "，,；;" else text
            return text if len(text) <= _EXCERPT_LIMIT else text[: _EXCERPT_LIMIT - 1].rstrip() + "…"
    return ""


def _words_of(hole_id: str, page: Page) -> str:
    """The author's words in place of a hole: a claim's, or the name in a cashtag."""
    mark = page.marks[int(hole_id)] if hole_id.isdigit() else None
    if mark is None:
        return ""
    if mark.block == "number":
        return _NUMBER
    return str(mark.params["words"]) if mark.block == "claim" else str(mark.params.get("name", ""))
