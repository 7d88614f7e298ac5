"""The code mask: a Markdown text with all code blanked out. Used by `find_marks`, which looks for marks outside code only.

What is code is read by the parser that later makes the page, so that both agree. A mask is as long as its text, so an offset means
the same in both. Each mark that is found is overwritten in the mask by a character that says what it is; line breaks stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from builder.words.syntax.code_reading import FencedCode, read_code

# What a mask shows instead of text. `FENCE` is a chart or funds block, `NUMBER` also a claim.
CODE, CASHTAG, IMAGE, FENCE, NUMBER = "\x00", "\x01", "\x02", "\x03", "\x04"
_MASK_CHARACTERS = re.compile(f"[{CASHTAG}{IMAGE}{FENCE}{NUMBER}]")  # in an author's text they mean nothing
_NOT_BREAK = re.compile(r"[^\n]")


def overwrite(mask: str, spans: Iterable[tuple[int, int]], character: str) -> str:
    """The mask with these spans (start and end) overwritten. The spans are in order and do not overlap."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [mask[done:start], _NOT_BREAK.sub(character, mask[start:end])]
        done = end
    return "".join([*pieces, mask[done:]]) if pieces else mask


def mask_code(text: str, start: int = 0) -> tuple[str, Sequence[FencedCode]]:
    """The mask of a Markdown text and its fenced blocks, in order. The text before `start` is masked, too."""
    code, fences = read_code(text, start)
    spans = sorted([(0, start), *code, *((fence.start, fence.end) for fence in fences)])
    return overwrite(_MASK_CHARACTERS.sub(CODE, text), spans, CODE), fences
