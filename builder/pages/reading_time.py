"""How long a text takes to read, by its characters. Used by the page of a briefing; the methods page says the rule."""

from __future__ import annotations

import re
from html import unescape

from builder.html_tokens import HOLE, without_tags
from builder.language import CHINESE, ENGLISH, by_language

# A word of another script counts as a character of Chinese; a page in English has words alone.
_A_MINUTE = {CHINESE: 400, ENGLISH: 230}
_READ = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W\d_\u3400-\u9fff\uf900-\ufaff]+|\d[\d.,]*")


def characters(html: str) -> int:
    """The characters of a body: Chinese ones, and words and numbers as one each. Charts, cards and their numbers are not read."""
    return len(_READ.findall(unescape(without_tags(HOLE.sub(" ", html)))))


def characters_a_minute() -> int:
    """How many characters, or words of English, are read in a minute."""
    return by_language(_A_MINUTE)


def minutes(html: str) -> int:
    """The minutes that a body takes, at least one."""
    return max(1, round(characters(html) / characters_a_minute()))
