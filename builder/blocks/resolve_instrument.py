"""Which instrument an author means by a series, e.g. `012733`; used wherever authors name a fund, an index or a stock.

A series is written as `012733`, `fund:012733`, `index:930713`, `NVDA`, `NVDA.US`, `SH600519` or `00700.HK`, in any case.
Six digits may be a fund, an index and a stock at once: then the author must say which.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from builder.model import Directory, Instrument
from builder.problem import Failed, Problem
from builder.suggest import nearest
from builder.vocabulary import KINDS, MARKETS, alias_names

_PREFIXED = re.compile(rf"({'|'.join(market.name for market in MARKETS.values() if market.before_code)})(\d{{4,6}})\Z")
_SUFFIXED = re.compile(rf"(.+)\.({'|'.join(market.name for market in MARKETS.values() if market.behind_code)})\Z")


def find(text: str, directory: Directory, *, market: str = "", name: str = "") -> Instrument:
    """The instrument that a written series means. A name written beside it may decide between several.

    Raises Failed with one problem without a place: `unknown-series` or `ambiguous-series`.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    matches = candidates(written, directory, market=market)
    if len(matches) > 1 and name:
        named = [match for match in matches if is_called(match, name)]
        matches = named if len(named) == 1 else matches
    if len(matches) == 1:
        return matches[0]
    if matches:
        choices = ", ".join(f"{match.id} ({match.name})" for match in matches)
        message = f"{written} is the code of {len(matches)} instruments"
        raise Failed([Problem(id="ambiguous-series", message=message, hint=f"write one of {choices}")])
    raise Failed([_unknown(written, directory, market=market, name=name)])


def candidates(written: str, directory: Directory, *, market: str = "") -> list[Instrument]:
    """Every instrument that a written series can mean, funds first."""
    kind, colon, code = written.partition(":")
    if colon:
        return [match for match in _with_code(code.strip(), directory) if match.kind == kind.strip().lower()]
    upper = written.upper()
    matches = _with_code(written, directory)
    if not matches and (prefixed := _PREFIXED.match(upper)):
        market, matches = prefixed[1], _with_code(prefixed[2], directory)
    elif not matches and (suffixed := _SUFFIXED.match(upper)):
        market, matches = suffixed[2], _with_code(suffixed[1], directory)
    return [match for match in matches if _is_listed(match, market.upper())]


def is_called(instrument: Instrument, name: str) -> bool:
    """Whether a name is one of the instrument's: full, short or other, whatever the width of its letters and spaces."""
    facts = instrument.facts
    known = (instrument.name, facts.get("short_name", ""), *alias_names(facts.get("aliases", "")))
    return _folded(name) in {_folded(text) for text in known if text.strip()}


def _with_code(code: str, directory: Directory) -> list[Instrument]:
    order = list(KINDS)
    instruments = (directory.instruments[id_] for id_ in directory.by_code.get(code.lower(), ()))
    return sorted(instruments, key=lambda instrument: order.index(instrument.kind))


def _is_listed(instrument: Instrument, market: str) -> bool:
    """Whether a market can list an instrument: SH000001 is an index, SZ000001 a stock, and neither the fund 000001."""
    if market not in MARKETS:
        return True
    kinds, code_prefixes = MARKETS[market].kinds, MARKETS[market].code_prefixes
    if not code_prefixes:
        return instrument.kind in kinds
    by_code = (kind for kind, prefixes in code_prefixes if instrument.code.startswith(prefixes))
    return instrument.kind == next(by_code, kinds[0])


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _unknown(written: str, directory: Directory, *, market: str, name: str) -> Problem:
    kind, colon, code = written.partition(":")
    code = code if colon else written
    kinds = MARKETS[market.upper()].kinds if market.upper() in MARKETS else tuple(KINDS)
    kinds = (kind.strip().lower(),) if colon else kinds
    if colon and kinds[0] not in KINDS:
        hint = f"a series is one of {', '.join(f'{known}:CODE' for known in KINDS)}"
        return Problem(id="unknown-series", message=f"no kind of series is called {kind}", hint=hint)
    noun = kinds[0] if len(kinds) == 1 else "instrument"
    message = f"no {noun} has the code {code}" if code else "the code of a series is missing"
    instruments = directory.instruments.values()
    suggestion = _suggestion(code, (each for each in instruments if each.kind in kinds), name)
    same_code = [each for each in instruments if each.code.lower() == code.lower()]
    hint = suggestion or ", ".join(f"there is {each.id} ({each.name})" for each in same_code)
    return Problem(id="unknown-series", message=message, hint=hint)


def _suggestion(written: str, instruments: Iterable[Instrument], name: str) -> str:
    """What the author may have meant by a code or name, e.g. "did you mean 012734 (…)?"; "" where nothing is near."""
    by_text: dict[str, Instrument] = {}
    for instrument in instruments:
        if name and is_called(instrument, name):
            return f"did you mean {instrument.code} ({instrument.name})?"
        by_text.setdefault(instrument.code.lower(), instrument)
        by_text.setdefault(instrument.name.lower(), instrument)
    match = by_text.get(nearest(written.lower(), by_text))
    return f"did you mean {match.code} ({match.name})?" if match else ""
