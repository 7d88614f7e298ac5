"""The one grammar of numbers, claims and columns: parses `012733 return 1y`. Used by `words` and by every block that asks.

EXPRESSION  SERIES MEASURE [WINDOW] [from D] [to D] [as of D | live] [as FORMAT]
CLAIM       EXPRESSION OPERATOR VALUE
COLUMN      MEASURE [WINDOW] [from D] [to D] [as FORMAT]

This is syntax alone. Whether there is such an instrument, measure, window or format, `blocks.question` checks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from builder.vocabulary import KINDS, WINDOWS

# e.g. "1y"; "7m" has the form of a window too, and is refused later as one that does not exist.
_WINDOW = re.compile("|".join([r"\d{1,3}[wmy]", *(name for name in WINDOWS if not name[0].isdigit())]))
CALENDAR_YEAR = "calendar-year"  # the measure whose window is a year, e.g. 2023
COLUMN_CLAUSES = ("window", "start", "end", "format")
_CLAUSES = (*COLUMN_CLAUSES, "as_of", "live")
_SPELLED = {"window": "window", "start": "from", "end": "to", "format": "as", "as_of": "as of", "live": "live"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MEASURE = re.compile(r"[a-z][a-z0-9-]*")
_OPERATORS = (">", ">=", "<", "<=", "=", "~")
_SIGNS = {"≥": ">=", "≤": "<=", "≈": "~"}  # read as well
_MISTAKEN = {"=>": ">=", "=<": "<=", "==": "=", "!=": "", "<>": "", "≠": ""}  # and what may be meant
_OPERATOR = re.compile("|".join(map(re.escape, (*_MISTAKEN, *sorted(_OPERATORS, key=len, reverse=True), *_SIGNS))))
# Full-width characters, as Chinese keyboards give them, are read as their ordinary forms. Each is one character, too.
_HALF_WIDTH = {**{point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_LONGEST_MEANT = 300  # characters
_VALUE = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?%?", re.ASCII)
_GRAMMAR = "SERIES MEASURE [WINDOW] [from D] [to D] [as of D | live] [as FORMAT], for example 012733 return 1y"


class ExpressionError(Exception):
    """An expression that cannot be parsed: where in its text (0-based), what is wrong, and what would be right."""

    def __init__(self, start: int, length: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.start, self.length, self.message, self.hint = start, max(1, length), message, hint


@dataclass(frozen=True, kw_only=True)
class Expression:
    """What an author asks of the numbers, as written. What is not written is empty."""

    series: str = ""  # e.g. "012733"; empty in a column, which asks the same of every series
    measure: str  # e.g. "return"
    window: str = ""  # e.g. "1y"
    start: str = ""  # ISO date
    end: str = ""  # ISO date, after `start`
    as_of: str = ""  # ISO date; never together with `live`
    live: bool = False
    format: str = ""  # e.g. "percent"

    @property
    def params(self) -> dict[str, Any]:
        """The fields as plain JSON, for a mark; `Expression(**params)` is the way back."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What an author claims: that a number compares so with a value."""

    left: Expression
    operator: str  # ">", ">=", "<", "<=", "=" or "~"
    value: float | str  # per cent as a ratio: 300% is 3.0; a date is its ISO text
    written: str  # the value as written, e.g. "300%"


def parse(text: str) -> Expression:
    """The expression of a number, e.g. "012733 return 1y". Raises ExpressionError."""
    text = half_width(text)
    words = _words(text)
    if len(words) < 2:
        missing = "a measure is missing after the series" if words else "the expression is empty"
        raise ExpressionError(words[0].start if words else 0, len(text.strip()), missing, f"write {_GRAMMAR}")
    series, measure, *rest = words
    if not _MEASURE.fullmatch(measure.text):
        raise ExpressionError(measure.start, len(measure.text), f"{measure.text} is not a measure", f"write {_GRAMMAR}")
    return Expression(
        series=series.text, measure=measure.text, **_clauses(rest, measure.text, _CLAUSES, len(text.rstrip()))
    )


def parse_column(text: str, *, clauses: Collection[str] = COLUMN_CLAUSES) -> Expression:
    """What a column of a table or chart asks of every series, e.g. "return 1y". Raises ExpressionError.

    `clauses` are the fields of an expression that may follow the measure.
    """
    text = half_width(text)
    words = _words(text)
    if not words:
        raise ExpressionError(0, 1, "a measure is missing", "for example return 1y")
    measure, *rest = words
    return Expression(measure=measure.text, **_clauses(rest, measure.text, clauses, len(text.rstrip())))


