"""Share classes of one fund are known by the catalogue's `parent`, or by names alike but for the class's letter."""

from __future__ import annotations

import pytest

from builder.blocks.share_classes import are_classes, class_of, currency_of, stem_of
from tests.blocks.block_examples import AI_A, AI_C, BANK, BOND, CHIP_A, INDEX, fund


@pytest.mark.parametrize(
    ("name", "letter", "stem"),
    [
        ("示例人工智能主题ETF联接A", "A", "示例人工智能主题ETF联接"),
        ("示例成长混合C类", "C", "示例成长混合"),
        ("示例成长混合E类份额", "E", "示例成长混合"),
        ("示例成长混合", "", "示例成长混合"),
    ],
)
def test_a_class_is_the_letter_that_a_name_ends_with(name: str, letter: str, stem: str) -> None:
    assert (class_of(name), stem_of(name)) == (letter, stem)


def test_names_alike_but_for_the_letter_are_classes_of_one_fund() -> None:
    assert are_classes(AI_A, AI_C)
    assert not are_classes(AI_A, CHIP_A)
    assert not are_classes(AI_A, fund("012735", "示例人工智能主题ETF联接"))


def test_a_common_parent_makes_classes_whatever_the_names() -> None:
    assert are_classes(fund("100001", "甲"), fund("100002", "乙", parent="100001"))


def test_an_instrument_that_is_no_fund_is_a_class_of_itself_alone() -> None:
    assert are_classes(BANK, BANK)
    assert not are_classes(BANK, INDEX)
    assert not are_classes(BANK, BOND)


@pytest.mark.parametrize(
    ("name", "currency"),
    [("示例全球美元A", "美元"), ("示例美元债A", ""), ("示例美元债A(人民币)", "人民币"), ("示例成长A", "")],
)
def test_a_class_says_its_currency(name: str, currency: str) -> None:
    assert currency_of(name) == currency
