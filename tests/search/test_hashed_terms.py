"""Whatever part of a page a reader types, its terms are among the page's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from builder.search.hashed_terms import IN_BODY, IN_HEADING, IN_TITLE, REPEATED, hashed, postings
from builder.search.query.query import QueryWord

TEXTS = st.text(alphabet="基金芯片产业的ab1 0%.,，é😀", min_size=1, max_size=30)


def held(lines: list[tuple[str, int]]) -> dict[int, int]:
    hashes, classes = postings(lines, [])
    assert hashes.tolist() == sorted(set(hashes.tolist()))
    return dict(zip(hashes.tolist(), classes.tolist(), strict=True))


@given(TEXTS, st.data())
def test_every_part_of_a_text_has_its_terms_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    terms = [
        term for term in QueryWord(text=part).terms if term[0] != "\x02"
    ]  # a lone letter is found where a word begins
    assert set(map(hashed, terms)) <= held([("先", IN_BODY), (text, IN_BODY)]).keys()


def test_no_term_crosses_the_end_of_a_block_or_a_blank() -> None:
    known = held([("人工", IN_BODY), ("智能 投资", IN_BODY)])
    assert hashed("工智") not in known
    assert hashed("能投") not in known
    assert hashed("智能") in known


def test_the_best_place_of_a_term_counts() -> None:
    known = held([("芯片", IN_TITLE), ("芯片产业", IN_HEADING), ("产业 算力", IN_BODY), ("算力，算力，资金", IN_BODY)])
    assert known[hashed("芯片")] == IN_TITLE
    assert known[hashed("产业")] == IN_HEADING
    assert known[hashed("算力")] == REPEATED
    assert known[hashed("资金")] == IN_BODY


def test_words_in_letters_are_known_by_their_beginnings_and_numbers_as_a_whole() -> None:
    known = held([("chatgpt 17%", IN_BODY)])
    assert {hashed("\x02c"), hashed("\x02chatg"), hashed("\x02chatgpt"), hashed("\x0417%")} <= known.keys()
    assert hashed("\x047%") not in known


def test_a_hash_is_what_other_programs_compute() -> None:
    # FNV-1a of "a" is 0xe40c292c; mixed as in MurmurHash3 it must stay the same for ever, or no index can be read.
    assert [f"{hashed(term):08x}" for term in ("a", "芯片", "😀")] == ["1a80b1b3", "4e6ba486", "4a65fafa"]
