"""The ledger: every frozen number is recorded once, added numbers join it, and a file that is no ledger is a problem."""

from __future__ import annotations

import pytest

from builder.model import Ask
from builder.problem import Failed
from builder.site_build.ledger import decode_ledger, encode_ledger, frozen_asks, point_names
from tests.recorded_site import LAST, LEDGER
from tests.site import SmallSite

LEVELS = '[{"ask": {"series": "x", "measure": "history"}, "value": 1, "through": "2024-02-19", "levels": [1, 2]}]'


@pytest.fixture
def site(recorded_copy: SmallSite) -> SmallSite:
    """The site with a ledger, for a test that changes it."""
    return recorded_copy


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '[{"ask": {"series": "x"}}]', '[{"ask": {"serie": "x"}, "value": 1}]', LEVELS]
)
def test_what_is_no_ledger_is_a_problem(site: SmallSite, text: str) -> None:
    site.write(LEDGER, text)
    problems = site.build().problems
    assert [(problem.path, problem.id) for problem in problems] == ([(LEDGER, "bad-ledger")] if text != "{}" else [])


def test_a_ledger_is_the_same_bytes_in_any_order() -> None:
    rows = [
        {"ask": {"series": series, "measure": "nav"}, "value": 1.0, "to": LAST, "through": LAST}
        for series in ("b", "a")
    ]
    assert encode_ledger(rows) == encode_ledger(reversed(rows))
    assert list(decode_ledger(encode_ledger(rows), "")) == [Ask(series=series, measure="nav") for series in ("a", "b")]
    with pytest.raises(Failed):
        decode_ledger("[", "")


def test_what_has_no_cut_off_or_no_history_is_not_frozen_and_the_rest_is_asked_once() -> None:
    nav, shown = (Ask(series="fund:990101", measure=measure, as_of=LAST) for measure in ("nav", "risk"))
    live = Ask(series="fund:990101", measure="nav")
    begun = Ask(series="fund:990101", measure="effective-date", as_of=LAST)
    date = Ask(series="fund:990101", measure="date", as_of=LAST)
    assert frozen_asks([nav, live, shown, begun, date, nav]) == [date, nav]


def test_the_days_of_a_line_are_counted_from_its_first_and_shares_have_names() -> None:
    assert point_names({"from": "2024-02-28", "steps": [1, 1, 3]}) == [
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
        "2024-03-04",
    ]
    assert point_names({"names": ["示例图芯", "示例网芯"]}) == ["示例图芯", "示例网芯"]


@pytest.mark.parametrize(
    "text", ["[" * 30_000 + "]" * 30_000, '{"a":' * 30_000, '[{"ask": {"series": "a\\ue000"}}]', "[1e999]", "5"]
)
def test_any_other_json_is_a_problem(text: str) -> None:
    with pytest.raises(Failed) as failed:
        decode_ledger(text, "ledger/a.json")
    assert {one.id for one in failed.value.problems} <= {"bad-ledger", "reserved-character"}
    assert "Recursion" not in failed.value.problems[0].message


def test_a_control_character_that_json_spells_is_refused() -> None:
    with pytest.raises(Failed) as failed:
        decode_ledger('[{"ask": {"series": "fund:012733\\u0001", "measure": "nav"}}]', "ledger/a.json")
    assert failed.value.problems[0].id == "not-text"
