"""The text of an expression or a claim in, the plain parameters of its mark out. Syntax only: names are checked later.

SERIES MEASURE [WINDOW] [from D] [to D] [as of D | live] [as FORMAT]
EXPRESSION OP VALUE
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from builder.vocabulary import WINDOWS

# e.g. "1y"; "7m" has the form of a window too, and is refused later as one that does not exist.
_WINDOW = re.compile("|".join([r"\d{1,3}[wmy]", *(name for name in WINDOWS if not name[0].isdigit())]))
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_OPERATOR = re.compile(r">=|<=|>|<|=|~|≥|≤|≈|＞|＜|＝")
_OPERATORS = (">", ">=", "<", "<=", "=", "~")
_VALUE = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?%?")
_GRAMMAR = "SERIES MEASURE [WINDOW] [from D] [to D] [as of D | live] [as FORMAT], for example 012733 return 1y"
_ASCII = {"≥": ">=", "≤": "<=", "≈": "~", "＞": ">", "＜": "<", "＝": "="}


class ExpressionError(Exception):
    """An expression that cannot be read: where in its text, what is wrong, and what would be right."""

    def __init__(self, start: int, length: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.start, self.length, self.message, self.hint = start, max(1, length), message, hint


@dataclass(frozen=True, kw_only=True)
class _Word:
    text: str
    start: int


def number(text: str) -> dict[str, Any]:
    """The parameters of a `number` mark: what "{{ … }}" asks for. Raises MisreadError."""
    words = [_Word(text=match[0], start=match.start()) for match in re.finditer(r"\S+", text)]
    if len(words) < 2:
        missing = "a measure is missing after the series" if words else "the expression is empty"
        raise ExpressionError(words[0].start if words else 0, len(text.strip()), missing, f"write {_GRAMMAR}")
    series, measure, *rest = words
    if not _NAME.fullmatch(measure.text):
        raise ExpressionError(measure.start, len(measure.text), f"{measure.text} is not a measure", f"write {_GRAMMAR}")
    found = {"series": series.text, "measure": measure.text, "window": "", "start": "", "end": "", "as_of": ""}
    tail = _tail(rest, calendar=measure.text == "calendar-year", end=len(text.rstrip()))
    if tail.get("window") and tail.get("start"):
        raise ExpressionError(
            rest[0].start, len(rest[0].text), "a window and `from` contradict each other", "keep one of them"
        )
    if tail.get("start") and tail.get("end") and tail["start"] > tail["end"]:
        raise ExpressionError(
            rest[0].start, len(text.rstrip()) - rest[0].start, "`from` is later than `to`", "swap the dates"
        )
    return {**found, "live": False, "format": "", **tail, "expression": " ".join(word.text for word in words)}


def _tail(words: list[_Word], *, calendar: bool, end: int) -> dict[str, Any]:
    """What follows series and measure, clause by clause."""
    found: dict[str, Any] = {}
    while words:
        key, value, used = _clause(words, calendar=calendar, end=end)
        span = words[used - 1].start + len(words[used - 1].text) - words[0].start
        clash = {"live": "as_of", "as_of": "live"}.get(key, "")
        if key in found or clash in found:
            both = (
                f"{key.replace('_', ' ')} stands here twice"
                if key in found
                else "`as of` and `live` exclude each other"
            )
            raise ExpressionError(words[0].start, span, both, "keep one of them")
        found[key] = value
        words = words[used:]
    return found


def _clause(words: list[_Word], *, calendar: bool, end: int) -> tuple[str, Any, int]:
    """The name, the value and the number of words of the clause that the words begin with."""
    word = words[0]
    if word.text == "live":
        return "live", True, 1
    if word.text in ("from", "to"):
        return {"from": "start", "to": "end"}[word.text], _date(words, 1, end), 2
    if word.text == "as":
        if len(words) > 1 and words[1].text == "of":
            return "as_of", _date(words, 2, end), 3
        if len(words) < 2:
            raise ExpressionError(
                word.start, 2, "`as` needs `of` and a date, or a format", "for example as of 2024-02-19"
            )
        return "format", words[1].text, 2
    if _WINDOW.fullmatch(word.text) or (calendar and _YEAR.fullmatch(word.text)):
        return "window", word.text, 1
    *shorter, longest = WINDOWS
    hint = f"a window is {', '.join(shorter)} or {longest}; then from D, to D, as of D, live, as FORMAT"
    if calendar:
        hint = "calendar-year takes a year, for example calendar-year 2023"
    elif _WINDOW.fullmatch(word.text.lower()):
        hint = f"did you mean {word.text.lower()}?"
    elif _DATE.fullmatch(word.text):
        hint = f"did you mean as of {word.text}?"
    raise ExpressionError(word.start, len(word.text), f"{word.text} has no meaning here", hint)


def _date(words: list[_Word], at: int, end: int) -> str:
    if len(words) <= at:
        raise ExpressionError(end, 1, f"a date is missing after `{words[at - 1].text}`", "write it as 2024-02-19")
    word = words[at]
    if not is_date(word.text):
        raise ExpressionError(word.start, len(word.text), f"{word.text} is not a date", "write it as 2024-02-19")
    return word.text


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar, as 2024-02-19."""
    try:
        return bool(_DATE.fullmatch(text)) and text.isascii() and date.fromisoformat(text).year >= 1900
    except ValueError:
        return False


def claim(text: str) -> dict[str, Any]:
    """The parameters of a `claim` mark but for its words: "EXPRESSION OP VALUE". Raises MisreadError."""
    operator = _OPERATOR.search(text)
    if operator is None:
        raise ExpressionError(
            0, len(text), "a claim needs an operator and a value", "write EXPRESSION > VALUE, for example > 300%"
        )
    if operator[0] not in _OPERATORS:
        hint = f"did you mean {_ASCII[operator[0]]}?"
        raise ExpressionError(operator.start(), 1, f"{operator[0]} is not an operator", hint)
    left = number(text[: operator.start()])
    return {
        "left": left,
        "op": operator[0],
        "value": _value(text, operator.end()),
        "expression": " ".join(text.split()),
    }


def _value(text: str, start: int) -> float | str:
    """A number, per cent as a ratio (300% is 3.0), or an ISO date as text."""
    written = text[start:].strip()
    at = start + len(text[start:]) - len(text[start:].lstrip())
    if is_date(written):
        return written
    if not (_VALUE.fullmatch(written) and written.isascii()):
        what = f"{written} is neither a number nor a date" if written else "a value is missing after the operator"
        raise ExpressionError(min(at, len(text)), len(written), what, "write 300%, -7.41%, 1.5 or 2024-02-19")
    percent = written.endswith("%")
    return float(Decimal(written.rstrip("%")) / (100 if percent else 1))
