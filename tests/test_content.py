"""What the two sets of content may and may not hold: no copied sentence, no promise, no data that belong to others."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.real_data import shared

ROOT = Path(__file__).resolve().parent.parent
SORA = ROOT / "examples" / "sora"
TEXTS = sorted([*(ROOT / "content").rglob("*.md"), *(SORA / "content").rglob("*.md")])
# Words that a fund's publisher may not use as praise or promise; "不保证" and its like are required wording.
FORBIDDEN = re.compile(
    "业绩稳健|业绩优良|名列前茅|位居前列|唯一|(?<!不)保证|承诺|有保障|高收益|无风险|欲购从速|申购良机|国家级|最高级|最佳|低风险|低门槛"
)
LONGEST_COMMON = 12  # characters in a row that a text may share with the article by chance


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def bare(text: str) -> str:
    """The words alone: without white space, and without cashtags, which any text on the same funds must share."""
    return re.sub(r"\s|\$[^$]+\$", "", text)


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_no_text_promises_or_praises(path: Path) -> None:
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.real
@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_no_sentence_is_copied_from_the_real_article(path: Path) -> None:
    article = shared() / "article" / "sora.txt"
    theirs, ours = bare(article.read_text(encoding="utf-8")), bare(path.read_text(encoding="utf-8"))
    runs = {theirs[at : at + LONGEST_COMMON] for at in range(len(theirs))}
    ends = range(len(ours) - LONGEST_COMMON)
    assert [ours[at : at + LONGEST_COMMON] for at in ends if ours[at : at + LONGEST_COMMON] in runs] == []


def test_the_real_case_brings_no_history_along() -> None:
    committed = [path for path in (SORA / "content" / "data").iterdir() if path.is_file()]
    assert sorted(path.name for path in committed) == ["funds.csv", "indexes.csv", "sources.yml", "stocks.csv"]
    ignored = (SORA / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/content/data/nav/", "/content/data/index/", "/content/data/stock/"} <= set(ignored)


def test_fictional_and_real_instruments_never_meet() -> None:
    demo = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("*.md"))
    with (SORA / "content" / "data" / "funds.csv").open(encoding="utf-8", newline="") as stream:
        real = list(csv.DictReader(stream))
    assert len(real) == 8
    assert [fund["code"] for fund in real if fund["code"] in demo or fund["name"] in demo] == []
    assert "示例" not in (SORA / "content" / "data" / "funds.csv").read_text(encoding="utf-8")
    assert not re.search(
        r"\b99\d{4}\b|示例基金|示例图芯", (SORA / "content/briefings/2024/2024-02-20-sora.md").read_text("utf-8")
    )


def test_every_dated_text_lies_in_its_year_under_its_date() -> None:
    for path in TEXTS:
        if path.parent.name.isdigit():
            stated = re.search(r"^date: (\d{4}-\d\d-\d\d)", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert stated and path.name.startswith(stated[1]) and path.parent.name == stated[1][:4], name_of(path)
