"""Cashtags alone become cards; share classes of one fund share a card; a card tells the latest state and its date."""

from __future__ import annotations

import pytest

from builder import blocks
from builder.model import ROOT, SINCES, Answer, Directory, Fragment, Instrument, Mark
from builder.output.fill import cut_at_holes, fill, split_fragment
from builder.slot_params.authored import CardParams, SinceLine, SincesParams
from tests.blocks.block_examples import (
    AI_A,
    AI_C,
    CHIP_A,
    answer,
    cashtag,
    fund,
    html,
    mark_html,
    problems,
    rendered,
    resolved,
    slot,
    tree,
)

CARD = cashtag("012733", AI_A.name)


def test_a_cashtag_is_a_card_that_counts_from_the_pages_date() -> None:
    slots = resolved(CARD)
    assert slots["0"].params == CardParams(series=("fund:012733",), dated=True)
    line = SinceLine(series=("fund:012733",), since="2024-02-19")
    assert slots[SINCES].params == SincesParams(lines={"0/since": line})


def test_the_lines_since_publication_of_a_page_are_one_slot() -> None:
    slots = resolved(CARD, cashtag("018411", CHIP_A.name, line=11))
    assert list(slots) == ["0", "1", SINCES]
    result = rendered(slots[SINCES])
    assert isinstance(result, Fragment)
    lines = {
        name: fill(line, {}).decode()
        for name, line in split_fragment(cut_at_holes(result.html.encode(), depth=0)).items()
    }
    assert list(lines) == ["0/since", "1/since"]
    assert all("自本文发布以来" in line for line in lines.values())
    assert 'data-series="fund:018411"' in lines["1/since"]


def test_cards_of_one_fund_on_thirty_pages_are_one_slot_but_for_the_line_since_publication() -> None:
    pages = [resolved(CARD, as_of=f"2024-01-{day:02}") for day in range(1, 31)]
    assert len({slots["0"].id for slots in pages}) == 1
    assert len({slots[SINCES].id for slots in pages}) == 30


def test_a_card_shows_what_readers_expect() -> None:
    fragment = mark_html(CARD)
    article = tree(fragment).find(".//article")
    assert (article.get("class"), article.get("data-fund")) == ("fund-card", "012733")
    assert f'href="{ROOT}funds/012733/"' in fragment
    for shown in (
        AI_A.name,
        "012733",
        "A 类",
        "指数型-股票",
        "R4 中高风险",
        "单位净值",
        "0.7000",
        "2024-03-01",
        "-2.96%",
    ):
        assert shown in fragment
    assert "跟踪标的" not in fragment
    for label in ("近1月", "近3月", "近6月", "近1年", "今年来", "成立来"):
        assert f"<dt>{label}</dt>" in fragment
    assert "自本文发布以来" in fragment
    assert "2024-02-19 至 2024-03-01" in fragment
    assert article.find(".//{http://www.w3.org/2000/svg}polyline") is not None


def test_every_number_of_a_card_is_live_and_says_where_it_goes() -> None:
    assert {ask.as_of for ask in blocks.asks(slot(CARD))} == {""}
    data = tree(mark_html(CARD)).findall(".//data")
    changes = [one for one in data if one.get("data-measure") != "nav"]
    assert len(changes) == 8
    assert {one.get("class") for one in changes} == {"up", "down"}
    assert all(one.text[0] in "+-" for one in changes)


def test_share_classes_that_stand_together_are_one_card() -> None:
    slots = resolved(CARD, cashtag("012734", AI_C.name, line=10), cashtag("018411", CHIP_A.name, line=11))
    assert {key: one.block for key, one in slots.items() if key != SINCES} == {
        "0": "card",
        "1": "nothing",
        "2": "card",
    }
    assert slots["0"].params == CardParams(series=("fund:012733", "fund:012734"), dated=True)
    fragment = html(slots["0"], lines=slots[SINCES])
    article = tree(fragment).find(".//article")
    assert article.get("data-classes") == "012733 012734"
    heads = ["".join(one.itertext()) for one in article.findall(".//thead/tr/th")]
    assert heads == ["份额", "A 类 012733", "C 类 012734"]
    assert "示例人工智能主题ETF联接</a>" in fragment
    assert html(slots["1"]) == ""


