"""The `<data>` element of a number: every number on the site is one.

Other programs rely on its attributes: the unrounded value, the series, the measure, and the dates from which and to which it
is computed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from markupsafe import Markup

from builder.blocks.wording import value_text
from builder.language import translate
from builder.model import Answer, Ask

_DETAILS = ' aria-details="{}"'
_SYNTHETIC = ' data-synthetic="true"'
_HARMLESS = re.compile(r"[\w.:+,%-]*\Z").match


def element(ask: Ask, answer: Answer, *, format: str = "", coloured: bool = False, details: str = "") -> Markup:
    """A number with its origin, e.g. `<data value="0.0518" data-series="fund:012733" …>+5.18%</data>`; "--" where there is
    none. `coloured` gives it the class up, down or flat; `details` is the id of what says how it is known.
    Text from the catalogue is returned as escaped text."""
    value = answer.value
    shown = value_text.text(value, answer.unit, signed=answer.signed, format=format)
    if shown == value_text.NOTHING or value is None:
        return no_value(translate(answer.note))
    if answer.unit == "text":
        return Markup(_safe(shown))
    if isinstance(value, str):
        exact, shown = _safe(value), _safe(shown)
    else:  # digits and signs alone
        exact = repr(float(value))
    colour = f' class="{direction}"' if coloured and (direction := value_text.direction(value, shown)) else ""
    return Markup(
        f'<data value="{exact}" {_of(ask.series, ask.measure)}{_between(answer.start, answer.end)}'
        f"{_SYNTHETIC if answer.synthetic else ''}{colour}{details and _DETAILS.format(details)}>{shown}</data>"
    )


@lru_cache(maxsize=1 << 10)
def no_value(reason: str) -> Markup:
    """ "--", with the reason for whoever points at it."""
    title = f' title="{_safe(reason)}"' if reason else ""
    return Markup(f'<span class="no-value"{title}>--</span>')


# A refresh makes tens of thousands of elements, for few instruments and few pairs of days.
@lru_cache(maxsize=1 << 12)
def _of(series: str, measure: str) -> str:
    return f'data-series="{_safe(series)}" data-measure="{_safe(measure)}"'


@lru_cache(maxsize=1 << 12)
def _between(start: str, end: str) -> str:
    first = f' data-from="{_safe(start)}"' if start else ""
    return f'{first} data-to="{_safe(end)}"' if end else first


def _safe(text: str) -> str:
    # Nearly all texts here are digits and codes: one match is faster than the five replacements of `escape`.
    return text if _HARMLESS(text) else escape(text)
