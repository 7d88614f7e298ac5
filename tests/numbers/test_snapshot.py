"""What a snapshot names: its directory, and all that an answer may depend on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.cache.codec import decode, to_json
from builder.model import Directory
from builder.numbers import load
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import FUND, HISTORY, snapshot_of, write

FILES = {
    "funds.csv": "code,name,index,benchmark\n990001,甲,S00001,示例指数×95%+现金×5%\n990002,乙,,\n",
    "indexes.csv": "code,name\nS00001,示例指数\n",
    "nav/990001.csv": HISTORY,
    "nav/990002.csv": HISTORY,
    "index/S00001.csv": "date,close\n2024-01-02,100\n2024-01-03,101\n",
}


def changed(tmp_path: Path, name: str, old: str, new: str) -> tuple[Snapshot, Snapshot]:
    """The snapshots before and after a change in one file."""
    assert old in FILES[name]
    after = {**FILES, name: FILES[name].replace(old, new)}
    return snapshot_of(tmp_path / "before", FILES), snapshot_of(tmp_path / "after", after)


@pytest.mark.parametrize(
    ("change", "moved"),
    [
        (("nav/990001.csv", "1.0100", "1.0200"), {"fund:990001"}),
        (("nav/990001.csv", "1.0100", "1.01"), set()),
        (("index/S00001.csv", "101", "102"), {"fund:990001", "index:S00001"}),
        (("funds.csv", "乙", "丙"), {"fund:990002"}),
        (("funds.csv", "现金×5%", "存款×5%"), {"fund:990001"}),
    ],
)
def test_only_what_an_answer_may_depend_on_is_seen(
    tmp_path: Path, change: tuple[str, str, str], moved: set[str]
) -> None:
    before, after = changed(tmp_path, *change)
    ids = before.directory.instruments
    assert {id_ for id_ in ids if before.scope_digest(id_, "") != after.scope_digest(id_, "")} == moved
    assert {id_ for id_ in ids if before.directory.digests[id_] != after.directory.digests[id_]} == moved


def test_a_change_after_the_cut_off_is_not_seen(tmp_path: Path) -> None:
    before, after = changed(tmp_path, "index/S00001.csv", "101", "102")
    assert before.scope_digest("fund:990001", "2024-01-02") == after.scope_digest("fund:990001", "2024-01-02")
    assert before.scope_digest("fund:990001", "2024-01-03") != after.scope_digest("fund:990001", "2024-01-03")


def test_the_settings_and_a_mark_as_made_up_are_seen(tmp_path: Path) -> None:
    plain_one = snapshot_of(tmp_path, FILES)
    other = load(tmp_path, risk_free=0.02, trading_days=252)
    marked = snapshot_of(tmp_path, {"sources.yml": "nav: {synthetic: true}\n"})
    seen = {one.scope_digest("fund:990002", "") for one in (plain_one, other, marked)}
    assert len(seen) == 3


def test_the_directory_says_what_there_is(tmp_path: Path) -> None:
    directory = snapshot_of(tmp_path, FILES).directory
    assert list(directory.instruments) == ["fund:990001", "fund:990002", "index:S00001"]
    fund = directory.instruments["fund:990001"]
    assert (fund.code, fund.name, fund.has_history, fund.synthetic) == ("990001", "甲", True, False)
    assert fund.facts == {"index": "S00001", "benchmark": "示例指数×95%+现金×5%"}
    assert directory.data_as_of == {"nav": "2024-01-03", "index": "2024-01-03"}
    assert decode(Directory, json.loads(to_json(directory))) == directory


def test_an_empty_folder_has_nothing_and_is_no_problem(tmp_path: Path) -> None:
    directory = snapshot_of(tmp_path, {}).directory
    assert (directory.instruments, directory.data_as_of, directory.synthetic) == ({}, {}, False)


def test_the_same_files_give_the_same_digests_wherever_they_lie(tmp_path: Path) -> None:
    write(tmp_path / "a", {"funds.csv": FUND, "nav/990001.csv": HISTORY})
    write(tmp_path / "b", {"nav/990001.csv": HISTORY, "funds.csv": FUND})
    one, other = (load(tmp_path / name, risk_free=0.015, trading_days=252) for name in ("a", "b"))
    assert one.directory == other.directory


def test_the_year_of_live_questions_is_seen(tmp_path: Path) -> None:
    """A fund without a row of this year says which year that is; the last day of its set tells."""
    digests = set()
    for last in ("2024-12-20", "2024-12-23", "2025-01-10"):
        files = {**FILES, "nav/990002.csv": f"date,nav\n2024-01-02,1.0\n{last},1.01\n", "nav/990001.csv": HISTORY}
        files["nav/990001.csv"] = "date,nav\n2022-12-30,1.0\n2023-12-29,1.02\n"
        snapshot = snapshot_of(tmp_path / last, files)
        digests.add(snapshot.scope_digest("fund:990001", ""))
    assert len(digests) == 2
