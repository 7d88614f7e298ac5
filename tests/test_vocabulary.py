"""The vocabulary: each list is whole, and what stands in two places agrees."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from builder import numbers
from builder.numbers.files.data_layout import read_layout
from builder.numbers.series.day_numbers import day, iso, window_base
from builder.vocabulary import (
    ALL_SETS,
    ALLOCATION,
    CALENDARS,
    CARD_WINDOWS,
    CATALOGUE_SETS,
    KINDS,
    MARKETS,
    SETS,
    UNITS,
    WINDOWS,
)


def test_a_kind_of_instrument_agrees_with_its_set_and_its_unit() -> None:
    measures = numbers.measures_by_name()
    for name, kind in KINDS.items():
        assert kind.name == kind.histories.kind == name
        assert kind.histories.catalogue == f"{kind.plural}.csv"
        assert SETS[kind.histories.name] is kind.histories
        assert UNITS[kind.unit].is_level
        assert name in measures[kind.level].kinds
        assert (name in measures["adjusted"].kinds) == kind.pays


def test_markets_list_known_kinds() -> None:
    for name, market in MARKETS.items():
        numbered = {kind for kind, _ in market.code_prefixes}
        assert market.name == name and numbered <= set(market.kinds) <= set(KINDS)


def test_catalogues_come_before_histories_and_each_set_once() -> None:
    order = [ALL_SETS.index(name) for name in (*CATALOGUE_SETS, CALENDARS, *SETS, ALLOCATION)]
    assert order == list(range(len(ALL_SETS)))


def test_every_measure_has_a_known_unit_and_known_kinds() -> None:
    for measure in numbers.measures_by_name().values():
        assert measure.unit in UNITS
        assert set(measure.kinds) <= {*KINDS, "set"}


@pytest.mark.parametrize("name", WINDOWS)
def test_a_window_of_fixed_length_has_one_length_and_a_note(name: str) -> None:
    window = WINDOWS[name]
    assert window.name == name and window.label
    assert window.is_fixed == bool(window.length) == (bool(window.days) != bool(window.months))
    if window.is_fixed:
        assert window_base(day("2024-02-20"), name) < day("2024-02-20")


def test_windows_are_listed_shortest_first() -> None:
    fixed = [iso(window_base(day("2024-12-31"), name)) for name, window in WINDOWS.items() if window.is_fixed]
    assert fixed == sorted(fixed, reverse=True)
    assert CARD_WINDOWS == ("1m", "3m", "6m", "1y", "ytd", "launch")


def test_every_set_of_histories_has_a_folder_in_the_data_layout(tmp_path: Path) -> None:
    for name, spec in SETS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "000001.csv").write_text(f"date,{spec.value}\n", encoding="utf-8")
        (tmp_path / spec.catalogue).write_text("code,name\n", encoding="utf-8")
    files = read_layout(tmp_path, "data")
    assert files.problems == ()
    assert {name: list(histories) for name, histories in files.histories.items()} == {name: ["000001"] for name in SETS}
    assert set(files.catalogues) == {spec.catalogue for spec in SETS.values()}


def test_it_imports_nothing_but_the_standard_library() -> None:
    script = "import sys; before = set(sys.modules); import builder.vocabulary; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names} == {
        "builder",
        "builder.vocabulary",
    }
