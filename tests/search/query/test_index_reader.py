"""What the index finds is what the texts hold: no page less, none more; and a damaged index says so."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from bench.corpus import corpus
from builder.search.index.shards import BrokenIndexError
from tests.search.small_index import briefing, codes, funds, index, searching, urls

MIXED = """\
Sora 的视频有 10年 之久，涨了7%。

## 產業鏈怎麼看

OpenAI 說：<b>「芯片」</b> c++ $x$ \\d+ 😀。S&P 500 与 ChatGPT-4o 与光模块·CPO 与上证50ETF。
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    pages = [
        briefing("new", title="芯片产业的新周期", text="算力。", date="2024-02-20", column="热点", topics=("芯片",)),
        briefing("mixed", title="文生视频", text=MIXED, date="2024-01-05", topics=("人工智能",), funds=("012733",)),
        briefing(
            "old", title="旧文", text="芯片产业。人工，智能。芯。\n\n2010年。17%。", date="2019-03-05", column="热点"
        ),
        briefing("about", title="关于", text="本站说明。", date=""),
    ]
    return index(tmp_path_factory.mktemp("cache"), pages, funds(("012733", "易方达中证人工智能主题ETF联接A")))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("芯", ["new", "mixed", "old"]),
        ("芯片", ["new", "mixed", "old"]),
        ("芯片产业", ["new", "old"]),
        ("片产", ["new", "old"]),
        ("人工智能", ["mixed"]),  # a topic; 人工，智能 is no 人工智能
        ("芯片 算力", ["new"]),
        ("Sora的", ["mixed"]),
        ("S&P500", ["mixed"]),
        ("ChatGPT4o", ["mixed"]),
        ("chatgpt-4o", ["mixed"]),
        ("4", ["mixed"]),
        ("光模块CPO", ["mixed"]),
        ("光模块・CPO", ["mixed"]),
        ('"上证50 ETF"', ["mixed"]),
        ("ora的视", ["mixed"]),
        ("产业链怎么看", ["mixed"]),  # written in traditional characters
        ("產業", ["new", "mixed", "old"]),  # typed in them
        ("ＳＯＲＡ", ["mixed"]),
        ("10年", ["mixed", "old"]),  # 2010年 holds it too; the whole number comes first
        ("7%", ["mixed", "old"]),
        ("openai", ["mixed"]),
        ("enai", ["mixed"]),
        ("c++", ["mixed"]),
        ("<b>", []),
        ("\\d+", ["mixed"]),
        (".*", []),
        ("😀", ["mixed"]),
        ('"人工 智能"', ["mixed"]),
        ('"视频有 10年"', ["mixed"]),
        ("本站", ["about"]),
        ("wssp", ["mixed"]),  # initials of a title
        ("cylzmk", ["mixed"]),  # of a heading
        ("wsp", []),
        ("没有的词", []),
        ("", []),
    ],
)
def test_what_readers_type_is_found(small: dict[str, bytes], typed: str, found: list[str]) -> None:
    assert urls(searching(small)(typed)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"s": "热点"}, ["new", "old"]),
        ({"o": "芯片"}, ["new"]),
        ({"y": "2019"}, ["old"]),
        ({"f": "012733"}, ["mixed"]),
        ({"s": "热点", "y": "2024"}, ["new"]),
        ({"s": "没有"}, []),
    ],
)
def test_filters_narrow_and_stand_alone(small: dict[str, bytes], filters: dict[str, str], found: list[str]) -> None:
    assert urls(searching(small)("芯", **filters)) == found
    assert urls(searching(small)("", **filters)) == found


def test_an_excerpt_shows_where_it_stands(small: dict[str, bytes]) -> None:
    hit = searching(small)("說").pages[0]
    assert "".join(f"[{text}]" if asked else text for text, asked in hit.excerpt).startswith("OpenAI [說]：")


def plainly(text: str) -> str:
    """Folded by other means than ours: the corpus has neither blanks nor traditional characters."""
    return unicodedata.normalize("NFKC", text).lower()


@pytest.mark.slow
def test_random_parts_of_a_varied_corpus_find_all_pages_that_hold_them_and_no_other(tmp_path: Path) -> None:
    briefings = corpus(120, characters=500)
    texts = {
        entry.slug: plainly(
            "\n".join([entry.title, *(p for h, ps in entry.sections for p in (h, *ps)), entry.column, *entry.topics])
        )
        for entry in briefings
    }
    pages = [
        briefing(
            entry.slug,
            title=entry.title,
            text="\n\n".join(p for h, ps in entry.sections for p in (f"## {h}", *ps)),
            date=str(entry.day),
            column=entry.column,
            topics=entry.topics,
        )
        for entry in briefings
    ]
    find, chance = searching(index(tmp_path, pages)), random.Random(5)
    for _ in range(500):
        text = chance.choice(list(texts.values()))
        at = chance.randrange(len(text) - 8)
        part = text[at : at + chance.randint(1, 8)].partition("\n")[0]
        if not part or part.isascii():
            continue
        assert sorted(urls(find(f'"{part}"'))) == sorted(name for name, text in texts.items() if part in text), part


@pytest.mark.parametrize(
    "name", ["search/index.json", "search/old/sums.bin", "search/old/0.bin", "search/text/2019-03/0.txt"]
)
@pytest.mark.parametrize("harm", ["missing", "cut", "foreign"])
def test_a_damaged_index_is_told_and_never_half_believed(small: dict[str, bytes], name: str, harm: str) -> None:
    files = dict(small)
    if harm == "missing":
        del files[name]
    else:
        files[name] = files[name][:-3] if harm == "cut" else small["search/new/0.bin"]
    with pytest.raises(BrokenIndexError):
        searching(files)("旧文")


def test_an_index_without_funds_and_one_without_pages(tmp_path: Path) -> None:
    assert urls(searching(index(tmp_path / "a", [briefing("x", title="芯片")]))("芯片")) == ["x"]
    only = searching(index(tmp_path / "b", [], funds(("000001", "某某混合"))))
    assert codes(only("某某")) == ["000001"]
    assert urls(only("某某")) == []
