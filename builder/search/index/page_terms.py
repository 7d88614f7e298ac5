"""The terms under which a page is found, and their form in the store. Page workers encode, `site_build.search` decodes."""

from __future__ import annotations

from base64 import b64decode, b64encode

import numpy as np

from builder.model import digest
from builder.search.fold import fold
from builder.search.hashed_terms import FILTER, IN_BODY, IN_HEADING, IN_TITLE, INITIALS, Classes, Hashes, hash_terms
from builder.search.index.page_words import BODY, HEADING, LABEL, TITLE, PageWords

_CLASS_OF = {TITLE: IN_TITLE, HEADING: IN_HEADING, LABEL: IN_HEADING, BODY: IN_BODY}


def filter_term(kind: str, value: str) -> str:
    """The term of a filter, e.g. filter_term("s", "热点追踪")."""
    return f"{FILTER}{kind}{fold(value)}"


def page_terms(words: PageWords) -> tuple[Hashes, Classes]:
    """The terms under which a page is found, as `hash_terms` gives them."""
    folded = fold("\n".join(text for _, text in words.blocks)).split("\n")
    blocks = zip(folded, (_CLASS_OF[kind] for kind, _ in words.blocks), strict=True)
    filters = [filter_term("s", words.column)] if words.column else []
    filters += [filter_term("o", topic) for topic in words.topics] + [filter_term("f", code) for code in words.funds]
    triples = {letters[start : start + 3] for letters in words.initials for start in range(len(letters) - 2)}
    extra_terms = [
        *((term, IN_BODY) for term in filters),
        *((INITIALS + triple, IN_HEADING) for triple in sorted(triples)),
    ]
    return hash_terms(blocks, extra_terms)


def encode_page(words: PageWords) -> tuple[str, str]:
    """A page for the store: two lines with the digest of its text file and with its terms; and that text file."""
    hashes, classes = page_terms(words)
    text = words.text
    return f"{digest(text)}\n{b64encode(hashes.astype('<u4').tobytes() + classes.tobytes()).decode()}", text


def decode_terms(encoded: str) -> tuple[Hashes, Classes]:
    """The terms in the first of the two texts that `encode_page` gives."""
    raw = b64decode(encoded[encoded.index("\n") :])
    count = len(raw) // 5
    return np.frombuffer(raw, "<u4", count), np.frombuffer(raw, np.uint8, count, count * 4)
