"""The mask of a text in, its topics `#…#` out.

A topic is closed on its own line by a second sign, neither sign beside a blank inside, a letter or digit outside, or
another `#`: so `# heading`, `## heading ##`, `C#`, `&#8217;` and addresses with a fragment are none.
"""

from __future__ import annotations

import re

from builder.words.marks.located_mark import LocatedMark, MarksAndProblems

_TOPIC = re.compile(
    r"(?<![A-Za-z0-9_/&\\#\uff03(\"'={])[#\uff03](?![#\uff03\s])(?P<topic>[^#\uff03\n\x00-\x1f]{1,60}?)(?<![\s\\])[#\uff03](?![#\uff03A-Za-z0-9_])"
)
_LETTER = re.compile(r"[^\W\d_]")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]")


def topics(mask: str, finds: MarksAndProblems) -> None:
    """Adds every topic with its text; those in headings stay text."""
    for match in _TOPIC.finditer(mask):
        line = mask.rfind("\n", 0, match.start()) + 1
        if _LETTER.search(match["topic"]) and not _HEADING.match(mask, line):
            params = {"topic": match["topic"]}
            finds.marks.append(LocatedMark(start=match.start(), end=match.end(), block="topic", params=params))
