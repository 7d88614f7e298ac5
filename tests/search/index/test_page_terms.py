"""The terms of a page, and their form in the store."""

from __future__ import annotations

import numpy as np

from builder.model import digest
from builder.search.hashed_terms import IN_BODY, IN_HEADING, IN_TITLE, hash_term
from builder.search.index.page_terms import decode_terms, encode_page, filter_term, page_terms
from builder.search.index.page_words import PageWords

WORDS = PageWords(
    url="briefings/a/",
    date="2024-02-20",
    column="热点",
    topics=("芯片",),
    funds=("990101",),
    initials=("wssp",),
    blocks=(("T", "文生视频"), ("H", "产业"), ("B", "算力")),
)


def test_the_class_of_a_term_says_where_it_occurs() -> None:
    hashes, classes = page_terms(WORDS)
    class_of = dict(zip(hashes.tolist(), classes.tolist(), strict=True))
    assert class_of[hash_term("文生")] == IN_TITLE
    assert class_of[hash_term("产业")] == IN_HEADING
    assert class_of[hash_term("算力")] == IN_BODY
    assert class_of[hash_term("\x03wss")] == IN_HEADING


def test_a_page_is_found_by_column_topic_and_fund() -> None:
    hashes = set(page_terms(WORDS)[0].tolist())
    for kind, value in (("s", "热点"), ("o", "芯片"), ("f", "990101")):
        assert hash_term(filter_term(kind, value)) in hashes


def test_terms_come_back_from_the_store_as_they_were() -> None:
    encoded, text = encode_page(WORDS)
    assert text == WORDS.text
    assert encoded.partition("\n")[0] == digest(text)
    for stored, original in zip(decode_terms(encoded), page_terms(WORDS), strict=True):
        assert np.array_equal(stored, original)
