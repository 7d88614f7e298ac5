"""A benchmark as a fund's contract words it, e.g. "沪深300指数收益率×95%+银行活期存款利率(税后)×5%". `benchmark` uses it.

Components stand between plus signs or on lines of their own, each with its weight before or behind it. Deposit rates that
are named by their term alone are the People's Bank's; with any other word their rate is not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

# Benchmark deposit rates a year, as they have been since this day.
RATES_SINCE = "2015-10-24"
_DEPOSIT_RATES = (
    ("活期", 0.0035),
    ("三个月|3个月", 0.011),
    ("六个月|半年|6个月", 0.013),
    ("一年|1年", 0.015),
    ("二年|两年|2年", 0.021),
    ("三年|3年", 0.0275),
)
_MARK = re.compile(r"[×*xX✕·∗]")
_PERCENT = re.compile(r"\d++(?:\.\d++)?%")
_HAS_PERCENT = re.compile(r"\d%")  # a percentage is somewhere
_RATE = re.compile(r"(?:固定)?(?:年化?|年)?(?:收益率|利率)?(\d++(?:\.\d++)?)%(?:\([^()年]*+年[^()]*+\))?")
_CASH = re.compile("存款|利率(?!债)|^现金(?!流)")  # 利率债 and 现金流 name indexes
# All that may stand in the name of a deposit without changing its rate: since 2008 interest is not taxed.
_DEPOSIT = re.compile(
    r"(?:中国人民银行|人民银行|央行|公布|发布|规定|实行|执行|的|同期|当期|同档次|人民币|金融机构|商业银行|银行|储蓄|存款"
    rf"|税[前后]|扣税后|整存整取|定期|基准|年?利率|年?收益率|[()]|期|{'|'.join(term for term, _ in _DEPOSIT_RATES)})+"
)
_ENDINGS = ("收益率", "涨跌幅", "指数")
_MOST_READINGS = 64


class Component(NamedTuple):
    """A part of a benchmark."""

    name: str  # as normalised, e.g. "沪深300"; of cash, its words
    weight: float  # e.g. 0.95
    is_cash: bool
    rate: float | None = None  # what cash earns a year; None where the words do not say it
    is_named_rate: bool = False  # the rate is not in the words: they name a deposit


def normalised(name: str) -> str:
    """An index's name without what makes no difference, e.g. "沪深300" for "沪深 300 指数收益率"."""
    short = re.sub(r"[\s“”\"'《》]", "", unicodedata.normalize("NFKC", name)).casefold()
    end = len(short)
    while ending := next((word for word in _ENDINGS if len(word) < end and short.endswith(word, 0, end)), ""):
        end -= len(ending)
    return short[:end]


@lru_cache(maxsize=1 << 12)  # the share classes of a fund have the same words
def components(words: str) -> tuple[Component, ...] | None:
    """The components of a benchmark; None where the words cannot be read with weights that add up to 1."""
    text = unicodedata.normalize("NFKC", words).strip().strip("。;")
    parts = [part.strip() for part in _split(text)]
    readings = [list(_readings(part, alone=len(parts) == 1)) for part in parts]
    if not all(parts) or not all(readings):
        return None
    fitting = {
        reading
        for reading in islice(product(*readings), _MOST_READINGS)
        if abs(sum(component.weight for component in reading) - 1) < 1e-9
    }
    return fitting.pop() if len(fitting) == 1 else None


def _split(text: str) -> Iterator[str]:
    """The text between plus signs, line ends and semicolons that are not in brackets; a plus at a line's end is one of them."""
    part, depth = "", 0
    for character in re.sub(r"\s*(?:<br\s*/?>|[;\n\r])+\s*", "\n", re.sub(r"[^\S\n\r]+", " ", text)):
        depth += (character == "(") - (character == ")")
        if depth <= 0 and character in "+\n":
            if part.strip():
                yield part
            part = ""
        else:
            part += character
    yield part


def _readings(part: str, *, alone: bool) -> Iterator[Component]:
    """The component that a part may be: a rate times a weight can be read either way."""
    marks = list(_MARK.finditer(part))
    for mark in dict.fromkeys((*marks[:1], *marks[-1:])):  # a weight is at an end of the part
        before, behind = part[: mark.start()].strip(), part[mark.end() :].strip()
        for name, weight in ((before, behind), (behind, before)):
            if name and _PERCENT.fullmatch(weight):
                yield _component(name, float(weight[:-1]) / 100)
    if alone and not (marks and _HAS_PERCENT.search(part)):
        yield _component(part, 1.0)


def _component(name: str, weight: float) -> Component:
    bare = name.strip("()") if name.startswith("(") and name.endswith(")") else name
    if rate := _RATE.fullmatch(re.sub(r"\s", "", bare)):
        return Component(name=bare, weight=weight, is_cash=True, rate=float(rate[1]) / 100)
    if not _CASH.search(bare):
        return Component(name=normalised(bare), weight=weight, is_cash=False)
    words = re.sub(r"\s", "", bare)
    terms = [term for known, _ in _DEPOSIT_RATES for term in re.findall(known, words)]
    is_deposit = len(terms) == 1 and "存款" in words and _DEPOSIT.fullmatch(words)
    named = next(rate for term, rate in _DEPOSIT_RATES if re.search(term, words)) if is_deposit else None
    return Component(name=bare, weight=weight, is_cash=True, rate=named, is_named_rate=named is not None)
