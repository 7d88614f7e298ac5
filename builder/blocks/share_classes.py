"""Which funds are share classes of one fund, and the letter of a class: cards and tables of funds show classes together."""

from __future__ import annotations

import re

from builder.model import Instrument

_CLASS = re.compile(r"([A-Z])(?:类|份额|类份额)?\Z")
_CURRENCY = re.compile("人民币|美元(?!债)|港币|港元|欧元|英镑|日元")


def are_classes(first: Instrument, second: Instrument) -> bool:
    """Whether two instruments are the same, or share classes of one fund: by `parent`, or by names alike but for the
    class's letter."""
    if first.id == second.id:
        return True
    if first.kind != "fund" or second.kind != "fund":
        return False
    parents = [fund.facts.get("parent") or fund.code for fund in (first, second)]
    if parents[0] == parents[1]:
        return True
    stems = [stem_of(fund.name) for fund in (first, second)]
    return stems[0] == stems[1] and all(class_of(fund.name) for fund in (first, second))


def class_of(name: str) -> str:
    """The letter of a share class, e.g. "A" of "示例AI联接A"; "" where the name ends with none."""
    match = _CLASS.search(name)
    return match[1] if match else ""


def currency_of(name: str) -> str:
    """The currency that a class's name ends on, e.g. "美元" of "示例全球美元A"; "" where it names none."""
    return next(reversed(_CURRENCY.findall(name)), "")


def stem_of(name: str) -> str:
    """A fund's name without the letter of its class, e.g. "示例AI联接"."""
    return _CLASS.sub("", name)
