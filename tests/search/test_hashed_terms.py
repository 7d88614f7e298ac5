"""Whatever part of a page a reader types, its terms are among the page's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.search.hashed_terms import IN_BODY, IN_HEADING, IN_TITLE, REPEATED, hash_term, hash_terms
from builder.search.query.search_query import QueryWord

TEXTS = st.text(alphabet="基金芯片产业的ab1 0%.,，é😀", min_size=1, max_size=30)


def held(lines: list[tuple[str, int]]) -> dict[int, int]:
    hashes, classes = hash_terms(lines, [])
    assert hashes.tolist() == sorted(set(hashes.tolist()))
    return dict(zip(hashes.tolist(), classes.tolist(), strict=True))


@given(TEXTS, st.data())
def test_every_part_of_a_text_has_its_terms_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    terms = [
        term for term in QueryWord(text=part).terms if term[0] != "\x02"
    ]  # a lone letter is found where a word begins
    assert set(map(hash_term, terms)) <= held([("先", IN_BODY), (text, IN_BODY)]).keys()


def test_no_term_crosses_the_end_of_a_block_or_a_blank() -> None:
    known = held([("人工", IN_BODY), ("智能 投资", IN_BODY)])
    assert hash_term("工智") not in known
    assert hash_term("能投") not in known
    assert hash_term("智能") in known


def test_the_best_place_of_a_term_counts() -> None:
    known = held([("芯片", IN_TITLE), ("芯片产业", IN_HEADING), ("产业 算力", IN_BODY), ("算力，算力，资金", IN_BODY)])
    assert known[hash_term("芯片")] == IN_TITLE
    assert known[hash_term("产业")] == IN_HEADING
    assert known[hash_term("算力")] == REPEATED
    assert known[hash_term("资金")] == IN_BODY


def test_words_in_letters_are_known_by_their_beginnings_and_numbers_as_a_whole() -> None:
    known = held([("chatgpt 17%", IN_BODY)])
    assert {hash_term("\x02c"), hash_term("\x02chatg"), hash_term("\x02chatgpt"), hash_term("\x0417%")} <= known.keys()
    assert hash_term("\x047%") not in known


def test_a_hash_is_what_other_programs_compute() -> None:
    # FNV-1a of "a" is 0xe40c292c; mixed as in MurmurHash3 it must stay the same for ever, or no index can be read.
    assert [f"{hash_term(term):08x}" for term in ("a", "芯片", "😀")] == ["1a80b1b3", "4e6ba486", "4a65fafa"]
