"""Figures and groups of cards in a page's HTML: captions, figure numbers, sub-figures. Used by `markdown_html`."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby

from builder.html_tokens import PARAGRAPH, attribute, edit_tags, element_end, tags, without_tags
from builder.language import translate
from builder.model import Mark, Page, hole
from builder.words.marks.figure_captions import LABEL
from builder.words.marks.located_mark import FENCES

_LONGEST_ALT = 300  # characters of a caption that is the text of its images
_CAPTION = re.compile("<p>\ue000(tu|biao)-(\\d+)\ue001(.*?)</p>\\s*", re.DOTALL)
_HOLES_ALONE = re.compile(
    "(?:<p>\ue000lead\ue001(?P<lead>(?:(?!</?p>).)*+)</p>\\s*+)?<p>(?P<holes>(?:\ue000\\d+\ue001\\s*+)++)</p>",
    re.DOTALL,
)
_MARK_HOLE = re.compile("\ue000(\\d+)\ue001")
_CAPTION_WITHOUT_FIGURE = re.compile(r"<p>(?=[图表]\s*+\d{0,3}\s*+[:：])")
_BESIDE = {"左", "右"}  # labels of images side by side; with any other, one stands above the other
_BETWEEN = " 、，,；;。和与及"  # what parts the labels in a caption


def with_figures(html: str, page: Page) -> str:
    """The HTML with every captioned figure, every chart and every group of cards in an element of its own."""
    pieces, done = [], 0
    for caption in _CAPTION.finditer(html):
        if caption.start() < done:
            continue
        figure, end = _figure(html, caption, page)
        pieces += [_CAPTION_WITHOUT_FIGURE.sub('<p class="caption">', html[done : caption.start()]), figure]
        done = end
    pieces.append(_CAPTION_WITHOUT_FIGURE.sub('<p class="caption">', html[done:]))
    return _HOLES_ALONE.sub(lambda paragraph: _blocks(paragraph, page), "".join(pieces))


def plain_text(html: str) -> str:
    """The text of some HTML without tags and holes of marks."""
    return " ".join(unescape(_MARK_HOLE.sub("", without_tags(html))).split())


def is_block(mark: Mark) -> bool:
    """Whether what fills the mark's hole is more than words in a line."""
    return mark.block in FENCES or mark.params.get("place") == "card"


def _figure(html: str, caption: re.Match[str], page: Page) -> tuple[str, int]:
    """The figure that this caption belongs to, and the offset behind it in the HTML."""
    id_, words = f"{caption[1]}-{caption[2]}", caption[3].strip()
    number = f'<span class="figure-number">{_number(caption[1], caption[2])}</span>'
    figcaption = f'<figcaption id="{id_}-caption">{number} {words}</figcaption>'
    if html.startswith("<table>", caption.end()):
        end = element_end(html, caption.end())
        return f'<figure class="table" id="{id_}">{figcaption}{html[caption.end() : end]}</figure>', end
    following = PARAGRAPH.match(html, caption.end())
    content = following[1].strip() if following else ""
    if following and (mark_hole := _MARK_HOLE.fullmatch(content)):
        is_chart = page.marks[int(mark_hole[1])].block == "chart"
        if caption[1] == "biao" or not is_chart:
            data = f' data-chart="{id_}"' if is_chart else ""
            return f'<figure class="table" id="{id_}"{data}>{figcaption}{content}</figure>', following.end()
        return f'<figure id="{id_}" data-chart="{id_}">{content}{figcaption}</figure>', following.end()
    if following and "<img" in content:
        return f'<figure id="{id_}">{_images(following[1], words)}{figcaption}</figure>', following.end()
    return f'<p class="caption">{number} {words}</p>', caption.end()


def _number(kind: str, number: object) -> str:
    """What a figure is called, e.g. "图 2"."""
    return translate("图 {number}" if kind == "tu" else "表 {number}", number=number)


def _images(html: str, caption: str) -> str:
    """One image, or several with the labels that their caption gives them; the caption is the text of those without."""
    images, text = tags(html, "img"), plain_text(caption)
    labels = LABEL.findall(text)
    alt = text if len(text) <= _LONGEST_ALT else text[:_LONGEST_ALT] + "…"
    if len(images) < 2 or len(labels) != len(images):
        return edit_tags(html, "img", lambda image: _with_alt(image, alt)).strip()
    layout = "beside" if set(labels) <= _BESIDE else "above"
    before_labels = [words.strip(_BETWEEN) for words in LABEL.split(text)[0::2]]
    sub_figures = [
        f'<div class="sub-figure">{_with_alt(image, words or f"{alt} ({label})")}'
        f'<span class="sub-figure-label">({label})</span></div>'
        for image, label, words in zip(images, labels, before_labels, strict=False)
    ]
    return f'<div class="sub-figures {layout}">{"".join(sub_figures)}</div>'


def _with_alt(image: str, text: str) -> str:
    """The image with this text, unless it has one of its own."""
    alt = attribute(image, "alt")
    if alt is None:
        return image.replace("<img", f'<img alt="{escape(text)}"', 1)
    return image if alt else image.replace('alt=""', f'alt="{escape(text)}"', 1)


def _blocks(paragraph: re.Match[str], page: Page) -> str:
    """The elements of holes that are alone in a paragraph: where all are charts, tables or cards, the paragraph goes."""
    indexes = [int(index) for index in _MARK_HOLE.findall(paragraph["holes"])]
    marks = [(index, page.marks[index]) for index in indexes]
    if not all(is_block(mark) for _, mark in marks):
        return paragraph[0]
    runs = groupby(marks, key=lambda pair: (pair[1].block, pair[1].params.get("group")))
    lead = (paragraph["lead"] or "").strip()
    return "".join(_section([index for index, _ in run], block, page, lead) for (block, _), run in runs)


def _section(indexes: list[int], block: str, page: Page, lead: str) -> str:
    """The element around the holes of a chart without a caption or of a group of cards; other fences need none."""
    holes = "".join(hole(index) for index in indexes)
    params = page.marks[indexes[0]].params
    if block == "chart":
        number = params["figure"]
        words = _number("tu", number)
        caption = f'<figcaption id="tu-{number}-caption"><span class="figure-number">{words}</span></figcaption>'
        return f'<figure id="tu-{number}" data-chart="tu-{number}">{holes}{caption}</figure>'
    if block in FENCES:
        return holes
    heading = f'<h3 class="fund-lead">{lead}</h3>' if lead else ""
    return f'<section class="fund-group">{heading}<div class="fund-cards">{holes}</div></section>'
