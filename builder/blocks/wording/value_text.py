"""How a value is shown by its unit and format, e.g. 0.0518 as "+5.18%"; every block and chart shows values by `text`."""

from __future__ import annotations

import math
import re

from builder.language.date_format import long_date
from builder.number_format import in_yi, money, number, percent, significant
from builder.vocabulary import RATIOS, UNITS

NOTHING = "--"

# What authors may write after `as`; some take a number of places, e.g. "percent1".
FORMATS = ("percent", "plain", "number", "yi", "date", "cn-date")
WITH_PLACES = ("percent", "number", "yi")
_DIGIT = re.compile("[1-9]").search
_NAME = re.compile(r"([a-z][a-z-]*?)([0-6]?)\Z")


def is_format(format: str) -> bool:
    """Whether a format is one that authors may write."""
    match = _NAME.match(format)
    return bool(match and match[1] in FORMATS and (not match[2] or match[1] in WITH_PLACES))


def fits(format: str, unit: str) -> bool:
    """Whether a known format can show a value of this unit."""
    match = _NAME.match(format)
    return match is not None and match[1] in UNITS[unit].formats


def text(
    value: float | str | None, unit: str, *, signed: bool = True, format: str = "", places: int | None = None
) -> str:
    """A value as readers see it, e.g. text(0.0518, "ratio") is "+5.18%"; "--" where there is none.

    `signed` is as the answer says: whether a ratio above 0 has a plus. `unit` is that of a measure or of a chart: "index100"
    is a level whose first value is 100, "plain" an author's own number. The number of places is that of the format,
    else `places`, else the unit's; money and plain numbers have their own.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return NOTHING
    if unit == "date":
        return long_date(str(value)) if format == "cn-date" else str(value)
    if isinstance(value, str):
        return value
    name, written = _name_and_places(format)
    places = written if written is not None else places
    if name == "yi":
        return in_yi(value, 2 if places is None else places)
    if name == "number":
        return number(value, 2 if places is None else places)
    if unit in RATIOS:
        signed = signed and name != "plain"
        return percent(value, places=places_of(unit) if places is None else places, signed=signed)
    if unit == "money":
        return money(value)
    if unit == "plain":
        return significant(value)
    return number(value, places_of(unit) if places is None else places)


def places_of(unit: str) -> int:
    """With how many decimal places a unit is shown; a ratio as a percentage."""
    return UNITS[unit].places


def direction(value: float | str | None, shown: str = "") -> str:
    """ "up", "down" or "flat": the sign of a change as it is shown, so that "0.00%" is flat; "" for what is not a number."""
    if value is None or isinstance(value, str) or not math.isfinite(value):
        return ""
    if shown and not _DIGIT(shown):
        return "flat"
    return "up" if value > 0 else "down" if value < 0 else "flat"


def _name_and_places(format: str) -> tuple[str, int | None]:
    match = _NAME.match(format) if format else None
    return (match[1], int(match[2]) if match[2] else None) if match else ("", None)
