"""The text of a value by its unit, and the formats that authors may write: every block and chart shows values by `text`."""

from __future__ import annotations

import math
import re

from builder.number_format import YI, decimal, money, number, percent, significant
from builder.vocabulary import UNITS

NOTHING = "--"

# What authors may write behind `as`; N is a number of places, e.g. "percent1".
FORMATS = ("percent", "plain", "number", "yi", "date", "cn-date")
PLACED = ("percent", "number", "yi")  # take a number of places
_FIGURE = re.compile("[1-9]").search
_NAME = re.compile(r"([a-z][a-z-]*?)([0-6]?)\Z")


def known(format: str) -> bool:
    """Whether a format is one that authors may write."""
    match = _NAME.match(format)
    return bool(match and match[1] in FORMATS and (not match[2] or match[1] in PLACED))


def fits(format: str, unit: str) -> bool:
    """Whether a known format can show a value of this unit."""
    match = _NAME.match(format)
    return match is not None and match[1] in UNITS[unit].formats


def text(
    value: float | str | None, unit: str, *, signed: bool = True, format: str = "", places: int | None = None
) -> str:
    """A value as readers see it, e.g. text(0.0518, "ratio") is "+5.18%"; "--" where there is none.

    `signed` is as the answer says: whether a ratio above 0 has a plus. `unit` is that of a measure, or of a chart:
    "index100" is a level whose first value is 100, "plain" a number whose meaning only its author knows. `places` are
    those of the unit if neither they nor the format say otherwise; money and plain numbers choose their own.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if unit == "date":
        return cn_date(str(value)) if format == "cn-date" else str(value)
    if isinstance(value, str):
        return value
    name, written = _parts(format)
    places = written if written is not None else places
    if name == "yi":
        return f"{number(decimal(value) / YI, 2 if places is None else places)}亿"
    if name == "number":
        return number(value, 2 if places is None else places)
    if unit == "ratio":
        signed = signed and name != "plain"
        return percent(value, places=2 if places is None else places, signed=signed)
    if unit == "money":
        return money(value)
    if unit == "plain":
        return significant(value)
    return number(value, places_of(unit) if places is None else places)


def places_of(unit: str) -> int:
    """With how many places a unit is shown; a ratio as a percentage."""
    return UNITS[unit].places


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


def _parts(format: str) -> tuple[str, int | None]:
    match = _NAME.match(format) if format else None
    return (match[1], int(match[2]) if match[2] else None) if match else ("", None)
