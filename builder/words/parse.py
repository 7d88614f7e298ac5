"""A Source in, a Page out: front matter understood, every mark taken out of the Markdown, a hole left in its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from builder.model import Mark, Page, SourceFile, unique
from builder.problem import Failed, Problem
from builder.words.content_folder import reserved
from builder.words.front_matter import front_matter
from builder.words.marks import (
    card_groups,
    cashtag_marks,
    fence_marks,
    figure_captions,
    inline_marks,
    link_marks,
    text_blocks,
    topic_marks,
)
from builder.words.marks.code_mask import FIGURE, NUMBER, TAG, FencedCode, TextPosition, fill, scan
from builder.words.marks.holes import Holes, with_edits
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.page_meta import Head, head

_HEADING = re.compile(r"[ \t>]*#{1,6}(?:[ \t]|$)")
_DEEP = re.compile(r"^(?:[ \t]|>|[-+*][ \t]|\d{1,9}[.)][ \t]){24,}", re.MULTILINE)  # what may be too deep a margin
_DEEPEST = 24  # levels of lists and quotations
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*(?:\n|\Z)")
_CODE = re.compile(r"\d{6}", re.ASCII)
_IN_HEADING = {"cashtag": "a cashtag", "number": "a number", "claim": "a claim"}


def parse(source: SourceFile, *, zone: str, reserved_names: Collection[str] = ()) -> Page:
    """What a Markdown file says, with a hole wherever it asks for something. Raises Failed with all that is wrong.

    `zone` is the time zone of dates that name none, e.g. "Asia/Shanghai"; `reserved_names` are the addresses below the root
    that generated pages have, e.g. "funds".
    """
    place = TextPosition(path=source.path, text=source.text)
    wrong = reserved(place)
    if wrong:
        raise Failed(wrong)
    front = front_matter(place, zone=zone)
    deep = _too_deep(place, front.body)
    if deep:
        raise Failed([*front.problems, *deep])
    top = head(place, front, reserved_names)
    finds = MarksAndProblems(problems=list(top.problems))
    mask, fenced = scan(source.text, front.body)
    mask = _find(place, mask, fenced, finds)
    blocks = text_blocks.blocks(mask, front.body)
    groups, finds.marks = card_groups.groups(source.text, blocks, _apart(finds.marks))
    figures = _figures(source.text, blocks, finds.marks)
    _headings(place, mask, finds)
    _alternatives(place, finds, figures)
    cover = _cover(place, top, front.places, finds)
    if finds.problems:
        raise Failed(sorted(finds.problems, key=lambda one: (one.line, one.column, one.id)))
    topics = unique([*top.meta.topics, *(str(one.params["topic"]) for one in finds.marks if one.block == "topic")])
    holes = Holes(text=source.text, marks=tuple(finds.marks), topics=topics)
    marks = tuple(_mark(place, one, figures, holes) for one in finds.marks if one.block != "topic")
    return Page(
        path=source.path,
        kind=top.kind,
        meta=replace(top.meta, topics=topics, cover=cover),
        url=top.url,
        markdown=with_edits(holes, front.body, groups, figures),
        marks=marks,
        images=unique(str(mark.params["target"]) for mark in marks if mark.block == "image"),
        mentions=_mentions(marks, top),
        keys=front.keys,
    )


def _too_deep(place: TextPosition, start: int) -> list[Problem]:
    """The first line that stands too deep in lists, quotations or indentation: Markdown follows each level by a call."""
    for match in _DEEP.finditer(place.text, start):
        margin = match[0].expandtabs(4)
        if len(margin) > _DEEPEST * 4 or sum(sign in ">-+*.)" for sign in margin) > _DEEPEST:
            hint = f"at most {_DEEPEST} levels are read"
            return [place.problem("too-deep", match.start(), match.end(), "nested too deeply", hint)]
    return []


def _find(place: TextPosition, mask: str, fenced: list[FencedCode], finds: MarksAndProblems) -> str:
    """Everything the text asks for, each kind where none before it was; gives the mask that shows it."""
    blocks = fence_marks.fences(place, fenced, finds)
    cashtag_marks.cashtags(place, mask, finds)
    mask = fill(mask, [(one.start, one.end) for one in finds.marks if one.block == "cashtag"], TAG)
    if "{{" in mask:
        inline_marks.numbers(place, mask, finds)
        mask = fill(mask, sorted((one.start, one.end) for one in finds.marks if one.block == "number"), NUMBER)
    if "]{" in mask:
        inline_marks.claims(place, mask, finds)
        mask = fill(mask, sorted((one.start, one.end) for one in finds.marks if one.block == "claim"), NUMBER)
    mask = link_marks.links(place, mask, finds)
    if "#" in mask or "\uff03" in mask:
        topic_marks.topics(mask, finds)
    # A fence is one block, whatever blank lines it holds: here line breaks do not stay.
    parts, done = [], 0
    for start, end in blocks:
        parts += [mask[done:start], FIGURE * (end - start)]
        done = end
    return "".join([*parts, mask[done:]])


def _apart(marks: list[LocatedMark]) -> list[LocatedMark]:
    """The marks in order; what stands inside another (a number in an image's text) is text of that one."""
    found: list[LocatedMark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if not found or mark.start >= found[-1].end:
            found.append(mark)
    return found


def _figures(
    text: str, blocks: list[text_blocks.TextBlock], marks: list[LocatedMark]
) -> list[figure_captions.CaptionedFigure]:
    charts = [mark.start for mark in marks if mark.block == "chart"]
    pictures = [mark.start for mark in marks if mark.block == "image"]
    return figure_captions.figures(
        text,
        blocks,
        images=lambda block: bisect_left(pictures, block.end) - bisect_left(pictures, block.start),
        chart=lambda block: bisect_left(charts, block.end) > bisect_left(charts, block.start),
    )


def _headings(place: TextPosition, mask: str, finds: MarksAndProblems) -> None:
    for mark in finds.marks:
        if mark.block not in _IN_HEADING:
            continue
        start = mask.rfind("\n", 0, mark.start) + 1
        after = mask.find("\n", mark.start) + 1
        if _HEADING.match(mask, start) or (after and _UNDERLINE.match(mask, after)):
            message = f"{_IN_HEADING[mark.block]} in a heading"
            hint = "headings are words: say it in the text below"
            finds.problems.append(place.problem("slot-in-heading", mark.start, mark.end, message, hint))


def _alternatives(place: TextPosition, finds: MarksAndProblems, figures: list[figure_captions.CaptionedFigure]) -> None:
    """An image needs words for readers who cannot see it: its own, or a caption."""
    starts = [one.start for one in figures]
    for mark in finds.marks:
        if mark.block != "image" or mark.params["alt"]:
            continue
        around = _around(mark.start, figures, starts)
        if around is None or around.caption is None:
            message = "this image has neither a text nor a caption"
            hint = "write ![what it shows](…), or 图:… on the line below"
            finds.problems.append(place.problem("no-text-alternative", mark.start, mark.end, message, hint))


def _around(
    at: int, figures: Sequence[figure_captions.CaptionedFigure], starts: Sequence[int]
) -> figure_captions.CaptionedFigure | None:
    """The figure that an offset lies in."""
    before = bisect_right(starts, at) - 1
    return figures[before] if before >= 0 and at < figures[before].end else None


def _cover(place: TextPosition, top: Head, places: Mapping[str, tuple[int, int, int]], finds: MarksAndProblems) -> str:
    """The cover's path from the content folder; it is shown, so it must be there like any image."""
    if not top.meta.cover:
        return ""
    line, column, length = places["cover"]
    start = place.offset(line, column)
    end = start + length
    target = link_marks.inside(place.path, top.meta.cover)
    if target is None:
        message = f"cover: {top.meta.cover} lies outside the content folder"
        finds.problems.append(place.problem("image-outside", start, end, message, "put the image beside this file"))
        return ""
    found = LocatedMark(start=start, end=end, block="image", params={"target": target, "alt": "cover"}, hole=False)
    finds.marks.insert(0, found)
    return target


def _mark(
    place: TextPosition, found: LocatedMark, figures: list[figure_captions.CaptionedFigure], holes: Holes
) -> Mark:
    params = dict(found.params)
    if found.block == "image":
        del params["alt"]
    if found.block in ("chart", "funds"):
        one = _around(found.start, figures, [one.start for one in figures])
        if one:
            params["tab" if one.kind == "表" else "figure"] = one.number
            params["caption"] = holes.caption(one.caption) if one.caption else ""
    line, column = place.of(found.start)
    text = place.text[found.start : found.end]
    length = found.end - found.start
    return Mark(block=found.block, params=params, line=line, column=column, length=length, text=text)


def _mentions(marks: tuple[Mark, ...], top: Head) -> tuple[str, ...]:
    tags = (mark.params for mark in marks if mark.block == "cashtag")
    codes = [
        str(one["code"]) for one in tags if one["market"] in ("", "OTCFUND", "OF") and _CODE.fullmatch(one["code"])
    ]
    return unique([*codes, *(code.removeprefix("fund:") for code in top.meta.funds)])
