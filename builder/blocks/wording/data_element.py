"""An Ask and its Answer in, the `<data>` element out that holds every number of the site.

Other programs rely on its attributes: the value unrounded, the series, the measure, and the dates it runs from and to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from markupsafe import Markup

from builder.blocks.wording import value_text
from builder.model import Answer, Ask

_SYNTHETIC = ' data-synthetic="true"'
_HARMLESS = re.compile(r"[\w.:+,%-]*\Z").match


def element(ask: Ask, answer: Answer, *, format: str = "", coloured: bool = False) -> Markup:
    """A number with its origin, e.g. `<data value="0.0518" data-series="fund:012733" …>+5.18%</data>`; "--" where the
    data hold none. `coloured` marks it as up, down or flat; text from the catalogue comes as text."""
    value = answer.value
    shown = value_text.text(value, answer.unit, signed=answer.signed, format=format)
    if shown == value_text.NOTHING or value is None:
        return Markup('<span class="no-value">--</span>')
    if answer.unit == "text":
        return Markup(_safe(shown))
    if isinstance(value, str):
        told, shown = _safe(value), _safe(shown)
    else:  # of figures and signs alone
        told = repr(float(value))
    colour = f' class="{where}"' if coloured and (where := value_text.direction(value, shown)) else ""
    return Markup(
        f'<data value="{told}" {_of(ask.series, ask.measure)}{_between(answer.start, answer.end)}'
        f"{_SYNTHETIC if answer.synthetic else ''}{colour}>{shown}</data>"
    )


# A refresh makes tens of thousands of elements, of few instruments and between few days.
@lru_cache(maxsize=1 << 12)
def _of(series: str, measure: str) -> str:
    return f'data-series="{_safe(series)}" data-measure="{_safe(measure)}"'


@lru_cache(maxsize=1 << 12)
def _between(start: str, end: str) -> str:
    first = f' data-from="{_safe(start)}"' if start else ""
    return f'{first} data-to="{_safe(end)}"' if end else first


def _safe(text: str) -> str:
    # Nearly all that stands here is figures and codes, which a look tells sooner than five replacements.
    return text if _HARMLESS(text) else escape(text)
