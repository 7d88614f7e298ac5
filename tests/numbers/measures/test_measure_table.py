"""The table of measures: each entry is whole, and a question that it cannot answer is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import Ask
from builder.numbers.measures.measure_table import ENTRIES, MEASURES
from tests.numbers.folder import FUND, HISTORY, ask, fund, snapshot_of

INDEX = {"indexes.csv": "code,name\nS00001,示例指数\n"}


def test_every_measure_tells_readers_what_it_is() -> None:
    assert list(MEASURES) == list(ENTRIES)
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert (
            measure.label and measure.formula and measure.source and measure.window in ("none", "optional", "required")
        )
    with pytest.raises(TypeError):
        MEASURES["mine"] = MEASURES["nav"]  # type: ignore[index]


def test_unknown_names_are_our_own_mistake(tmp_path: Path) -> None:
    snapshot = fund(tmp_path, HISTORY.splitlines()[1:])
    for wrong in (
        Ask(series="fund:990009", measure="nav"),
        Ask(series="fund:990001", measure="naw"),
        Ask(series="fund:990001", measure="return", window="9y"),
        Ask(series="fund:990001", measure="calendar-year", window="1y"),
    ):
        with pytest.raises(KeyError):
            snapshot.answer(wrong)


def test_a_measure_that_a_kind_lacks_is_no_number(tmp_path: Path) -> None:
    answer = ask(fund(tmp_path, HISTORY.splitlines()[1:]), "close")
    assert (answer.value, answer.note) == (None, "此类品种没有这一指标")


def test_made_up_data_are_marked_in_every_answer(tmp_path: Path) -> None:
    files = {"funds.csv": FUND, "nav/990001.csv": HISTORY, **INDEX, "index/S00001.csv": "date,close\n2024-01-05,9\n"}
    snapshot = snapshot_of(tmp_path, {**files, "sources.yml": "nav: {origin: 脚本, synthetic: true}\n"})
    assert snapshot.directory.synthetic
    assert snapshot.directory.instruments["fund:990001"].synthetic
    assert not snapshot.directory.instruments["index:S00001"].synthetic
    assert ask(snapshot, "nav").synthetic and not ask(snapshot, "close", "index:S00001").synthetic
    assert snapshot.directory.data_as_of == {"nav": "2024-01-03", "index": "2024-01-05"}
