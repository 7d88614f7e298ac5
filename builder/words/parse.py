"""Parses a source file into a page: front matter understood, each mark a hole in the Markdown. Used by the page workers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from builder.link_target import content_path
from builder.model import Mark, Page, SourceFile, unique
from builder.problem import Failed, Problem
from builder.words.front_matter import FrontMatter, read_front_matter
from builder.words.marks.card_groups import CardGroup, group_cards
from builder.words.marks.figure_captions import CaptionedFigure, captioned_figures, figure_around
from builder.words.marks.find_marks import FoundMarks, find_marks
from builder.words.marks.holes import MarkedText, markdown_with_holes
from builder.words.marks.located_mark import FENCES, LocatedMark
from builder.words.marks.text_blocks import split_blocks
from builder.words.page_meta import TOPIC_SIGNS, PageHead, page_head
from builder.words.source_text import SourceText
from builder.words.text_checks import (
    captions_beside_lists,
    deep_lines,
    forbidden_entities,
    images_without_text,
)

_FUND_CODE = re.compile(r"\d{6}", re.ASCII)
_FUND_MARKETS = ("", "OTCFUND", "OF")


def parse(source_file: SourceFile, *, zone: str, reserved_names: Collection[str] = ()) -> Page:
    """The page that a Markdown file is, with a hole wherever it asks for something. Raises Failed with all its problems.

    `zone` is the time zone of times without an offset, e.g. "Asia/Shanghai". `reserved_names` are the addresses below the root
    that generated pages have, e.g. "funds".
    """
    page, problems = understand(source_file, zone=zone, reserved_names=reserved_names)
    if problems:
        raise Failed(problems)
    return page


def understand(
    source_file: SourceFile, *, zone: str, reserved_names: Collection[str] = ()
) -> tuple[Page, list[Problem]]:
    """The same page with all that is wrong in its file, in order. What is right of a page with problems can still be checked.

    Its Markdown is empty where lists are nested so deeply that it cannot be converted.
    """
    source = SourceText(path=source_file.path, text=source_file.text)
    front = read_front_matter(source, zone=zone)
    too_deep = deep_lines(source, front.body)
    head = page_head(source, front, reserved_names)
    found_marks = find_marks(source, front.body)
    layout = _layout(source, front, found_marks)
    cover, problems = _cover(source, head, front)
    problems += [*too_deep, *head.problems, *found_marks.problems]
    problems += forbidden_entities(source, front.body)
    problems += captions_beside_lists(source, found_marks.mask)
    problems += images_without_text(source, layout.marks, layout.figures)
    page = _page(source, front, head, layout, cover)
    page = replace(page, markdown="") if too_deep else page
    return page, sorted(problems, key=lambda problem: (problem.line, problem.column, problem.id))


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """How the marks of a text stand together."""

    marks: tuple[LocatedMark, ...]  # each cashtag in a group is marked as a card of it
    groups: list[CardGroup]
    figures: list[CaptionedFigure]


def _layout(source: SourceText, front: FrontMatter, found_marks: FoundMarks) -> _Layout:
    blocks = split_blocks(found_marks.mask, front.body)
    groups, marks = group_cards(blocks, found_marks.marks)
    charts = [mark.start for mark in marks if mark.block == "chart"]
    images = [mark.start for mark in marks if mark.block == "image"]
    figures = captioned_figures(
        source.text,
        blocks,
        count_images=lambda block: bisect_left(images, block.end) - bisect_left(images, block.start),
        is_chart=lambda block: bisect_left(charts, block.end) > bisect_left(charts, block.start),
    )
    return _Layout(marks=tuple(marks), groups=groups, figures=figures)


def _cover(source: SourceText, head: PageHead, front: FrontMatter) -> tuple[LocatedMark | None, list[Problem]]:
    """The page's cover as an image without a hole, so that its absence is a problem at its line."""
    if not head.meta.cover:
        return None, []
    line, column, length = front.positions["cover"]
    start = source.offset(line, column)
    target = content_path(source.path, head.meta.cover)
    if target is None:
        message = f"cover: {head.meta.cover} lies outside the content folder"
        hint = "put the image beside this file"
        return None, [source.problem("image-outside", start, start + length, message, hint)]
    params = {"target": target, "alt": "cover"}
    return LocatedMark(start=start, end=start + length, block="image", params=params, hole=False), []


def _page(source: SourceText, front: FrontMatter, head: PageHead, layout: _Layout, cover: LocatedMark | None) -> Page:
    """The page of a file; marks with problems are no marks of it, and stay text."""
    located = (cover, *layout.marks) if cover else layout.marks
    topics_in_text = (str(mark.params["topic"]) for mark in located if mark.block == "topic")
    topics = unique((*head.meta.topics, *topics_in_text))
    marked = MarkedText(text=source.text, marks=located, topics=topics)
    marks = tuple(_mark(source, mark, layout.figures, marked) for mark in located if mark.block != "topic")
    holed = markdown_with_holes(marked, front.body, layout.groups, layout.figures)
    cover_path = str(cover.params["target"]) if cover else ""
    return Page(
        path=source.path,
        kind=head.kind,
        meta=replace(head.meta, topics=topics, cover=cover_path),
        url=head.url,
        markdown=holed.text,
        lines=holed.lines,
        marks=marks,
        images=unique(str(mark.params["target"]) for mark in marks if mark.block == "image"),
        mentions=_mentions(marks, head),
        keys=front.keys,
        entries=_entries(source, front, head, located),
    )


def _mark(source: SourceText, mark: LocatedMark, figures: Sequence[CaptionedFigure], marked: MarkedText) -> Mark:
    """The mark at its line and column; a chart or table has the number and caption of its figure."""
    params = dict(mark.params)
    if mark.block == "image":
        del params["alt"]
    if mark.block in FENCES and (figure := figure_around(figures, mark.start)):
        params["tab" if figure.kind == "表" else "figure"] = figure.number
        params["caption"] = marked.caption(figure.caption) if figure.caption else ""
    line, column = source.line_and_column(mark.start)
    text = source.text[mark.start : mark.end]
    return Mark(block=mark.block, params=params, line=line, column=column, length=len(text), text=text)


def _entries(
    source: SourceText, front: FrontMatter, head: PageHead, located: Sequence[LocatedMark]
) -> dict[str, tuple[int, int, int]]:
    """Where each of the page's funds, topics, authors and its column stand, in the front matter or else first in the text."""
    places: dict[str, tuple[int, int, int]] = {
        f"{key}/{entry.strip(TOPIC_SIGNS) if key == 'topics' else entry}": position
        for key in ("authors", "funds", "topics")
        for entry, position in front.entries.get(key, {}).items()
    }
    for mark in located:
        if mark.block == "topic":
            place = (*source.line_and_column(mark.start), mark.end - mark.start)
            places.setdefault(f"topics/{mark.params['topic']}", place)
    if head.meta.column:
        places[f"series/{head.meta.column}"] = front.positions["series" if front.values.get("series") else "title"]
    return places


def _mentions(marks: Sequence[Mark], head: PageHead) -> tuple[str, ...]:
    """The codes of the funds in the page's cashtags, and of those in its front matter."""
    cashtags = [mark.params for mark in marks if mark.block == "cashtag"]
    codes = [
        str(params["code"])
        for params in cashtags
        if params["market"] in _FUND_MARKETS and _FUND_CODE.fullmatch(params["code"])
    ]
    return unique([*codes, *(code.removeprefix("fund:") for code in head.meta.funds)])
