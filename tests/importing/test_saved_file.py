"""Saved files of every kind are read, and what is no article is told as that."""

from __future__ import annotations

import pytest

from builder.importing import saved_file
from builder.problem import Failed
from tests.importing.saved_pages import PLATFORM, WORD, word_file


def ids(content: bytes) -> list[str]:
    with pytest.raises(Failed) as failed:
        saved_file.read(content, "saved")
    return [problem.id for problem in failed.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    article = saved_file.read("标题\r\n\r\n一、问题?\r\n".encode(encoding), "a.txt")
    assert [(passage.text, passage.line) for passage in article.passages] == [("标题", 1), ("一、问题?", 3)]


def test_a_page_is_read_in_the_encoding_that_it_names() -> None:
    assert saved_file.read(PLATFORM.encode("gb18030"), "a.html").title == "示例周报_天天基金网"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\n",
        b"\x00\x01\x02binary",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
        b"%PDF-1.7 ...",
        b"PK\x03\x04 cut off",
        word_file(*WORD)[:700],
        bytes(range(128, 256)) * 8,
    ],
    ids=["empty", "blank", "binary", "locked word", "pdf", "cut zip", "cut word", "no encoding"],
)
def test_what_is_no_article_is_told(content: bytes) -> None:
    assert ids(content) == ["not-an-article"]


def test_a_file_of_fifty_megabytes_is_not_read() -> None:
    assert ids(b"a" * 50_000_000) == ["too-large"]


def test_a_text_that_ends_in_the_middle_of_a_character_is_read() -> None:
    article = saved_file.read("完整的一句。最后".encode()[:-1], "a.txt")
    assert article.passages[0].text == "完整的一句。最\ufffd"


def test_forbidden_characters_never_come_in() -> None:
    assert saved_file.read("甲\ue000乙\x07".encode(), "a.txt").passages[0].text == "甲\ufffd乙\ufffd"
