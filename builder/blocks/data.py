"""An Ask and its Answer in, the `<data>` element out that holds every number of the site.

Other programs rely on its attributes: the value unrounded, the series, the measure, and the dates it runs from and to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from markupsafe import Markup

from builder.blocks import formats
from builder.model import Answer, Ask

_HARMLESS = re.compile(r"[\w.:+,%-]*\Z").match


@lru_cache(maxsize=1 << 14)  # a fund's card, its page and the lists that name it show much the same
def element(ask: Ask, answer: Answer, *, format: str = "", coloured: bool = False) -> Markup:
    """A number with its origin, e.g. `<data value="0.0518" data-series="fund:012733" …>+5.18%</data>`; "--" where the
    data hold none. `coloured` marks it as up, down or flat; text from the catalogue comes as text."""
    shown = formats.text(answer.value, answer.unit, measure=ask.measure, format=format)
    if shown == formats.NOTHING or answer.value is None:
        return Markup('<span class="no-value">--</span>')
    if answer.unit == "text":
        return Markup(_safe(shown))
    value = answer.value if isinstance(answer.value, str) else repr(float(answer.value))
    attributes = f'value="{_safe(value)}" data-series="{_safe(ask.series)}" data-measure="{_safe(ask.measure)}"'
    if answer.start:
        attributes += f' data-from="{_safe(answer.start)}"'
    if answer.end:
        attributes += f' data-to="{_safe(answer.end)}"'
    if answer.synthetic:
        attributes += ' data-synthetic="true"'
    if coloured and (where := formats.direction(answer.value, shown)):
        attributes += f' class="{where}"'
    return Markup(f"<data {attributes}>{_safe(shown)}</data>")


def _safe(text: str) -> str:
    # Nearly all that stands here is figures and codes, which a look tells sooner than five replacements.
    return text if _HARMLESS(text) else escape(text)
