"""Finds numbers, `{{ 012733 return 1y }}`, and claims, `[…]{… > 300%}`. Used by `find_marks`."""

from __future__ import annotations

import re

from builder import expression
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText

_NUMBER = re.compile(r"(?<!\\)\{\{(?P<inside>[^{}\n]*)(?P<close>\}\})?")
# Not a link, not a footnote, and not attributes such as `{: … }`, `{#id}` and `{.class}`.
_CLAIM = re.compile(
    r"(?<![\\!\]])\[(?!\^)(?P<words>[^\[\]\n]{1,400}(?:\n(?![ \t]*\n)[^\[\]\n]{1,400})?)\]"
    r"\{(?![:#.{])(?P<inside>[^{}\n]*)\}"
)
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+|_+(?!\w)|`+")
_HINT = "write {{ 012733 return 1y }}; \\{{ for plain braces"


def add_numbers(source: SourceText, mask: str, collected: MarksAndProblems) -> None:
    """Adds every number, and a problem for each that cannot be read."""
    for match in _NUMBER.finditer(mask):
        start, end = match.span()
        if not match["close"]:
            message = "{{ is not closed by }} on its line"
            collected.problems.append(source.problem("bad-expression", start, start + 2, message, _HINT))
            continue
        inside = source.text[match.start("inside") : match.end("inside")]
        try:
            params = expression.parse(inside).params
        except expression.ExpressionError as error:
            _add_problem(source, match.start("inside"), error, collected)
        else:
            collected.marks.append(LocatedMark(start=start, end=end, block="number", params=params))


def add_claims(source: SourceText, mask: str, collected: MarksAndProblems) -> None:
    """Adds every claim, and a problem for each that cannot be read."""
    for match in _CLAIM.finditer(mask):
        start, end = match.span()
        words = match["words"]
        if not words.strip() or any(start <= mark.start < end for mark in collected.marks):
            message = "a claim's words are plain text: no number and no cashtag goes into them"
            collected.problems.append(source.problem("bad-expression", start, end, message, "put it before or after"))
            continue
        inside = source.text[match.start("inside") : match.end("inside")]
        try:
            claim = expression.parse_claim(inside)
        except expression.ExpressionError as error:
            _add_problem(source, match.start("inside"), error, collected)
        else:
            params = {
                "words": _without_emphasis(source.text[match.start("words") : match.end("words")]),
                "left": claim.left.params,
                "op": claim.operator,
                "value": claim.value,
                "written": claim.written,
            }
            collected.marks.append(LocatedMark(start=start, end=end, block="claim", params=params))


def _without_emphasis(words: str) -> str:
    return " ".join(_EMPHASIS.sub("", words).split())


def _add_problem(
    source: SourceText, inside_start: int, error: expression.ExpressionError, collected: MarksAndProblems
) -> None:
    """Adds the problem of an expression that begins at this offset."""
    start = inside_start + error.start
    collected.problems.append(source.problem("bad-expression", start, start + error.length, error.message, error.hint))
