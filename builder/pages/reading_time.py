"""How long a text takes to read, by its characters. Used by the page of a briefing; the methods page says the rule."""

from __future__ import annotations

import re
from html import unescape

from builder.html_tokens import HOLE, without_tags

CHARACTERS_A_MINUTE = 400  # a word of another script counts as one
_READ = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+|\d[\d.,]*")


def characters(html: str) -> int:
    """The characters of a body: Chinese ones, and words and numbers as one each. Charts, cards and their numbers are not read."""
    return len(_READ.findall(unescape(without_tags(HOLE.sub(" ", html)))))


def minutes(html: str) -> int:
    """The minutes that a body takes, at least one."""
    return max(1, round(characters(html) / CHARACTERS_A_MINUTE))