def parse_claim(text: str) -> Claim:
    """What stands in the braces of a claim, e.g. "NVDA return 1y > 300%". Raises ExpressionError."""
    text = half_width(text)
    operator = _OPERATOR.search(text)
    if operator is None:
        raise ExpressionError(
            0, len(text), "a claim needs an operator and a value", "write EXPRESSION > VALUE, for example > 300%"
        )
    if operator[0] in _MISTAKEN:
        meant = _MISTAKEN[operator[0]]
        hint = f"did you mean {meant}?" if meant else f"the operators are {' '.join(_OPERATORS)}"
        raise ExpressionError(operator.start(), len(operator[0]), f"{operator[0]} is not an operator", hint)
    left = parse(text[: operator.start()])
    value = _value(text, operator.end())
    sign = _SIGNS.get(operator[0], operator[0])
    return Claim(left=left, operator=sign, value=value, written=text[operator.end() :].strip())


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs in their ordinary form; every offset stays."""
    return text.translate(_HALF_WIDTH)


def looks_meant(text: str) -> bool:
    """Whether a text was meant as an expression or as the inside of a claim, right or wrong: `NVDA return 1y > 300%`.

    Prose, formulas (`x > 0`) and attributes (`width=300`) were not.
    """
    text = half_width(text[:_LONGEST_MEANT])
    operator = _OPERATOR.search(text)
    words = text[: operator.start() if operator else None].split()
    if operator:
        value = text[operator.end() :].strip()
        is_value = bool(_VALUE.fullmatch(value.replace(",", ""))) or bool(_DATE.fullmatch(value))
        return is_value and (len(words) > 1 or (bool(words) and value.endswith("%")))
    if len(words) < 2 or not _MEASURE.fullmatch(words[1]):
        return False
    if sum(character.isdigit() for character in words[0]) >= 3 or words[0].partition(":")[0].lower() in KINDS:
        return True
    return len(words) > 2 and (bool(_WINDOW.fullmatch(words[2])) or words[2] in ("from", "to", "as", "live"))


def is_date(text: str) -> bool:
    """Whether the text is a day of the calendar from 1900 on, written as 2024-02-19."""
    try:
        return bool(_DATE.fullmatch(text)) and date.fromisoformat(text).year >= 1900
    except ValueError:
        return False


@dataclass(frozen=True, kw_only=True)
class _Word:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _words(text: str) -> list[_Word]:
    return [_Word(text=match[0], start=match.start()) for match in re.finditer(r"\S+", text)]


def _clauses(words: Sequence[_Word], measure: str, allowed: Collection[str], text_end: int) -> dict[str, Any]:
    """The fields that the clauses after the measure fill, each at most once and none against another."""
    fields: dict[str, Any] = {}
    rest = list(words)
    while rest:
        key, value, count = _clause(rest, calendar=measure == CALENDAR_YEAR, text_end=text_end)
        start, length = rest[0].start, rest[count - 1].end - rest[0].start
        if key not in allowed:
            hint = f"only {', '.join(_SPELLED[clause] for clause in allowed)} may follow the measure"
            raise ExpressionError(start, length, f"{_SPELLED[key]} has no meaning here", hint)
        if key in fields:
            raise ExpressionError(start, length, f"{key.replace('_', ' ')} is given twice", "keep one of them")
        if {"live": "as_of", "as_of": "live"}.get(key) in fields:
            raise ExpressionError(start, length, "`as of` and `live` exclude each other", "keep one of them")
        fields[key] = value
        rest = rest[count:]
    if "window" in fields and "start" in fields:
        message = "a window and `from` contradict each other"
        raise ExpressionError(words[0].start, len(words[0].text), message, "keep one of them")
    if "start" in fields and "end" in fields and fields["start"] >= fields["end"]:
        start = words[0].start
        raise ExpressionError(start, text_end - start, "`from` must lie before `to`", "swap the dates, or change one")
    return fields


def _clause(words: Sequence[_Word], *, calendar: bool, text_end: int) -> tuple[str, str | bool, int]:
    """The field, its value and the number of words of the clause that the words begin with."""
    word = words[0]
    if word.text == "live":
        return "live", True, 1
    if word.text in ("from", "to"):
        return {"from": "start", "to": "end"}[word.text], _date(words, 1, text_end), 2
    if word.text == "as":
        if len(words) > 1 and words[1].text == "of":
            return "as_of", _date(words, 2, text_end), 3
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
        hint = f"{CALENDAR_YEAR} takes a year, for example {CALENDAR_YEAR} 2023"
    elif _WINDOW.fullmatch(word.text.lower()):
        hint = f"did you mean {word.text.lower()}?"
    elif _DATE.fullmatch(word.text):
        hint = f"did you mean as of {word.text}?"
    raise ExpressionError(word.start, len(word.text), f"{word.text} has no meaning here", hint)


def _date(words: Sequence[_Word], index: int, text_end: int) -> str:
    """The date that the word at this index is."""
    hint = "write it as 2024-02-19"
    if len(words) <= index:
        raise ExpressionError(text_end, 1, f"a date is missing after `{words[index - 1].text}`", hint)
    word = words[index]
    if not is_date(word.text):
        raise ExpressionError(word.start, len(word.text), f"{word.text} is not a date", hint)
    return word.text


def _value(text: str, start: int) -> float | str:
    """The value of a claim, which begins at or after this offset."""
    written = text[start:].strip()
    value_start = start + len(text[start:]) - len(text[start:].lstrip())
    if is_date(written):
        return written
    if not _VALUE.fullmatch(written):
        message = f"{written} is neither a number nor a date" if written else "a value is missing after the operator"
        raise ExpressionError(
            min(value_start, len(text)), len(written), message, "write 300%, -7.41%, 1.5 or 2024-02-19"
        )
    percent = written.endswith("%")
    return float(Decimal(written.rstrip("%")) / (100 if percent else 1))
