"""Finds topics, `#人工智能#`. Used by `find_marks`.

A second sign on the same line closes a topic. Neither sign has a blank beside it inside, a letter or digit beside it
outside, or another `#` beside it: `# heading`, `## heading ##`, `C#`, `&#8217;` and addresses with a fragment are no topics,
and neither is what stands between two signs in quotation marks or brackets, `"#" 与 "#"`.
"""

from __future__ import annotations

import re
import unicodedata

from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText
from builder.words.syntax.inline_words import read_words

_SIGN = "[#\uff03]"
_NO_BEGINNING = "\\s#\uff03”’)）\\]】》」』"  # no topic begins with these, and none ends with those
_NO_END = "\\s\\\\“‘(（\\[【《「『"
_TOPIC = re.compile(
    r"(?<![A-Za-z0-9_/&#\uff03={])(?<!(?<!\\)\\)(?<!\]\()(?<!=[\"'])"
    rf"(?:(?<=[\"']){_SIGN}(?![\"'])|(?<![\"']){_SIGN})(?![{_NO_BEGINNING}])"
    rf"(?P<topic>[^#\uff03\n\x00-\x1f]{{1,60}}?)(?<![{_NO_END}]){_SIGN}(?![#\uff03A-Za-z0-9_])"
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
        words = read_words(topic).text
        if words != " ".join(topic.split()):
            message = f"#{topic}# holds signs of Markdown or HTML: a topic is only words"
            hint = f"write #{words}#"
            collected.problems.append(source.problem("bad-markdown", match.start(), match.end(), message, hint))
            continue
        params = {"topic": topic}
        collected.marks.append(LocatedMark(start=match.start(), end=match.end(), block="topic", params=params))


def is_of_signs_alone(topic: str) -> bool:
    """Whether a topic has nothing that one could call it by: neither a letter nor a digit nor an emoji."""
    return not any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in topic)
