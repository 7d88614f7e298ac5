"""Checks of a page's text that look at more than one mark: depth, characters, text alternatives. Used by `parse`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.forbidden_characters import forbidden_in_value
from builder.problem import Problem
from builder.words.marks.code_mask import FENCE, IMAGE
from builder.words.marks.figure_captions import CaptionedFigure, figure_around
from builder.words.marks.located_mark import LocatedMark
from builder.words.marks.text_blocks import CAPTION
from builder.words.source_text import SourceText

_DEEPEST = 24  # levels of lists and quotations
_DEEP_MARGIN = re.compile(r"^(?:[ \t]|>|[-+*][ \t]|\d{1,9}[.)][ \t]){24,}", re.MULTILINE)  # may be too deep
_ENTITY = re.compile(r"&#(?:[xX]0*(?P<hex>[0-9A-Fa-f]+)|0*(?P<decimal>[0-9]+));?")
_CAPTION_IN_LIST = re.compile(rf"(?<=[{IMAGE}{FENCE}])[ \t]*+\n(?:[ \t]*+\n)?+[ \t]++(?=[图表])")
_LIST_SIGN = re.compile(r"[ \t>]*+(?:[-*+]|\d{1,9}[.)])[ \t]++")


def deep_lines(source: SourceText, start: int) -> list[Problem]:
    """The first line too deep in lists, quotations or indentation, if any: Markdown's parser calls itself at each level."""
    for match in _DEEP_MARGIN.finditer(source.text, start):
        margin = match[0].expandtabs(4)
        if len(margin) > _DEEPEST * 4 or sum(sign in ">-+*.)" for sign in margin) > _DEEPEST:
            hint = f"at most {_DEEPEST} levels are read"
            return [source.problem("too-deep", match.start(), match.end(), "nested too deeply", hint)]
    return []


def forbidden_entities(source: SourceText, start: int) -> list[Problem]:
    """A problem for each number of a character, such as `&#xE000;`, that stands for one that no text may hold."""
    problems = []
    for match in _ENTITY.finditer(source.text, start) if "&#" in source.text else ():
        line, column = source.line_and_column(match.start())
        digits, base = (match["hex"], 16) if match["hex"] else (match["decimal"], 10)
        code = int(digits, base) if len(digits) < 8 else -1  # longer numbers are no character's
        character = chr(code) if 0 <= code < 0x110000 else ""
        problem = forbidden_in_value(character, path=source.path, line=line, column=column, length=len(match[0]))
        problems += [problem] if problem else []
    return problems


def images_without_text(
    source: SourceText, marks: Sequence[LocatedMark], figures: Sequence[CaptionedFigure]
) -> list[Problem]:
    """A problem for each image that readers who cannot see it learn nothing of: it has neither a text nor a caption."""
    problems = []
    for mark in marks:
        if mark.block != "image" or mark.params["alt"]:
            continue
        figure = figure_around(figures, mark.start)
        if figure is None or figure.caption is None:
            message = "this image has neither a text nor a caption"
            hint = "write ![what it shows](…), or 图:… on the line below"
            problems.append(source.problem("no-text-alternative", mark.start, mark.end, message, hint))
    return problems


def captions_beside_lists(source: SourceText, mask: str) -> list[Problem]:
    """A problem for each caption below a figure that stands beside the sign of its list: there it is no figure's caption."""
    problems = []
    for match in _CAPTION_IN_LIST.finditer(mask) if "\n" in mask else ():
        first = mask.rfind("\n", 0, match.start()) + 1
        while mask[first - 2 : first - 1] == FENCE:  # the line before is of the same fence
            first = mask.rfind("\n", 0, first - 1) + 1
        sign = _LIST_SIGN.match(source.text, first)
        if (
            sign
            and not mask[sign.end() : match.start()].strip(f"{IMAGE}{FENCE} \t\n")
            and CAPTION.match(mask, match.end())
        ):
            end = mask.find("\n", match.end())
            message = "this caption belongs to no figure, since its figure stands beside the sign of a list"
            hint = "begin the item with words, then an empty line, the figure and its caption"
            end = len(mask) if end < 0 else end
            problems.append(source.problem("bad-markdown", match.end(), end, message, hint))
    return problems
