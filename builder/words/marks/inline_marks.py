"""Finds numbers, `{{ 012733 return 1y }}`, and claims, `[…]{… > 300%}`. Used by `find_marks`."""

from __future__ import annotations

import re

from builder import expression
from builder.words.marks.claim_words import contradiction
from builder.words.marks.code_mask import CASHTAG, NUMBER
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText

# Braces and brackets may be full-width.
_NUMBER = re.compile(r"(?<!\\)(?P<open>[{\uff5b]{2,})(?P<inside>[^{}\uff5b\uff5d\n]*)(?P<close>[}\uff5d]*)")
# Not a link, not a footnote, and not attributes such as `{: … }`, `{#id}` and `{.class}`.
_CLAIM = re.compile(
    r"(?<![\\!\]])[\[\uff3b](?!\^)"
    r"(?P<words>[^\[\]\uff3b\uff3d\n]{1,400}(?:\n(?![ \t]*\n)[^\[\]\uff3b\uff3d\n]{1,400})?)[\]\uff3d]"
    r"[{\uff5b](?![:#.{\uff5b])(?P<inside>[^{}\uff5b\uff5d\n]*)[}\uff5d]"
)
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+|_+(?!\w)|`+")
_HINT = "write {{ 012733 return 1y }}; \\{{ for plain braces"


def add_numbers(source: SourceText, mask: str, collected: MarksAndProblems) -> list[tuple[int, int]]:
    """Adds every number, and a problem for each that cannot be read; gives the spans of both."""
    spans = []
    for match in _NUMBER.finditer(mask):
        start, end = match.span()
        opening = len(match["open"])
        if opening != 2 or len(match["close"]) != 2:
            message = "{{ is not closed by }} on its line" if opening == 2 else "a number takes two braces on each side"
            collected.problems.append(source.problem("bad-expression", start, start + opening, message, _HINT))
            spans.append((start, end if match["close"] else start + opening))
            continue
        spans.append((start, end))
        inside = source.text[match.start("inside") : match.end("inside")]
        try:
            params = expression.parse(inside).params
        except expression.ExpressionError as error:
            _add_problem(source, match.start("inside"), error, collected)
        else:
            collected.marks.append(LocatedMark(start=start, end=end, block="number", params=params))
    return spans


def add_claims(source: SourceText, mask: str, collected: MarksAndProblems) -> list[tuple[int, int]]:
    """Adds every claim, and a problem for each that cannot be read; gives the spans of both."""
    spans = []
    for match in _CLAIM.finditer(mask):
        start, end = match.span()
        spans.append((start, end))
        words = match["words"]
        if not words.strip() or CASHTAG in words or NUMBER in words:
            message = "a claim's words are plain text: no number and no cashtag goes into them"
            collected.problems.append(source.problem("bad-expression", start, end, message, "put it before or after"))
            continue
        inside = source.text[match.start("inside") : match.end("inside")]
        try:
            claim = expression.parse_claim(inside)
        except expression.ExpressionError as error:
            _add_problem(source, match.start("inside"), error, collected)
            continue
        words = _without_emphasis(source.text[match.start("words") : match.end("words")])
        if fault := contradiction(words, claim):
            hint = "correct the words or the claim"
            collected.problems.append(source.problem("bad-claim", *match.span("words"), fault, hint))
        params = {
            "words": words,
            "left": claim.left.params,
            "op": claim.operator,
            "value": claim.value,
            "written": claim.written,
        }
        collected.marks.append(LocatedMark(start=start, end=end, block="claim", params=params))
    return spans


def _without_emphasis(words: str) -> str:
    return " ".join(_EMPHASIS.sub("", words).split())


def _add_problem(
    source: SourceText, inside_start: int, error: expression.ExpressionError, collected: MarksAndProblems
) -> None:
    """Adds the problem of an expression that begins at this offset."""
    start = inside_start + error.start
    collected.problems.append(source.problem("bad-expression", start, start + error.length, error.message, error.hint))
