"""How old data may grow, and which of their sources fail, as readers learn it."""

from __future__ import annotations

import pytest

from builder.blocks.wording import age_note
from builder.model import Answer

NONE = Answer(value=None, unit="date")


@pytest.mark.parametrize(
    ("series", "name", "word"),
    [
        ("fund:012733", "nav", "净值"),
        ("set:nav", "nav", "净值"),
        ("index:930713", "index", "指数行情"),
        ("set:stock", "stock", "股票行情"),
    ],
)
def test_a_series_belongs_to_a_set_that_readers_have_a_word_for(series: str, name: str, word: str) -> None:
    assert (age_note.set_of(series), age_note.word(series)) == (name, word)


def test_a_history_that_has_ended_cannot_become_stale() -> None:
    assert age_note.fresh("set:nav", dict.fromkeys(age_note.asks("set:nav"), NONE)) == ""


def test_the_sources_of_history_and_facts_are_told_apart() -> None:
    asks = age_note.asks("fund:012733")
    failing = Answer(value="2024-02-20", unit="date", note="<甲>")
    notes = age_note.failing("fund:012733", {asks[0]: NONE, asks[1]: NONE, asks[2]: failing})
    assert notes == (
        '<span class="failing">资料来源（&lt;甲&gt;）自 <time datetime="2024-02-20">2024年2月20日</time> 起未能更新</span>'
    )