def test_share_classes_that_stand_apart_are_cards_of_their_own() -> None:
    slots = resolved(CARD, cashtag("012734", AI_C.name, group=1, line=10))
    assert [one.block for one in slots.values()] == ["card", "card", SINCES]


def test_a_parent_in_the_catalogue_makes_a_family_whatever_the_names() -> None:
    one, other = fund("100001", "甲基金", parent="100001"), fund("100002", "乙基金", parent="100001")
    directory = Directory(instruments={one.id: one, other.id: other})
    marks = (cashtag("100001", "甲基金"), cashtag("100002", "乙基金", line=10))
    found = resolved(*marks, directory=directory)
    assert found["0"].params == CardParams(series=("fund:100001", "fund:100002"), dated=True)


def test_a_fund_without_history_shows_its_facts_and_dashes() -> None:
    given = {ask: answer(ask) for one in resolved(CARD).values() for ask in blocks.asks(one)}
    given = {ask: old if old.unit == "text" else Answer(value=None, unit="ratio") for ask, old in given.items()}
    fragment = mark_html(CARD, given)
    assert "R4 中高风险" in fragment
    assert "<dt>跟踪标的</dt><dd>930713</dd>" in fragment
    assert "暂无净值数据" in fragment
    assert "<data" not in fragment
    assert "<svg" not in fragment
    assert fragment.count("--") == 9


def test_synthetic_numbers_are_marked_each_and_on_the_card() -> None:
    fragment = mark_html(CARD, synthetic=True)
    assert fragment.count('data-synthetic="true"') == fragment.count("<data ")
    assert "模拟数据" in fragment
    assert "模拟数据" not in mark_html(CARD)


def test_a_stock_has_a_smaller_card_that_links_nowhere() -> None:
    fragment = mark_html(cashtag("NVDA", "英伟达", market="US"))
    assert tree(fragment).find(".//article").get("class") == "series-card"
    assert "<a " not in fragment
    assert "收盘" in fragment


def test_a_cashtag_in_a_sentence_is_a_link_with_a_preview() -> None:
    asked = slot(cashtag("012733", "示例AI联接A", place="inline", group=-1))
    fragment = html(asked)
    tree(fragment, "p")
    assert f'<a class="fund-link" href="{ROOT}funds/012733/" data-fund="012733">示例AI联接A</a>' in fragment
    assert "单位净值 <data" in fragment
    stock = html(slot(cashtag("NVDA", "英伟达", market="US", place="inline", group=-1)))
    assert 'class="series-link"' in stock
    assert "<a " not in stock


def test_a_name_of_another_fund_is_a_mismatch_at_the_name() -> None:
    mark = cashtag("012733", "示例人工智能主题ETF联接C")
    (problem,) = problems(mark)
    assert (problem.id, problem.line, problem.column, problem.length) == ("name-mismatch", 9, 2, len(AI_C.name))
    assert "the name of 012733 is 示例人工智能主题ETF联接A" in problem.hint
    assert "has the code 012734" in problem.hint


def test_columns_that_the_words_know_are_used() -> None:
    mark = cashtag("01273x", AI_A.name)
    params = {**mark.params, "code_column": 40, "code_length": 6, "name_column": 3, "name_length": 15}
    (problem,) = problems(Mark(block="cashtag", params=params, line=9, column=1))
    assert (problem.id, problem.column, problem.length) == ("unknown-series", 40, 6)
    params = {**params, "code": "018411"}
    (problem,) = problems(Mark(block="cashtag", params=params, line=9, column=1))
    assert (problem.id, problem.column, problem.length) == ("name-mismatch", 3, 15)


def test_a_problem_in_one_class_is_told_once() -> None:
    assert [one.line for one in problems(CARD, cashtag("012734", "别的名字", line=10))] == [10]


def hostile() -> tuple[Directory, Instrument]:
    one = fund("666666", '</script><b onclick="x()">&', kind="<i>", risk_level='"><u>')
    return Directory(instruments={one.id: one}), one


@pytest.mark.parametrize("place", ["card", "inline"])
def test_a_hostile_name_is_only_text(place: str) -> None:
    directory, one = hostile()
    fragment = mark_html(cashtag("666666", one.name, place=place), directory=directory)
    root = tree(fragment)
    assert not [tag for tag in ("script", "b", "i", "u") if root.find(f".//{tag}") is not None]
    assert one.name in "".join(root.itertext())
