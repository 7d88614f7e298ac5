"""No text brings in the characters of the builder's holes, or those that no page or feed can hold, however they are written."""

from __future__ import annotations

import pytest

from builder.forbidden_characters import forbidden_in_file, forbidden_in_value, starts_formula
from builder.model import HOLE_CLOSE, HOLE_OPEN, ROOT


def test_each_forbidden_character_of_a_file_is_told_at_its_place_the_first_ten() -> None:
    problems = forbidden_in_file("一\n二\ue000\n\n\x10" + "\ue00f" * 20, path="a.csv")
    assert [(one.id, one.path, one.line, one.column) for one in problems[:3]] == [
        ("reserved-character", "a.csv", 2, 2),
        ("not-text", "a.csv", 4, 1),
        ("reserved-character", "a.csv", 4, 2),
    ]
    assert len(problems) == 10


@pytest.mark.parametrize(
    "character", [HOLE_OPEN, HOLE_CLOSE, ROOT, "\ue00f", "\x00", "\x10", "\x7f", "\ud800", "\uffff"]
)
def test_a_decoded_value_may_not_hold_it_either(character: str) -> None:
    problem = forbidden_in_value(f"甲{character}乙", path="a.yml", line=3, column=5, length=8)
    assert (problem is None) == (character == "\x7f")  # XML allows it
    if problem:
        assert (problem.path, problem.line, problem.column, problem.length) == ("a.yml", 3, 5, 8)


def test_letters_tabs_line_ends_and_other_private_characters_pass() -> None:
    assert forbidden_in_file("中文 é 😀\t\r\n\ue010\uf8ff\u2028\x85", path="a.md") == []


@pytest.mark.parametrize("sign", ["=", "＝", "@", "＠", "+", "－", "\t", "\r"])
@pytest.mark.parametrize("blanks", ["", " ", "\u3000", "\u00a0 "])
def test_a_cell_may_start_a_formula_behind_blanks_and_with_full_width_signs(sign: str, blanks: str) -> None:
    assert starts_formula(f"{blanks}{sign}1+2")
    assert not starts_formula(f"{blanks}甲{sign}1+2")
