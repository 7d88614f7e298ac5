"""A renamed fund keeps its old name as an alias, with the day, and briefings that use the old name still build."""

from __future__ import annotations

from pathlib import Path

from builder.blocks.resolve_instrument import is_called
from builder.model import Instrument
from builder.numbers.sources.former_names import with_former_names
from builder.vocabulary import alias_names
from tests.numbers.sources.source_files import rows, source, staged


def renamed(present: dict[str, str], fetched: dict[str, str]) -> tuple[str, list[str]]:
    facts, notes = with_former_names(present, fetched, "fund:012733", "funds.csv", "2024-03-01")
    return facts.get("aliases", ""), [note.message for note in notes]


def test_a_name_that_is_lost_becomes_an_alias_with_the_day_and_a_note() -> None:
    aliases, messages = renamed({"name": "旧名", "aliases": "别名"}, {"name": "新名"})
    assert aliases == "别名;旧名@2024-03-01"
    assert messages == ["renamed: 旧名 is now 新名; the old name stays as an alias, so that briefings may use it"]


def test_a_name_that_stays_in_any_way_is_no_alias() -> None:
    assert renamed({"name": "甲"}, {"name": "甲"}) == ("", [])
    assert renamed({"name": "甲"}, {"short_name": "乙"}) == ("", [])
    assert renamed({"name": "甲", "short_name": "乙"}, {"name": "乙", "short_name": "甲"}) == ("", [])
    assert renamed({"name": "甲", "aliases": "甲@2023-01-01"}, {"name": "乙"}) == ("", [])


def test_an_alias_is_a_name_without_its_day() -> None:
    assert alias_names("甲;乙@2024-03-01|丙") == ["甲", "乙", "丙"]
    facts = {"name": "新名", "aliases": "旧名@2024-03-01"}
    fund = Instrument(id="fund:012733", code="012733", name="新名", facts=facts, has_history=True)
    assert is_called(fund, "旧名") and is_called(fund, "新名") and not is_called(fund, "旧名@2024-03-01")


def test_a_refresh_of_the_catalogue_says_so_once(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/funds.csv").write_text("code,name\n012733,旧名\n", encoding="utf-8")
    raw = "基金代码,基金简称\n012733,新名\n".encode()
    assert rows(tmp_path, raw, "funds") == ["code,name,aliases", "012733,新名,旧名@2024-03-01"]
    result, folder = staged(tmp_path, source("funds", location="012733.csv", codes=("012733",)))
    assert [(note.id, note.series) for note in result.notes] == [("renamed", "fund:012733")]
    (tmp_path / "data/funds.csv").write_bytes((folder / "funds.csv").read_bytes())
    assert rows(tmp_path, raw, "funds") == ["code,name,aliases", "012733,新名,旧名@2024-03-01"]
    assert staged(tmp_path, source("funds", location="012733.csv", codes=("012733",)))[0].notes == ()
