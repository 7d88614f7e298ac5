"""Points at characters that copying seems to have lost, each at its line and column. Used by `desk.import_article`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.words.marks.code_mask import CASHTAG, FENCE, IMAGE, NUMBER
from builder.words.marks.find_marks import find_marks
from builder.words.marks.text_blocks import CAPTION
from builder.words.source_text import SourceText

_DAY = re.compile(r"(?<![\d.])(\d{3,4})日")
_PERCENTS = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,6})?%(?=\d)")
_NO_STOP = re.compile(r"\d%(?=[A-Z])")
_TWICE = re.compile(r"(?<![A-Za-z])([A-Z][a-zA-Z]{2,})\1(?![a-z])")
_NO_VERB = re.compile(r"(?<=[a-z])“(?=[^”\n]{8,200}”)")
_NO_COMMA = re.compile(r"[”」](?=\d)")
_SHARES = re.compile(r"(?<![A-Za-z])A(?=[A-Z]{2,4}(?:指数|板块|产业|概念|行情))")
_UNREAD = re.compile("\ufffd+")
_END = re.compile(r"[。！？!?.…：:；;”」』）)》\"*~|]\s*$")
_NO_SENTENCE = re.compile(r"\s*(?:#|>|[-*+]\s|\d+[.)]\s|\||!\[)")
_SHORTEST_SENTENCE = 20  # characters: a shorter line may be a lead or a signature
_MARKS = f"{CASHTAG}{FENCE}{IMAGE}{NUMBER}"


@dataclass(frozen=True, kw_only=True, order=True)
class Doubt:
    """A place where characters seem to be lost. What was there, only a person can know."""

    line: int
    column: int
    words: str  # as they stand
    message: str


def doubts(text: str, first: int) -> list[Doubt]:
    """What looks lost in the text from the offset `first` on, in order."""
    source = SourceText(path="", text=text)
    mask = find_marks(source, first).mask
    located = []
    for start, end, message in (*_patterns(mask, first), *_open_ends(mask, first)):
        line, column = source.line_and_column(start)
        located.append(Doubt(line=line, column=column, words=text[start:end], message=message))
    return sorted(located)


def _patterns(text: str, first: int) -> Iterator[tuple[int, int, str]]:
    for match in _DAY.finditer(text, first):
        days = " or ".join(_days(match[1]))
        yield *match.span(), f"a month has no day {match[1]}: 月 may be lost" + (f", {days}" if days else "")
    for match in _PERCENTS.finditer(text, first):
        yield match.start(), match.end() + 1, "two percentages without a sign between: 和 or 、 may be lost"
    for match in _NO_STOP.finditer(text, first):
        yield match.start(), match.end() + 1, "a full stop or a comma may be lost"
    for match in _TWICE.finditer(text, first):
        yield *match.span(), f"{match[1]} twice: a full stop or a comma may be lost"
    for match in _NO_VERB.finditer(text, first):
        yield match.start(), match.end(), "a quotation right behind a name: 称 or 表示 may be lost"
    for match in _NO_COMMA.finditer(text, first):
        yield match.start(), match.end() + 1, "a figure right behind a quotation: a comma or a full stop may be lost"
    for match in _SHARES.finditer(text, first):
        yield match.start(), match.end() + 2, "股 may be lost: A股"
    for match in _UNREAD.finditer(text, first):
        yield *match.span(), "a character that could not be read"


def _days(digits: str) -> list[str]:
    """The days that digits without 月 may mean, e.g. "216" -> ["2月16日"]."""
    cuts = [(digits[:size], digits[size:]) for size in (1, 2)]
    return [
        f"{int(month)}月{int(day)}日"
        for month, day in cuts
        if day
        and 1 <= int(month) <= 12
        and 1 <= int(day) <= 31
        and not month.startswith("0")
        and not day.startswith("0")
    ]


def _open_ends(mask: str, first: int) -> Iterator[tuple[int, int, str]]:
    """Paragraphs that end in the middle of a sentence."""
    start = first
    for line in mask[first:].split("\n"):
        words = line.rstrip()
        end = start + len(words)
        is_sentence = len(words) >= _SHORTEST_SENTENCE and not _NO_SENTENCE.match(words) and not CAPTION.match(words)
        if is_sentence and not _END.search(words) and words[-1] not in _MARKS and not words.startswith("#"):
            yield max(start, end - 4), end, "the sentence ends in the middle: its end may be lost"
        start += len(line) + 1
