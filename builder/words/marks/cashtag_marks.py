"""The mask of a text in, its cashtags out: `$name(MARKET|code)$` in every spelling that is in use.

A tag is told from prices ("$5 and $6") and from TeX by its end, a code in brackets before the closing dollar sign.
"""

from __future__ import annotations

import re
from typing import Any

from builder.words.marks.code_mask import TextPosition
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems

_OPEN, _SHUT = "[(\uff08]", "[)\uff09]"  # half and full width
_TAG = re.compile(
    rf"(?<!\\)\$(?P<name>[^$\n\x00-\x1f]{{0,80}}?)"
    rf"{_OPEN}(?P<inside>[^()\uff08\uff09$\n\x00-\x1f]{{0,40}}){_SHUT}[ \t]?\$"
)
# Of an attempt that failed: a market and a bar in brackets, or a Chinese name and a stock's code behind a dollar sign.
_ATTEMPT = re.compile(
    rf"(?<!\\)\$[^$\n\x00-\x1f(\uff08]{{0,80}}?{_OPEN}\s*[A-Za-z]{{2,10}}\s*[|\uff5c][^$\n]{{0,20}}"
    rf"|{_OPEN}\s*OTCFUND\s*[|\uff5c][^()$\n]{{0,20}}\)?\$?"
    rf"|(?<!\\)\$(?=[^\d\s$\n][^$\n(\uff08]{{0,40}}[(\uff08])[^$\n(\uff08]*[\u3400-\u9fff][^$\n(\uff08]*"
    rf"{_OPEN}(?:(?:SH|SZ|BJ|HK)?\d{{5,6}})?{_SHUT}"
)
_BARRED = re.compile(r"(?P<market>[A-Za-z]{2,10})[ \t]*[|\uff5c][ \t]*(?P<code>[A-Za-z0-9.]{1,12})")
_PREFIXED = re.compile(r"(?P<market>SH|SZ|BJ|HK)(?P<code>\d{5,6})")
_SUFFIXED = re.compile(r"(?P<code>\d{4,6}|[A-Z]{1,6}(?:[.-][A-Z])?)\.(?P<market>SH|SZ|BJ|HK|US|OF|SS)")
_BARE = re.compile(r"(?P<market>)(?P<code>\d{4,6}|[A-Z][A-Z0-9]{0,5}(?:[.-][A-Z])?)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_HINT = "write $name(OTCFUND|012733)$, $贵州茅台(SH600519)$ or $苹果(AAPL)$; \\$ for a plain dollar sign"


def cashtags(place: TextPosition, mask: str, finds: MarksAndProblems) -> None:
    """Adds every cashtag, its place still open ("inline", group −1), and every attempt at one that failed."""
    taken: list[tuple[int, int]] = []
    if "$" not in mask and "OTCFUND" not in mask:
        return
    at = 0
    while match := _TAG.search(mask, at):
        params = _params(place, match)
        if params is not None:
            finds.marks.append(LocatedMark(start=match.start(), end=match.end(), block="cashtag", params=params))
        elif _meant(match):
            message = f"{match[0]} is not a cashtag: {match['inside'].strip() or 'nothing'} is not a code"
            if not match["name"].strip():
                message = f"{match[0]} is not a cashtag: the name is missing"
            finds.problems.append(place.problem("bad-cashtag", match.start(), match.end(), message, _HINT))
        else:
            at = match.start() + 1  # prose or TeX: the next tag may begin at what closed this
            continue
        taken.append(match.span())
        at = match.end()
    _attempts(place, mask, taken, finds)


def _attempts(place: TextPosition, mask: str, taken: list[tuple[int, int]], finds: MarksAndProblems) -> None:
    for match in _ATTEMPT.finditer(mask):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        message = f"{match[0].strip()} looks like a cashtag, but is not closed by $"
        if not match[0].startswith("$"):
            message = f"{match[0].strip()} looks like the end of a cashtag, but no $ opens it on this line"
        finds.problems.append(place.problem("bad-cashtag", match.start(), match.end(), message, _HINT))


def _params(place: TextPosition, match: re.Match[str]) -> dict[str, Any] | None:
    name, inside = match["name"].strip(), match["inside"].strip()
    code = _code(inside)
    if code is None or not name:
        return None
    if not code["market"] and not _plausible(match["name"]):
        return None
    inside_at = match.start("inside") + match["inside"].index(inside)
    name_at = match.start("name") + match["name"].index(name)
    return {
        "name": name,
        "market": (code["market"] or "").upper(),
        "code": code["code"],
        "place": "inline",
        "group": -1,
        "lead": "",
        "name_column": place.of(name_at)[1],
        "name_length": len(name),
        "code_column": place.of(inside_at + code.start("code"))[1],
        "code_length": len(code["code"]),
    }


def _code(inside: str) -> re.Match[str] | None:
    kinds = (_BARRED, _PREFIXED, _SUFFIXED, _BARE)
    return next((match for kind in kinds if (match := kind.fullmatch(inside))), None)


def _plausible(name: str) -> bool:
    """Whether a name in front of a bare code is one: it neither begins with a blank nor is it a price or a formula."""
    if name[0].isspace() or re.match(r"[\d.,]+\s", name):
        return False
    return bool(_CHINESE.search(name)) or len(name.strip()) > 1


def _meant(match: re.Match[str]) -> bool:
    """Whether what has the shape of a tag was meant as one, though it is none."""
    name = match["name"]
    if re.search(r"OTCFUND|[|\uff5c]", match["inside"]):
        return True
    return bool(_CHINESE.search(name)) and not name[0].isdigit() and not name[0].isspace()
