"""A subject in, its whole history as one short text out: what a fund's page draws other stretches of time from.

A file is made of it for every fund at every refresh, so it is written from the arrays at once: 0.1 ms for five years.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from builder.model import Answer, Ask
from builder.numbers.measures.subject import Subject, last_row
from builder.numbers.series.day_numbers import iso
from builder.numbers.series.series import Values

FEW, MANY = 4, 7  # decimals: as NAVs are published, and where what was paid out is chained in
_EXACT = 1e-6  # of the last decimal


def track(subject: Subject, ask: Ask) -> Answer:
    """The adjusted values up to the cut-off as JSON without its braces: `"start":"2022-03-14","steps":[0,1,3],
    "places":4,"values":[10000,10012,9987]`.

    `steps` are days, each from the one before, the first from `start`; a value is divided by 10 to the power of `places`.
    They are exact where the history has no payments, else right to seven decimals.
    """
    last = last_row(subject, ask)
    if isinstance(last, str) or subject.series is None:
        return subject.answer(None, "track", note=str(last))
    days, values = subject.series.days[: last + 1], subject.series.adjusted[: last + 1]
    places = _places(values)
    whole = np.rint(values * 10.0**places).astype(np.int64).tolist()
    start = iso(int(days[0]))
    text = f'"start":"{start}","steps":{_steps(days.tobytes())},"places":{places},"values":{_spelled(whole)}'
    return subject.answer(text, "track", start=start, end=iso(int(days[-1])))


def _places(values: Values) -> int:
    scaled = values * 10.0**FEW
    return FEW if float(np.abs(scaled - np.rint(scaled)).max()) < _EXACT else MANY


@lru_cache(maxsize=256)
def _steps(days: bytes) -> str:
    """Most funds have the days of their calendar: these are spelled once."""
    found = np.frombuffer(days, dtype=np.int32)
    return _spelled(np.diff(found, prepend=found[:1]).tolist())


def _spelled(numbers: list[int]) -> str:
    return str(numbers).replace(" ", "")
