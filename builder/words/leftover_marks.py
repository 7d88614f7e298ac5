"""Marks that a page would show as its author typed them: no reading of the text took them out. Used by `markdown_html`.

Numbers, claims and cashtags are looked for once more, with the same eyes, in the words that readers would see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.problem import Problem
from builder.words.marks.cashtag_marks import add_cashtags
from builder.words.marks.code_mask import CASHTAG, NUMBER, overwrite
from builder.words.marks.fence_marks import BLOCK_FENCES
from builder.words.marks.inline_marks import add_claims, add_numbers
from builder.words.marks.located_mark import MarksAndProblems
from builder.words.marks.stray_braces import stray_braces
from builder.words.source_text import SourceText
from builder.words.syntax.faults import Fault
from builder.words.syntax.visible_words import VisibleWords

_FENCE = re.compile(
    rf"^[ \t>]*+(?:(?:[-*+:~]|\d{{1,9}}[.)])[ \t]*+)?(?:`{{3,}}+|~{{3,}}+)"
    rf"|(?<!`)`{{3,}}+[ \t]*(?:{'|'.join(BLOCK_FENCES)})(?![\w-])",
    re.MULTILINE | re.ASCII,
)
_PICTURE = re.compile(r"(?<!\\)!\[[^\[\]\n]{0,300}\]\([^()\n]{0,300}\)")
_LINK = re.compile(r"!?\[[^\[\]\n]{1,300}\]\([^()\s]{1,300}\)")
# Of a link outside HTML the parser takes out all but what it cannot read: its words, which hold a link or a note's mark, and this.
_LOST_LINK = re.compile(
    r"(?<![!\\])\[(?:[^\[\]\n\\]|\\.)*+(?P<address>\](?:\([^()\s]{1,300}\)|[ \t]\((?:https?://|/|#|\.\./)[^()\s]{1,300}\)))"
)
_MESSAGE = "{} stands where only words may stand, and would be published as it is"
_HINT = "put it into a paragraph below; for plain signs write \\{, \\[ or \\$"
_LOST_MESSAGE = "{} stands where it is not read, and would be published as it is"
_FENCE_HINT = "a fence begins a line, outside HTML, and its closing rail stands in a line of its own"
_LINK_HINT = "pictures and links stand outside HTML, descriptions and titles"
_NO_LINK = "no link: its words hold another link or the mark of a note"
_GAP = "no link: a blank stands between its brackets"


def leftover_marks(words: VisibleWords) -> Iterator[Fault]:
    """What of these words is a number, a claim or a cashtag, or looks like one."""
    source = SourceText(path="", text=words.text)
    collected = MarksAndProblems()
    add_cashtags(source, words.text, collected)
    mask = overwrite(words.text, sorted((mark.start, mark.end) for mark in collected.marks), CASHTAG)
    spans = {(mark.start, mark.end) for mark in collected.marks} | set(_spans(source, collected.problems))
    for add in (
        add_numbers,
        add_claims,
    ):  # of a mark that cannot be read the problem names a part, the span is the whole
        seen = add(source, mask, collected)
        mask = overwrite(mask, seen, NUMBER)
        spans |= set(seen)
    spans |= set(_spans(source, stray_braces(source, mask)))
    yield from (_fault(words, start, end, "slot-in-heading", _MESSAGE, _HINT) for start, end in sorted(spans))
    for lost, hint in ((_FENCE, _FENCE_HINT), (_LINK if words.in_html else _PICTURE, _LINK_HINT)):
        for match in lost.finditer(words.text):
            yield _fault(words, *match.span(), "bad-markdown", _LOST_MESSAGE, hint)
    for match in () if words.in_html else _LOST_LINK.finditer(words.text):
        has_gap = match["address"][1] != "("
        hint = (
            "leave the blank out" if has_gap else "put the note's mark behind the link, or leave one of the links out"
        )
        yield _fault(words, *match.span("address"), "bad-link", _GAP if has_gap else _NO_LINK, hint)


def _spans(source: SourceText, problems: Iterable[Problem]) -> Iterator[tuple[int, int]]:
    for problem in problems:
        start = source.offset(problem.line, problem.column)
        yield start, start + problem.length


def _fault(words: VisibleWords, start: int, end: int, id_: str, message: str, hint: str) -> Fault:
    """What is wrong at words.text[start:end]."""
    written = words.text[start:end].split("\n", 1)[0].lstrip()
    start = end - len(words.text[start:end].lstrip())
    line_start = words.text.rfind("\n", 0, start) + 1
    return Fault(
        line=words.line + words.text.count("\n", 0, start),
        words=words.text[line_start : (words.text + "\n").index("\n", start)],
        offset=start - line_start,
        length=max(1, len(written)),
        id=id_,
        message=message.format(written),
        hint=hint,
    )
