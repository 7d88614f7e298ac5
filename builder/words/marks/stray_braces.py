"""Finds expressions beside which a brace or a bracket is missing or wrong: `[上涨] {NVDA return 1y > 300%}`. Used by `find_marks`.

It looks where neither a number nor a claim was recognised: what looks like one is never published as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.expression import looks_meant
from builder.problem import Problem
from builder.words.marks.code_mask import CASHTAG, CODE, FENCE, NUMBER
from builder.words.source_text import SourceText

_OPEN, _CLOSE = "{\uff5b", "}\uff5d"  # half and full width
_BRACES = re.compile(
    rf"(?<!\\)(?P<escape>\\*+)[{_OPEN}]+(?:\\[{_OPEN}]+)*(?P<inside>[^{_OPEN}{_CLOSE}\n]*)(?P<close>[{_CLOSE}]*)"
)
_ROUND = re.compile(r"[\]\uff3d][(\uff08](?P<inside>[^()\uff08\uff09\n]*)[)\uff09]")
_CLOSING = re.compile(rf"(?<!\\)[{_CLOSE}]+")
_EDGE = re.compile(rf"[\]\uff3d】)\uff09{_OPEN}{_CLOSE}{CASHTAG}{CODE}{FENCE}{NUMBER}]|[^\x00-\x7f\uff01-\uff5e\u3000]")
_FARTHEST = 200  # characters before a closing brace
_CLAIM = "write [上涨超 300%]{NVDA return 1y > 300%}; \\{ for a plain brace"
_NUMBER = "write {{ 012733 return 1y }}; \\{ for a plain brace"
_SIGNS = "<>=~≥≤≈\uff1c\uff1e\uff1d\uff5e"


def stray_braces(source: SourceText, mask: str) -> Iterator[Problem]:
    """A problem for each expression in or beside braces that is neither a number nor a claim."""
    done = 0  # to the end of the last braces
    for match in _BRACES.finditer(mask):
        yield from _unopened(source, mask, done, match.start())
        inside, done = match["inside"], match.end()
        if len(match["escape"]) % 2:  # `\{{ … }}` and `\{ … }` are plain braces, with all that closes them
            continue
        # Without a closing brace the expression may be followed by prose, which begins with the first Chinese character.
        start = match.end("escape")
        edge = None if match["close"] else _EDGE.search(inside)
        if looks_meant(inside[: edge.start()] if edge else inside):
            message, hint = _fault(mask, match)
            yield source.problem("bad-expression", start, match.end(), message, hint)
    yield from _unopened(source, mask, done, len(mask))
    for match in _ROUND.finditer(mask):
        if _is_claim(match["inside"]) and looks_meant(match["inside"]):
            message = "the expression of a claim stands in braces, not in round brackets"
            yield source.problem("bad-expression", match.start() + 1, match.end(), message, _CLAIM)


def _fault(mask: str, match: re.Match[str]) -> tuple[str, str]:
    """What is wrong with braces that hold an expression, and what would be right."""
    start = match.end("escape")
    if not match["close"]:
        return "{ is not closed by } on its line", _CLAIM if _is_claim(match["inside"]) else _NUMBER
    if not _is_claim(match["inside"]):
        return f"{mask[start : match.end()]} is not a number: it takes two braces on each side", _NUMBER
    before = mask[max(0, start - _FARTHEST) : start]
    last = before.rstrip(" \t\u3000")[-1:]
    if last in ("]", "\uff3d") and before[-1:] != last:
        return "between the words of a claim and its braces stands a blank", f"leave it out: {_CLAIM}"
    if last in "】)\uff09」』”" and last:
        return f"the words of a claim stand in square brackets, not before {last}", _CLAIM
    if last in ("]", "\uff3d"):
        return "these braces follow no words of a claim: the words are text in one pair of square brackets", _CLAIM
    return "before the braces of a claim its words are missing, or one of their square brackets is", _CLAIM


def _unopened(source: SourceText, mask: str, start: int, end: int) -> Iterator[Problem]:
    """A problem for each expression in mask[start:end] that a brace closes and none opens."""
    done = start
    for match in _CLOSING.finditer(mask, start, end):
        line_start = mask.rfind("\n", done, match.start()) + 1
        first = max(done, line_start, match.start() - _FARTHEST)
        before = mask[first : match.start()]
        for edge in _EDGE.finditer(before):
            first = match.start() - len(before) + edge.end()
        if looks_meant(mask[first : match.start()]):
            hint = _CLAIM if _is_claim(mask[first : match.start()]) else _NUMBER
            message = f"{match[0]} closes an expression that no brace opens on this line"
            yield source.problem("bad-expression", first, match.end(), message, hint)
        done = match.end()


def _is_claim(inside: str) -> bool:
    return any(sign in inside for sign in _SIGNS)
