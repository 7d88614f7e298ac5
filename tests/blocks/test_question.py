"""Each mistake of an expression is a problem at its word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from builder import blocks
from builder.model import Ask, Directory
from tests.blocks.block_examples import (
    AI_A,
    DIRECTORY,
    number,
    problems,
    slot,
)


@pytest.mark.parametrize(
    ("words", "cut"),
    [({}, "2024-02-19"), ({"live": True}, ""), ({"as_of": "2023-12-31"}, "2023-12-31")],
)
def test_a_number_is_cut_off_at_the_pages_date_unless_it_says_otherwise(words: dict[str, Any], cut: str) -> None:
    mark = number("{{ 012733 nav }}", series="012733", measure="nav", **words)
    assert blocks.asks(slot(mark)) == (Ask(series="fund:012733", measure="nav", as_of=cut),)


def test_since_publication_counts_from_the_pages_date_and_is_live() -> None:
    mark = number("{{ 012733 since-publication }}", series="012733", measure="since-publication")
    assert blocks.asks(slot(mark)) == (Ask(series="fund:012733", measure="since-publication", start="2024-02-19"),)
    assert problems(mark, as_of="")[0].message == "this page has no date to count from"


def test_a_calendar_year_takes_a_year() -> None:
    good = number("{{ 012733 calendar-year 2023 }}", series="012733", measure="calendar-year", window="2023")
    assert blocks.asks(slot(good))[0].window == "2023"
    bad = number("{{ 012733 calendar-year 1y }}", series="012733", measure="calendar-year", window="1y")
    assert problems(bad)[0].id == "unknown-window"


@pytest.mark.parametrize(
    ("text", "words", "id", "token", "hint"),
    [
        ("{{ 012735 nav }}", {"series": "012735", "measure": "nav"}, "unknown-series", "012735", "did you mean 0127"),
        ("{{ 000001 nav }}", {"series": "000001", "measure": "nav"}, "ambiguous-series", "000001", "index:000001"),
        ("{{ 012733 retrun }}", {"series": "012733", "measure": "retrun"}, "unknown-measure", "retrun", "return"),
        ("{{ 012733 close }}", {"series": "012733", "measure": "close"}, "measure-not-applicable", "close", "nav"),
        (
            "{{ 012733 history }}",
            {"series": "012733", "measure": "history"},
            "measure-not-applicable",
            "history",
            "chart",
        ),
        ("{{ 012733 return }}", {"series": "012733", "measure": "return"}, "unknown-window", "return", "ytd"),
        ("{{ 012733 nav 1y }}", {"series": "012733", "measure": "nav", "window": "1y"}, "unknown-window", "1y", "1y"),
        (
            "{{ 012733 return 13m }}",
            {"series": "012733", "measure": "return", "window": "13m"},
            "unknown-window",
            "13m",
            "3m",
        ),
        (
            "{{ 012733 nav as precent }}",
            {"series": "012733", "measure": "nav", "format": "precent"},
            "unknown-format",
            "precent",
            "number",
        ),
        (
            "{{ 012733 nav as percent }}",
            {"series": "012733", "measure": "nav", "format": "percent"},
            "unknown-format",
            "percent",
            "plain",
        ),
    ],
)
def test_a_mistake_is_a_problem_at_its_word(text: str, words: dict[str, Any], id: str, token: str, hint: str) -> None:
    (problem,) = problems(number(text, **words))
    assert (problem.path, problem.line, problem.id) == ("briefings/sora.md", 7, id)
    assert (problem.column, problem.length) == (5 + text.index(token), len(token))
    assert hint in problem.hint


def test_all_mistakes_of_a_page_are_listed() -> None:
    first = number("{{ X nva as foo }}", series="X", measure="nva", format="foo")
    second = number("{{ 012733 nav as foo }}", line=8, series="012733", measure="nav", format="foo")
    found = [(one.line, one.id) for one in problems(first, second)]
    assert found == [(7, "unknown-series"), (7, "unknown-measure"), (8, "unknown-format")]


def test_the_nav_of_a_money_fund_is_no_question() -> None:
    money = replace(AI_A, history_of="income")
    directory = Directory(instruments={**DIRECTORY.instruments, money.id: money})
    (problem,) = problems(number("{{ 012733 nav }}", series="012733", measure="nav"), directory=directory)
    assert (problem.id, problem.column, problem.length) == ("measure-not-applicable", 15, 3)
    assert problem.message == "fund:012733 is a money-market fund, which has no nav"
    assert problem.hint.startswith("its history is of income (万份收益)")


@pytest.mark.parametrize(
    ("written", "hint"),
    [("最大回撤", "did you mean drawdown?"), ("收益", "did you mean return?"), ("drawdwn", "did you mean drawdown?")],
)
def test_a_measure_is_suggested_by_its_name_or_its_chinese_label(written: str, hint: str) -> None:
    (problem,) = problems(number(f"{{{{ 012733 {written} 1y }}}}", series="012733", measure=written, window="1y"))
    assert (problem.id, problem.hint) == ("unknown-measure", hint)
