"""A value and its unit in, the text that readers see out: the only place where a number becomes text.

Rounding is half up on the decimal spelling of the value, so that 0.00125 as a percentage with one place is 0.1 and not
what binary fractions make of it. The minus is the ASCII hyphen, which readers can type into a search box.
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

NOTHING = "--"
YI, WAN = Decimal(100_000_000), Decimal(10_000)

# Ratios that are no change of value, and so carry no plus.
UNSIGNED = frozenset({"volatility", "drawdown", "tracking-error", "fee", "holdings", "sectors", "assets"})

# Measures whose direction matters: coloured, with sign, in tables and cards.
CHANGES = frozenset(
    {
        "change",
        "return",
        "price-return",
        "annualised",
        "calendar-year",
        "benchmark-return",
        "excess-return",
        "since-publication",
    }
)

# What authors may write behind `as`, and the units it goes with; N is a number of places, e.g. "percent1".
FORMATS: dict[str, tuple[str, ...]] = {
    "percent": ("ratio",),
    "plain": ("ratio", "nav", "points", "price", "money", "number", "date", "text"),
    "number": ("ratio", "nav", "points", "price", "money", "number"),
    "yi": ("money", "number"),
    "date": ("date",),
    "cn-date": ("date",),
}
PLACED = ("percent", "number", "yi")  # take a number of places
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(7))
_PLACES = {"percent": 2, "nav": 4, "points": 2, "price": 2, "number": 2, "yi": 2}
_FIGURE = re.compile("[1-9]").search
_NAME = re.compile(r"([a-z][a-z-]*?)([0-6]?)\Z")


def known(format: str) -> bool:
    """Whether a format is one that authors may write."""
    match = _NAME.match(format)
    return bool(match and match[1] in FORMATS and (not match[2] or match[1] in PLACED))


def fits(format: str, unit: str) -> bool:
    """Whether a known format can show a value of this unit."""
    match = _NAME.match(format)
    return match is not None and unit in FORMATS[match[1]]


def text(value: float | str | None, unit: str, *, measure: str = "", format: str = "") -> str:
    """A value as readers see it, e.g. text(0.0518, "ratio", measure="return") is "+5.18%"; "--" where there is none."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if unit == "date":
        return cn_date(str(value)) if format == "cn-date" else str(value)
    if isinstance(value, str):
        return value
    name, places = _parts(format)
    if name == "yi":
        return f"{rounded(_decimal(value) / YI, 2 if places is None else places):,}亿"
    if name == "number":
        return f"{rounded(value, 2 if places is None else places):,}"
    if unit == "ratio":
        signed = measure not in UNSIGNED and name != "plain"
        return percent(value, places=2 if places is None else places, signed=signed)
    if unit == "money":
        return money(value)
    return f"{rounded(value, _PLACES.get(unit, 2)):,}"


def percent(value: float, *, places: int = 2, signed: bool = True) -> str:
    """A ratio as a percentage, e.g. 0.0518 is "+5.18%"; what rounds to nothing has no sign."""
    if places == 2 and 1 < abs(hundredths := value * 1e4) < 1e5 and abs(hundredths % 1 - 0.5) > 1e-6:
        # A refresh spells tens of thousands. Far from a half, binary fractions round as the decimals do.
        return f"{hundredths / 100:+.2f}%" if signed else f"{hundredths / 100:.2f}%"
    number = rounded(_decimal(value).scaleb(2), places)
    if number.is_zero():
        return f"{abs(number)}%"
    return f"{number:+,}%" if signed else f"{number:,}%"


def money(value: float) -> str:
    """An amount in yuan in the unit that its size asks for, e.g. "12.34亿元"."""
    amount = _decimal(value)
    if abs(amount) >= YI:
        return f"{rounded(amount / YI, 2):,}亿元"
    if abs(amount) >= WAN:
        return f"{rounded(amount / WAN, 2):,}万元"
    return f"{rounded(amount, 2):,}元"


def cn_date(iso: str) -> str:
    """An ISO date as Chinese prose has it, e.g. "2024年2月19日"."""
    year, month, day = iso[:10].split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"


def direction(value: float | str | None, shown: str = "") -> str:
    """ "up", "down" or "flat": where a change goes, as its shown digits tell; "" for what is no number."""
    if value is None or isinstance(value, str) or not math.isfinite(value):
        return ""
    if shown and not _FIGURE(shown):
        return "flat"
    return "up" if value > 0 else "down" if value < 0 else "flat"


def rounded(value: float | Decimal, places: int) -> Decimal:
    """A number rounded half up to some places."""
    return _decimal(value).quantize(_STEPS[places], rounding=ROUND_HALF_UP)


def _decimal(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def _parts(format: str) -> tuple[str, int | None]:
    match = _NAME.match(format) if format else None
    return (match[1], int(match[2]) if match[2] else None) if match else ("", None)
