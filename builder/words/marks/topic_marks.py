"""Finds topics, `#人工智能#`. Used by `find_marks`.

A second sign on the same line closes a topic. Neither sign has a blank beside it inside, a letter or digit beside it
outside, or another `#` beside it: `# heading`, `## heading ##`, `C#`, `&#8217;` and addresses with a fragment are no topics.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from builder.html_tokens import entity_in
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText

_TOPIC = re.compile(
    r"(?<![A-Za-z0-9_/&\\#\uff03(\"'={])[#\uff03](?![#\uff03\s])(?P<topic>[^#\uff03\n\x00-\x1f]{1,60}?)(?<![\s\\])[#\uff03](?![#\uff03A-Za-z0-9_])"
)
_LETTER = re.compile(r"[^\W\d_]")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")


def add_topics(source: SourceText, mask: str, collected: MarksAndProblems) -> None:
    """Adds every topic; in a heading it stays text."""
    for match in _TOPIC.finditer(mask):
        line_start = mask.rfind("\n", 0, match.start()) + 1
        topic = match["topic"]
        if not _LETTER.search(topic) or _HEADING.match(mask, line_start):
            continue
        if entity := entity_in(topic):
            message = f"{entity} is no part of a topic: its page would show it as it is written"
            hint = f"write {unescape(topic)}"
            collected.problems.append(source.problem("bad-markdown", match.start(), match.end(), message, hint))
            continue
        params = {"topic": topic}
        collected.marks.append(LocatedMark(start=match.start(), end=match.end(), block="topic", params=params))


def is_of_signs_alone(topic: str) -> bool:
    """Whether a topic has nothing that one could call it by: neither a letter nor a digit nor an emoji."""
    return not any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in topic)
