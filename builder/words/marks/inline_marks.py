"""Finds numbers, `{{ 012733 return 1y }}`, and claims, `[…]{… > 300%}`. Used by `find_marks`."""

from __future__ import annotations

import re

from builder import expression
from builder.words.marks.claim_words import contradiction
from builder.words.marks.code_mask import CASHTAG, NUMBER
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.marks.text_blocks import paragraph_lines
from builder.words.source_text import SourceText
from builder.words.syntax.inline_words import InlineWords, read_words

# Braces and brackets may be full-width.
_NUMBER = re.compile(r"(?<!(?<!\\)\\)(?P<open>[{\uff5b]{2,})(?P<inside>[^{}\uff5b\uff5d\n]*)(?P<close>[}\uff5d]*)")
# Not a link, not a footnote, and not attributes such as `{: … }`, `{#id}` and `{.class}`.
_CLAIM = re.compile(
    r"(?<![!\]])(?<!(?<!\\)\\)[\[\uff3b](?!\^)"
    r"(?P<words>[^\[\]\uff3b\uff3d\n]{1,400}(?:\n(?![ \t]*\n)[^\[\]\uff3b\uff3d\n]{1,400})?)[\]\uff3d]"
    r"[{\uff5b](?![:#.{\uff5b])(?P<inside>[^{}\uff5b\uff5d\n]*)[}\uff5d]"
)
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
        if CASHTAG in match["words"] or NUMBER in match["words"]:
            message = "a claim's words are plain text: no number and no cashtag goes into them"
            collected.problems.append(source.problem("bad-expression", start, end, message, "put it before or after"))
            continue
        inside = source.text[match.start("inside") : match.end("inside")]
        try:
            claim = expression.parse_claim(inside)
        except expression.ExpressionError as error:
            _add_problem(source, match.start("inside"), error, collected)
            continue
        words = _words(source, *match.span("words"), collected)
        if not words.text:
            message, hint = (
                "this claim has no words that readers could see",
                "write [上涨超 300%]{NVDA return 1y > 300%}",
            )
            collected.problems.append(source.problem("bad-expression", start, end, message, hint))
        if fault := contradiction(words.text, claim):
            hint = "correct the words or the claim"
            collected.problems.append(source.problem("bad-claim", *match.span("words"), fault, hint))
        params = {
            "words": words.text,
            "html": words.html,
            "left": claim.left.params,
            "op": claim.operator,
            "value": claim.value,
            "written": claim.written,
        }
        collected.marks.append(LocatedMark(start=start, end=end, block="claim", params=params))
    return spans


def _words(source: SourceText, start: int, end: int, collected: MarksAndProblems) -> InlineWords:
    """A claim's words at text[start:end]; adds a problem for each of its signs that cannot be read."""
    written = source.text[start:end]
    words = read_words("\n".join(paragraph_lines(source.text, start, written)))
    for fault in words.faults:
        line_start = start + sum(len(line) + 1 for line in written.split("\n")[: fault.line])
        wrong = max(source.text.find(fault.words, line_start, end), line_start) + fault.offset
        collected.problems.append(source.problem(fault.id, wrong, wrong + fault.length, fault.message, fault.hint))
    return words


def _add_problem(
    source: SourceText, inside_start: int, error: expression.ExpressionError, collected: MarksAndProblems
) -> None:
    """Adds the problem of an expression that begins at this offset."""
    start = inside_start + error.start
    collected.problems.append(source.problem("bad-expression", start, start + error.length, error.message, error.hint))
