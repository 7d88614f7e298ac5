"""An entry in, the terms that find it out, and both as text for the cache."""

from __future__ import annotations

from base64 import b64decode, b64encode

import numpy as np

from builder.model import digest
from builder.search.fold import fold
from builder.search.hashed_terms import IN_BODY, IN_HEADING, IN_TITLE, INITIALS, LABELLED, Classes, Hashes, postings
from builder.search.index.page_words import BODY, HEADING, LABEL, TITLE, PageWords, entry

__all__ = ["entry", "kept", "of_entry", "revived"]
_CLASS = {TITLE: IN_TITLE, HEADING: IN_HEADING, LABEL: IN_HEADING, BODY: IN_BODY}


def label(kind: str, value: str) -> str:
    """The term of a filter, e.g. label("s", "热点追踪")."""
    return f"{LABELLED}{kind}{fold(value)}"


def of_entry(entry: PageWords) -> tuple[Hashes, Classes]:
    """The terms of a page with their classes, by hash."""
    folded = fold("\n".join(words for _, words in entry.lines)).split("\n")
    lines = zip(folded, (_CLASS[kind] for kind, _ in entry.lines), strict=True)
    labels = [label("s", entry.series)] if entry.series else []
    labels += [label("o", topic) for topic in entry.topics] + [label("f", code) for code in entry.funds]
    letters = {one[at : at + 3]: at for one in entry.initials for at in range(len(one) - 2)}
    more = [*((one, IN_BODY) for one in labels), *((INITIALS + three, IN_HEADING) for three in sorted(letters))]
    return postings(lines, more)


def kept(entry: PageWords) -> tuple[str, str]:
    """An entry as the cache keeps it: the digest of its text and its terms, in a line each; and its text."""
    hashes, classes = of_entry(entry)
    text = entry.text
    return f"{digest(text)}\n{b64encode(hashes.astype('<u4').tobytes() + classes.tobytes()).decode()}", text


def revived(known: str) -> tuple[Hashes, Classes]:
    """The terms of what `kept` gave first."""
    raw = b64decode(known[known.index("\n") :])
    count = len(raw) // 5
    return np.frombuffer(raw, "<u4", count), np.frombuffer(raw, np.uint8, count, count * 4)
