"""How a number is rounded and spelled: the only place where a number becomes text. Pages, charts and messages use it.

Halves round away from zero on the decimal spelling of the value, without the noise of its computation: 0.00035 is 0.04 %,
whatever binary fractions make of it. The minus is the ASCII hyphen, which readers can type into a search box. What rounds to
nothing has no sign.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise

from builder.language import translate

YI, WAN = Decimal(100_000_000), Decimal(10_000)
# What binary fractions leave of a quotient of decimals lies behind so many decimals, of a large one behind so many digits.
NOISE, DIGITS = 12, 14
_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)  # digits for any float


def decimal(value: float | Decimal) -> Decimal:
    """A number as its shortest decimal spelling has it."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def exact(value: float) -> Decimal:
    """A computed number as a decimal, e.g. 0.1 for 1.1 / 1.0 - 1, which in binary fractions is 0.10000000000000009."""
    spelled = decimal(value)
    last = max(-NOISE, min(spelled.adjusted() - DIGITS, -2))
    return (
        spelled.quantize(Decimal(1).scaleb(last), context=_CONTEXT)
        if int(spelled.as_tuple().exponent) < last
        else spelled
    )


def rounded(value: float | Decimal, places: int) -> Decimal:
    """A number rounded to some places, halves away from zero; never a minus zero."""
    number = (value if isinstance(value, Decimal) else exact(value)).quantize(
        Decimal(1).scaleb(-places), context=_CONTEXT
    )
    return number or abs(number)


def number(value: float | Decimal, places: int) -> str:
    """A number with some places, e.g. "1,399.18"."""
    return f"{rounded(value, places):,}"


def percent(value: float, *, places: int = 2, signed: bool = True) -> str:
    """A ratio as a percentage, e.g. 0.0518 is "+5.18%"."""
    if places == 2 and 1 < abs(hundredths := value * 1e4) < 1e5 and abs(hundredths % 1 - 0.5) > 1e-6:
        # A refresh spells tens of thousands. Far from a half, binary fractions round as the decimals do.
        return f"{hundredths / 100:+.2f}%" if signed else f"{hundredths / 100:.2f}%"
    shown = rounded(exact(value).scaleb(2), places)
    return f"{shown:+,}%" if signed and shown else f"{shown:,}%"


def money(value: float) -> str:
    """An amount in yuan in the unit that its size asks for, e.g. "12.34亿元"."""
    amount = decimal(value)
    sizes = [
        written.split(" ", 1) for written in translate("1e8 {amount}亿元|1e4 {amount}万元|1 {amount}元").split("|")
    ]
    for (size, words), (smaller, _) in pairwise(sizes):
        # What rounds to a whole larger unit is told in that: 1.00亿元, not 10,000.00万元.
        if abs(rounded(amount / Decimal(smaller), 2)) >= Decimal(size) / Decimal(smaller):
            return words.format(amount=number(amount / Decimal(size), 2))
    return sizes[-1][1].format(amount=number(amount, 2))


def in_yi(value: float, places: int) -> str:
    """A number in hundreds of millions, e.g. "2.31亿"; in English, which does not count so, in billions."""
    size, words = translate("1e8 {amount}亿").split(" ", 1)
    return words.format(amount=number(decimal(value) / Decimal(size), places))


def axis_sizes() -> list[tuple[str, str, str]]:
    """How large numbers are shortened on an axis: from which value on, by what they are divided, and the word behind them, e.g.
    ("1e5", "1e4", "万")."""
    sizes = (written.split(" ") for written in translate("1e8 1e8 亿,1e5 1e4 万").split(","))
    return [(least, size, word) for least, size, word in sizes]


def significant(value: float, digits: int = 6) -> str:
    """A number of which only the author knows what it means: some significant digits without trailing zeros, e.g. "1,234.5"."""
    exact = decimal(value)
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    return f"{float(exact.quantize(step, context=_CONTEXT)) + 0.0:,.{digits}g}"  # + 0.0: no minus zero


def spelled(value: float) -> str:
    """A number as a data file spells it: ten significant digits, ungrouped, e.g. "1234.5"."""
    return f"{value:.10g}"
