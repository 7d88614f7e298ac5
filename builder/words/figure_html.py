"""Sanitised HTML with holes in, the same with figures around pictures and tables, and sections around cards, out."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby

from builder.model import Mark, Page
from builder.words.marks.figure_captions import LABEL

_KINDS = {"tu": "图", "biao": "表"}
_CAPTION = re.compile("<p>\ue000(tu|biao)-(\\d+)\ue001(.*?)</p>\\s*", re.DOTALL)
_ALONE = re.compile("<p>((?:\ue000\\d+\ue001\\s*)+)</p>")
_HOLE = re.compile("\ue000(\\d+)\ue001")
_NEXT = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TABLE = re.compile(r"<(/?)table\b[^>]*>")
_IMAGE = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
_TAG = re.compile(r'<(?:[^>"]|"[^"]*")*>')
_ORPHAN = re.compile(r"<p>(?=[图表]\s*\d{0,3}\s*[:：])")
_BESIDE = {"左", "右"}
_BETWEEN = " 、，,；;。和与及"


def framed(html: str, page: Page) -> str:
    """The HTML with every captioned figure, every chart and every group of cards in the elements that readers see."""
    parts, done = [], 0
    for match in _CAPTION.finditer(html):
        if match.start() < done:
            continue
        figure, end = _figure(html, match, page)
        parts += [_ORPHAN.sub('<p class="caption">', html[done : match.start()]), figure]
        done = end
    parts.append(_ORPHAN.sub('<p class="caption">', html[done:]))
    return _ALONE.sub(lambda match: _blocks(match, page), "".join(parts))


def plain(html: str) -> str:
    """What a reader reads of some HTML."""
    return " ".join(unescape(_HOLE.sub("", _TAG.sub("", html))).split())


def _figure(html: str, match: re.Match[str], page: Page) -> tuple[str, int]:
    """The figure that this caption belongs to, and where it ends in the HTML."""
    place, words = f"{match[1]}-{match[2]}", match[3].strip()
    number = f'<span class="figure-number">{_KINDS[match[1]]} {match[2]}</span>'
    caption = f'<figcaption id="{place}-caption">{number} {words}</figcaption>'
    if html.startswith("<table>", match.end()):
        end = _table_end(html, match.end())
        return f'<figure class="table" id="{place}">{caption}{html[match.end() : end]}</figure>', end
    following = _NEXT.match(html, match.end())
    if following and (holes := _HOLE.fullmatch(following[1].strip())):
        chart = page.marks[int(holes[1])].block == "chart"
        inside = following[1].strip()
        if match[1] == "biao" or not chart:
            data = f' data-chart="{place}"' if chart else ""
            return f'<figure class="table" id="{place}"{data}>{caption}{inside}</figure>', following.end()
        return f'<figure id="{place}" data-chart="{place}">{inside}{caption}</figure>', following.end()
    if following and "<img" in following[1]:
        return f'<figure id="{place}">{_images(following[1], words)}{caption}</figure>', following.end()
    return f'<p class="caption">{number} {words}</p>', match.end()


def _images(html: str, words: str) -> str:
    """One image, or several with the labels that their caption gives them; the caption is the text of those without."""
    images, text = _IMAGE.findall(html), plain(words)
    labels = LABEL.findall(text)
    if len(images) < 2 or len(labels) != len(images):
        return _IMAGE.sub(lambda match: _with_text(match[0], text), html).strip()
    layout = "beside" if set(labels) <= _BESIDE else "above"
    said = [one.strip(_BETWEEN) for one in LABEL.split(text)[0::2]]  # what stands before each label
    parts = [
        f'<div class="sub-figure">{_with_text(image, words or f"{text} ({label})")}'
        f'<span class="sub-figure-label">({label})</span></div>'
        for image, label, words in zip(images, labels, said, strict=False)
    ]
    return f'<div class="sub-figures {layout}">{"".join(parts)}</div>'


def _with_text(image: str, text: str) -> str:
    if 'alt=""' in image:
        return image.replace('alt=""', f'alt="{escape(text)}"', 1)
    return image if " alt=" in image else image.replace("<img", f'<img alt="{escape(text)}"', 1)


def _blocks(match: re.Match[str], page: Page) -> str:
    """Holes alone in a paragraph: charts, tables and cards are no words, so the paragraph goes."""
    names = [int(name) for name in _HOLE.findall(match[1])]
    marks = [(name, page.marks[name]) for name in names]
    if not all(is_block(mark) for _, mark in marks):
        return match[0]
    parts = []
    for kind, run in groupby(marks, key=lambda one: (one[1].block, one[1].params.get("group"))):
        parts.append(_section([name for name, _ in run], kind[0], page))
    return "".join(parts)


def _section(names: list[int], block: str, page: Page) -> str:
    holes = "".join(f"\ue000{name}\ue001" for name in names)
    if block == "funds":
        return holes
    if block == "chart":
        number = page.marks[names[0]].params["figure"]
        caption = f'<figcaption id="tu-{number}-caption"><span class="figure-number">图 {number}</span></figcaption>'
        return f'<figure id="tu-{number}" data-chart="tu-{number}">{holes}{caption}</figure>'
    lead = str(page.marks[names[0]].params["lead"])
    heading = f'<h3 class="fund-lead">{escape(lead)}</h3>' if lead else ""
    return f'<section class="fund-group">{heading}<div class="fund-cards">{holes}</div></section>'


def is_block(mark: Mark) -> bool:
    """Whether what fills the mark's hole is more than words in a line."""
    return mark.block in ("chart", "funds") or mark.params.get("place") == "card"


def _table_end(html: str, at: int) -> int:
    depth = 0
    for match in _TABLE.finditer(html, at):
        depth += -1 if match[1] else 1
        if depth == 0:
            return match.end()
    return len(html)
