"""Frozen numbers of published briefings are recorded once; a recorded number is never changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.site_build.ledger import decode_ledger
from tests.frozen_briefing import FROZEN
from tests.recorded_site import FUND, LAST, LEDGER, PAGE, note, recorded_site, restate
from tests.site import SmallSite, history


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return recorded_site(tmp_path_factory.mktemp("ledger"))


@pytest.fixture
def site(recorded: SmallSite, tmp_path: Path) -> SmallSite:
    return recorded.copy(tmp_path / "site")


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
    (return_row,) = [row for row in rows if row["ask"]["series"] == "fund:990101" and row["ask"]["measure"] == "return"]
    assert len(return_row.pop("seen")) == 32
    value = return_row.pop("value")
    assert f'value="{value!r}"' in recorded.read("site/briefings/frozen/index.html")
    assert return_row == {
        "ask": {"as_of": LAST, "measure": "return", "series": "fund:990101", "window": "1y"},
        "from": "2023-02-17",
        "to": LAST,
        "through": LAST,
        "unit": "ratio",
        "recorded": "2024-03-01",
    }


def test_a_record_is_written_once_and_nothing_is_said_while_the_data_agree(site: SmallSite) -> None:
    before = site.read(LEDGER)
    assert site.command_here("publish-record").stdout == "Every published number is already recorded.\n"
    site.write(FUND, history(1.0, 0.0005, days=430))
    assert site.build().problems == ()
    assert note(site) == ""
    assert site.read(LEDGER) == before


def test_a_number_that_was_added_later_is_recorded_and_the_others_stay(site: SmallSite) -> None:
    before = decode_ledger(site.read(LEDGER), "")
    restate(site, 1.003)
    site.write(PAGE, FROZEN + "\n近三月 {{ 990201 return 3m }}。\n")
    assert site.command_here("publish-record").returncode == 0
    after = decode_ledger(site.read(LEDGER), "")
    assert {ask: row for ask, row in after.items() if ask in before} == before
    assert [ask.window for ask in after.keys() - before.keys()] == ["3m"]
