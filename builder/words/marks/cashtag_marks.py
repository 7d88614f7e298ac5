"""Finds cashtags, `$name(MARKET|code)$`, in every spelling that is in use. Used by `find_marks`.

What distinguishes a cashtag from prices ("$5 and $6") and from TeX is its end: a code in brackets before the closing
dollar sign.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from builder.expression import half_width
from builder.vocabulary import MARKETS
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText

_BEFORE_CODE = "|".join(market.name for market in MARKETS.values() if market.before_code)  # e.g. of "SH600519"
_BEHIND_CODE = "|".join(market.name for market in MARKETS.values() if market.behind_code)  # e.g. of "600519.SH"
_NOT_ESCAPED = r"(?<!(?<!\\)\\)"
_SIGN, _OPEN, _CLOSE = "[$\uff04]", "[(\uff08]", "[)\uff09]"  # half and full width
_CASHTAG = re.compile(
    rf"{_NOT_ESCAPED}{_SIGN}(?P<name>[^$\uff04\n\x00-\x1f]{{0,80}}?)"
    rf"{_OPEN}(?P<inside>[^()\uff08\uff09$\uff04\n\x00-\x1f]{{0,40}}){_CLOSE}[ \t]?{_SIGN}"
)
# An attempt that failed: a market and a bar in brackets; a Chinese name and a stock's code after a dollar sign; a code in brackets
# before one; a name and a code without brackets between two.
_STOCK = rf"(?:(?:{_BEFORE_CODE})\d{{5,6}}|\d{{6}}|(?:\d{{4,6}}|[A-Z]{{1,6}})\.(?:{_BEHIND_CODE}))"
_ATTEMPT = re.compile(
    rf"{_NOT_ESCAPED}{_SIGN}[^$\uff04\n\x00-\x1f(\uff08]{{0,80}}?{_OPEN}\s*[A-Z]{{2,10}}\s*[|\uff5c][^$\uff04\n]{{0,20}}"
    rf"|{_OPEN}\s*OTCFUND\s*[|\uff5c][^()$\uff04\n]{{0,20}}\)?{_SIGN}?"
    rf"|{_NOT_ESCAPED}{_SIGN}(?=[^\d\s$\uff04\n][^$\uff04\n(\uff08]{{0,40}}[(\uff08])[^$\uff04\n(\uff08]*[\u3400-\u9fff][^$\uff04\n(\uff08]*"
    rf"{_OPEN}(?:{_STOCK})?{_CLOSE}"
    rf"|{_NOT_ESCAPED}{_SIGN}(?=[^\d\s])(?P<bare>[^$\uff04\n()\uff08\uff09]{{0,40}}[\u3400-\u9fff\s][ \t]*{_STOCK}){_SIGN}"
    rf"|{_OPEN}{_STOCK}{_CLOSE}{_SIGN}(?![\d.])",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"(?<!\\)\\[$\uff04][^$\uff04\n]{0,80}\Z")  # a plain dollar sign, and what follows it
_BARRED = re.compile(r"(?P<market>[A-Za-z]{2,10})[ \t]*\|[ \t]*(?P<code>[A-Za-z0-9.]{1,12})")
_FUND = re.compile(r"(?P<market>F)(?P<code>\d{6})", re.IGNORECASE)
_PREFIXED = re.compile(rf"(?P<market>{_BEFORE_CODE})[ :.]?(?P<code>\d{{5,6}})", re.IGNORECASE)
_SUFFIXED = re.compile(rf"(?P<code>\d{{4,6}}|[A-Z]{{1,6}}(?:[.-][A-Z])?)\.(?P<market>{_BEHIND_CODE})", re.IGNORECASE)
_BARE = re.compile(r"(?P<market>)(?P<code>\d{4,6}|[A-Z][A-Z0-9]{0,5}(?:[.-][A-Z])?)")
_INDEX = re.compile(r"(?P<market>)\.(?P<code>[A-Z][A-Z0-9]{1,9})", re.IGNORECASE)  # as American sites write one
_LOWER = re.compile(_BARE.pattern, re.IGNORECASE)  # behind a Chinese name: `$f(x)$` is a formula
_MARKETS = {"F": "OTCFUND"}  # 天天基金 and 新浪 write F before the code of a fund
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_HINT = "write $name(OTCFUND|012733)$, $贵州茅台(SH600519)$ or $苹果(AAPL)$; \\$ for a plain dollar sign"


def add_cashtags(source: SourceText, mask: str, collected: MarksAndProblems) -> None:
    """Adds every cashtag, as one in a line of text (`card_groups` finds the others), and a problem for each bad one."""
    if "$" not in mask and "\uff04" not in mask and "OTCFUND" not in mask:
        return
    seen: list[tuple[int, int]] = []
    offset = 0
    while match := _CASHTAG.search(mask, offset):
        params = _params(source, match)
        if params is not None:
            collected.marks.append(LocatedMark(start=match.start(), end=match.end(), block="cashtag", params=params))
        elif _is_attempt(match):
            message = f"{match[0]} is not a cashtag: {match['inside'].strip() or 'nothing'} is not a code"
            if not match["name"].strip():
                message = f"{match[0]} is not a cashtag: the name is missing"
            collected.problems.append(source.problem("bad-cashtag", match.start(), match.end(), message, _HINT))
        else:
            offset = match.start() + 1  # prose or TeX: the next cashtag may begin at the sign that closed this
            continue
        seen.append(match.span())
        offset = match.end()
    _add_attempts(source, mask, seen, collected)


def _add_attempts(source: SourceText, mask: str, seen: list[tuple[int, int]], collected: MarksAndProblems) -> None:
    """Adds a problem for each text that looks like a part of a cashtag and overlaps none that was seen."""
    for match in _ATTEMPT.finditer(mask):
        before = bisect_left(seen, (match.end(), 0)) - 1  # they are in order, and none overlaps another
        if before >= 0 and match.start() < seen[before][1]:
            continue
        written = match[0].strip()
        if match["bare"]:
            message = f"{written} looks like a cashtag, but its code is not in brackets"
        elif written[0] in "$\uff04":
            message = f"{written} looks like a cashtag, but is not closed by $"
        elif _ESCAPED.search(mask[max(0, match.start() - 84) : match.start()]):
            continue
        else:
            message = f"{written} looks like the end of a cashtag, but no $ opens it on this line"
        collected.problems.append(source.problem("bad-cashtag", match.start(), match.end(), message, _HINT))


def _params(source: SourceText, match: re.Match[str]) -> dict[str, Any] | None:
    """The parameters of a cashtag; None where the text is none."""
    name, inside = match["name"].strip(), match["inside"].strip()
    code = _code(half_width(inside), name)
    if code is None or not name:
        return None
    if not code["market"] and not _plausible(match["name"]):
        return None
    inside_start = match.start("inside") + match["inside"].index(inside)
    name_start = match.start("name") + match["name"].index(name)
    return {
        "name": name,
        "market": _MARKETS.get(market := code["market"].upper(), market),
        "code": code["code"] if code.re is _BARRED else code["code"].upper(),
        "place": "inline",
        "group": -1,
        "name_column": source.line_and_column(name_start)[1],
        "name_length": len(name),
        "code_column": source.line_and_column(inside_start + code.start("code"))[1],
        "code_length": len(code["code"]),
    }


def _code(inside: str, name: str) -> re.Match[str] | None:
    """Market and code, e.g. of "OTCFUND|012733", "SH600519", "600519.SH", "F012733", "AAPL" or ".SPX"."""
    spellings = [_BARRED, _FUND, _PREFIXED, _SUFFIXED, _BARE, _INDEX]
    if _CHINESE.search(name):
        spellings.append(_LOWER)
    return next((match for spelling in spellings if (match := spelling.fullmatch(inside))), None)


def _plausible(name: str) -> bool:
    """Whether a text before a bare code can be a name: it does not begin with a blank, and is no price and no formula."""
    if name[0].isspace() or re.match(r"[\d.,]+\s", name):
        return False
    return bool(_CHINESE.search(name)) or len(name.strip()) > 1


def _is_attempt(match: re.Match[str]) -> bool:
    """Whether a text that is shaped like a cashtag, but is none, was meant as one."""
    name = match["name"]
    if re.search(r"OTCFUND|[|\uff5c]|^\s*[A-Za-z]{2,8}:[A-Za-z0-9.]+\s*$", match["inside"]):
        return True
    return bool(_CHINESE.search(name)) and not name[0].isdigit() and not name[0].isspace()
