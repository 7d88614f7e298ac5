"""A cashtag becomes a card, a link or nothing, or a problem at its code or its name."""

from __future__ import annotations

import pytest

from builder.model import SINCES, Directory, Instrument, Mark
from builder.slot_params.authored import CardParams
from tests.blocks.block_examples import (
    AI_A,
    AI_C,
    CHIP_A,
    cashtag,
    fund,
    html,
    mark_html,
    problems,
    resolved,
    tree,
)

CARD = cashtag("012733", AI_A.name)


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


def test_of_two_prices_only_the_escape_is_said() -> None:
    (wrong,) = problems(cashtag("01273", "1.2B", market="", place="inline"))
    assert (wrong.id, wrong.hint) == ("unknown-series", "for a plain dollar sign write \\$")
