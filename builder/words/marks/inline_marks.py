"""The mask of a text in, its numbers `{{ … }}` and claims `[…]{…}` out."""

from __future__ import annotations

import re

from builder import expression
from builder.words.marks.code_mask import TextPosition
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems

_NUMBER = re.compile(r"(?<!\\)\{\{(?P<inside>[^{}\n]*)(?P<close>\}\})?")
# Neither a link, nor a footnote, nor the attributes `{: … }`, `{#id}`, `{.class}` of what stands before.
_CLAIM = re.compile(
    r"(?<![\\!\]])\[(?!\^)(?P<words>[^\[\]\n]{1,400}(?:\n(?![ \t]*\n)[^\[\]\n]{1,400})?)\]"
    r"\{(?![:#.{])(?P<inside>[^{}\n]*)\}"
)
_EMPHASIS = re.compile(r"\*+|~~|(?<!\w)_+|_+(?!\w)|`+")
_HINT = "write {{ 012733 return 1y }}; \\{{ for plain braces"


def numbers(place: TextPosition, mask: str, finds: MarksAndProblems) -> None:
    """Adds every number, and a problem for each that cannot be read."""
    for match in _NUMBER.finditer(mask):
        start, end = match.span()
        if not match["close"]:
            message = "{{ is not closed by }} on its line"
            finds.problems.append(place.problem("bad-expression", start, start + 2, message, _HINT))
            continue
        inside = place.text[match.start("inside") : match.end("inside")]
        try:
            params = expression.parse(inside).params
        except expression.ExpressionError as error:
            _misread(place, match.start("inside"), error, finds)
        else:
            finds.marks.append(LocatedMark(start=start, end=end, block="number", params=params))


def claims(place: TextPosition, mask: str, finds: MarksAndProblems) -> None:
    """Adds every claim, and a problem for each that cannot be read."""
    for match in _CLAIM.finditer(mask):
        start, end = match.span()
        words = match["words"]
        if not words.strip() or any(start <= one.start < end for one in finds.marks):
            message = "a claim's words are plain text: no number and no cashtag goes into them"
            finds.problems.append(place.problem("bad-expression", start, end, message, "put it before or after"))
            continue
        inside = place.text[match.start("inside") : match.end("inside")]
        try:
            claim = expression.parse_claim(inside)
        except expression.ExpressionError as error:
            _misread(place, match.start("inside"), error, finds)
        else:
            params = {
                "words": _plain(place.text[match.start("words") : match.end("words")]),
                "left": claim.left.params,
                "op": claim.operator,
                "value": claim.value,
                "written": claim.written,
            }
            finds.marks.append(LocatedMark(start=start, end=end, block="claim", params=params))


def _plain(words: str) -> str:
    return " ".join(_EMPHASIS.sub("", words).split())


def _misread(place: TextPosition, at: int, error: expression.ExpressionError, finds: MarksAndProblems) -> None:
    start = at + error.start
    finds.problems.append(place.problem("bad-expression", start, start + error.length, error.message, error.hint))
