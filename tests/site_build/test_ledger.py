"""The ledger: every frozen number is recorded once, added numbers join it, and a file that is no ledger is a problem."""

from __future__ import annotations

import json

import pytest

from builder.model import Ask
from builder.problem import Failed
from builder.site_build.ledger import decode_ledger, encode_ledger, frozen_asks, point_names
from tests.frozen_briefing import FROZEN
from tests.site import SmallSite
from tests.site_build.recorded_site import LAST, LEDGER, PAGE, restate

LEVELS = '[{"ask": {"series": "x", "measure": "history"}, "value": 1, "through": "2024-02-19", "levels": [1, 2]}]'


@pytest.fixture
def site(recorded_copy: SmallSite) -> SmallSite:
    """The site with a ledger, for a test that changes it."""
    return recorded_copy


def test_every_frozen_number_is_recorded_unrounded_with_its_dates_and_digest(recorded: SmallSite) -> None:
    rows = json.loads(recorded.read(LEDGER))
    asked = {(row["ask"]["series"], row["ask"]["measure"], row["ask"].get("window", "")) for row in rows}
    assert asked == {
        *(("fund:990101", name, "1y") for name in ("return", "drawdown", "tracking-error")),
        *(("fund:990101", name, "") for name in ("nav", "date", "history")),
        ("index:X90713", "return", "3m"),
        ("index:X90713", "history", ""),
        # Neither fund has a 2023 of its own: what is no number is not recorded.
        ("fund:990201", "nav", ""),
        ("fund:990201", "return", "1y"),
    }
    (entry,) = [row for row in rows if row["ask"]["series"] == "fund:990101" and row["ask"]["measure"] == "return"]
    assert len(entry.pop("seen")) == 32
    value = entry.pop("value")
    assert f'value="{value!r}"' in recorded.read("site/briefings/frozen/index.html")
    assert entry == {
        "ask": {"as_of": LAST, "measure": "return", "series": "fund:990101", "window": "1y"},
        "from": "2023-02-17",
        "to": LAST,
        "through": LAST,
        "unit": "ratio",
        "recorded": "2024-03-01",
    }


def test_a_number_that_was_added_later_is_recorded_and_the_others_stay(site: SmallSite) -> None:
    before = decode_ledger(site.read(LEDGER), "")
    restate(site, 1.003)
    site.write(PAGE, FROZEN + "\n近三月 {{ 990201 return 3m }}。\n")
    assert site.command("publish-record").returncode == 0
    after = decode_ledger(site.read(LEDGER), "")
    assert {ask: row for ask, row in after.items() if ask in before} == before
    assert [ask.window for ask in after.keys() - before.keys()] == ["3m"]


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
