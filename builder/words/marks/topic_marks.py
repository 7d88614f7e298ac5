"""Finds topics, `#人工智能#`. Used by `find_marks`.

A second sign on the same line closes a topic. Neither sign has a blank beside it inside, a letter or digit beside it
outside, or another `#` beside it: `# heading`, `## heading ##`, `C#`, `&#8217;` and addresses with a fragment are no topics.
"""

from __future__ import annotations

import re

from builder.words.marks.located_mark import LocatedMark, MarksAndProblems

_TOPIC = re.compile(
    r"(?<![A-Za-z0-9_/&\\#\uff03(\"'={])[#\uff03](?![#\uff03\s])(?P<topic>[^#\uff03\n\x00-\x1f]{1,60}?)(?<![\s\\])[#\uff03](?![#\uff03A-Za-z0-9_])"
)
_LETTER = re.compile(r"[^\W\d_]")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")


def add_topics(mask: str, collected: MarksAndProblems) -> None:
    """Adds every topic; in a heading it stays text."""
    for match in _TOPIC.finditer(mask):
        line_start = mask.rfind("\n", 0, match.start()) + 1
        if _LETTER.search(match["topic"]) and not _HEADING.match(mask, line_start):
            params = {"topic": match["topic"]}
            collected.marks.append(LocatedMark(start=match.start(), end=match.end(), block="topic", params=params))
