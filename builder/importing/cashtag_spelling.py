"""Writes every spelling of a cashtag in the one of the documents, e.g. `$名(OTCFUND|012733)$`. Used by `briefing_text`."""

from __future__ import annotations

import re
import unicodedata

from builder.blocks.resolve_instrument import candidates, is_called
from builder.model import Directory, Instrument
from builder.vocabulary import FUND_MARKET, MARKETS
from builder.words.marks.find_marks import find_marks
from builder.words.source_text import SourceText

_NAMED = re.compile(
    r"(?P<name>[^\s$()\uff08\uff09,\uff0c;\uff1b:\uff1a、|]{2,60}?)\s*[(\uff08]\s*(?:OTCFUND[|\uff5c])?(?P<code>\d{6})(?:\.OF)?\s*[)\uff09]"
)


def with_usual_cashtags(text: str, directory: Directory | None) -> str:
    """The text with its cashtags in the usual spelling. A paragraph that is only a fund's name and code becomes one, where the
    catalogue has both."""
    source = SourceText(path="", text=text)
    pieces, done = [], 0
    for mark in find_marks(source, 0).marks:
        if mark.block == "cashtag":
            params = mark.params
            usual = _usual(str(params["name"]), str(params["market"]), str(params["code"]), directory)
            pieces += [text[done : mark.start], usual]
            done = mark.end
    text = "".join([*pieces, text[done:]])
    return "\n".join(_named_fund(line, directory) for line in text.split("\n")) if directory else text


def _usual(name: str, market: str, code: str, directory: Directory | None) -> str:
    name = unicodedata.normalize("NFKC", " ".join(name.split())) if name.isascii() else " ".join(name.split())
    known = MARKETS.get(market)
    if market in (FUND_MARKET, "OF"):
        return f"${name}({FUND_MARKET}|{code})$"
    if market and known and known.before_code:
        return f"${name}({market}{code})$"
    if market and known and known.behind_code:
        return f"${name}({code}.{market})$"
    fund = _fund(name, code, directory)
    return f"${name}({FUND_MARKET}|{code})$" if fund else f"${name}({code})$"


def _named_fund(line: str, directory: Directory | None) -> str:
    match = _NAMED.fullmatch(line.strip().removeprefix("- "))
    if match and (fund := _fund(match["name"], match["code"], directory)):
        return f"${match['name']}({FUND_MARKET}|{fund.code})$"
    return line


def _fund(name: str, code: str, directory: Directory | None) -> Instrument | None:
    """The fund of this code and name, where the catalogue has it."""
    if directory is None or len(code) != 6:
        return None
    funds = [each for each in candidates(code, directory) if each.kind == "fund" and is_called(each, name)]
    return funds[0] if funds else None
