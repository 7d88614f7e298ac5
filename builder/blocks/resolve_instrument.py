"""A series as an author writes it in, the one instrument of the catalogue that it means out, or a problem.

`012733`, `fund:012733`, `index:930713`, `NVDA`, `NVDA.US`, `SH600519`, `00700.HK`: any case. Six digits may be a fund,
an index and a stock at once; that is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from builder.model import Directory, Instrument
from builder.problem import Failed, Problem
from builder.vocabulary import KINDS, MARKETS

_PREFIXED = re.compile(rf"({'|'.join(market.name for market in MARKETS.values() if market.before_code)})(\d{{4,6}})\Z")
_SUFFIXED = re.compile(rf"(.+)\.({'|'.join(market.name for market in MARKETS.values() if market.behind_code)})\Z")


def find(text: str, directory: Directory, *, market: str = "", name: str = "") -> Instrument:
    """The instrument that a written series means. A name given with it may settle which of several is meant.

    Raises Failed with one unplaced problem: `unknown-series` or `ambiguous-series`.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    found = candidates(written, directory, market=market)
    if len(found) > 1 and name:
        called = [one for one in found if is_called(one, name)]
        found = called if len(called) == 1 else found
    if len(found) == 1:
        return found[0]
    if found:
        choices = ", ".join(f"{one.id} ({one.name})" for one in found)
        message = f"{written} is the code of {len(found)} instruments"
        raise Failed([Problem(id="ambiguous-series", message=message, hint=f"write one of {choices}")])
    raise Failed([_unknown(written, directory, market=market, name=name)])


def candidates(written: str, directory: Directory, *, market: str = "") -> list[Instrument]:
    """Every instrument that a written series can mean, funds first."""
    kind, colon, code = written.partition(":")
    if colon:
        return [one for one in _coded(code.strip(), directory) if one.kind == kind.strip().lower()]
    upper = written.upper()
    exact = _coded(written, directory)
    if not exact and (match := _PREFIXED.match(upper)):
        market, exact = match[1], _coded(match[2], directory)
    elif not exact and (match := _SUFFIXED.match(upper)):
        market, exact = match[2], _coded(match[1], directory)
    return [one for one in exact if _listed(one, market.upper())]


def is_called(instrument: Instrument, name: str) -> bool:
    """Whether a name is one of the instrument's: full, short or other, whatever the width of its letters and spaces."""
    facts = instrument.facts
    others = re.split(r"[|;]", facts.get("aliases", ""))
    known = (instrument.name, facts.get("short_name", ""), *others)
    return _folded(name) in {_folded(one) for one in known if one.strip()}


def _coded(code: str, directory: Directory) -> list[Instrument]:
    ids = directory.by_code.get(code.lower(), ())
    order = list(KINDS)
    return sorted((directory.instruments[one] for one in ids), key=lambda one: order.index(one.kind))


def _listed(instrument: Instrument, market: str) -> bool:
    """Whether a market can list an instrument: SH000001 is an index, SZ000001 a stock, and neither the fund 000001."""
    if market not in MARKETS:
        return True
    kinds, numbered = MARKETS[market].kinds, MARKETS[market].code_prefixes
    if not numbered:
        return instrument.kind in kinds
    by_code = (kind for kind, prefixes in numbered if instrument.code.startswith(prefixes))
    return instrument.kind == next(by_code, kinds[0])


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _unknown(written: str, directory: Directory, *, market: str, name: str) -> Problem:
    kind, colon, code = written.partition(":")
    code = code if colon else written
    wanted = (
        (kind.strip().lower(),)
        if colon
        else MARKETS[market.upper()].kinds
        if market.upper() in MARKETS
        else tuple(KINDS)
    )
    word = wanted[0] if len(wanted) == 1 and wanted[0] in KINDS else "instrument"
    if colon and wanted[0] not in KINDS:
        hint = f"a series is one of {', '.join(f'{one}:CODE' for one in KINDS)}"
        return Problem(id="unknown-series", message=f"no kind of series is called {kind}", hint=hint)
    message = f"no {word} has the code {code}" if code else "the code of a series is missing"
    pool = [one for one in directory.instruments.values() if one.kind in wanted]
    others = [one for one in directory.instruments.values() if one.code.lower() == code.lower()]
    hint = suggestion(code, pool, name=name) or ", ".join(f"there is {one.id} ({one.name})" for one in others)
    return Problem(id="unknown-series", message=message, hint=hint)


def suggestion(written: str, pool: Sequence[Instrument], *, name: str = "") -> str:
    """What an author may have meant, e.g. "did you mean 012734 (…)?"; "" where nothing is near."""
    from rapidfuzz import fuzz, process

    called = [one for one in pool if name and is_called(one, name)]
    if called:
        return f"did you mean {called[0].code} ({called[0].name})?"
    best: tuple[float, Instrument] | None = None
    for texts in ([one.code.lower() for one in pool], [one.name.lower() for one in pool]):
        near = process.extractOne(written.lower(), texts, scorer=fuzz.ratio, score_cutoff=60)
        if near and (best is None or near[1] > best[0]):
            best = (near[1], pool[near[2]])
    return f"did you mean {best[1].code} ({best[1].name})?" if best else ""


def nearest(written: str, choices: Sequence[str]) -> str:
    """The hint for a word that is none of the choices: the nearest, or all of them."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(written.lower(), list(choices), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {near[0]}?" if near else f"one of {', '.join(choices)}"
