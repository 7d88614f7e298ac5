"""Fifty queries, and what a reader expects on top."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.model import Directory, Instrument
from tests.search.small_index import briefing, codes, index, searching, urls

GIVEN: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ranking.yml").read_text("utf-8"))
FUNDS = Path(__file__).parent.parent.parent / "examples/sora/content/data/funds.csv"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    rows = list(csv.DictReader(FUNDS.read_text("utf-8").splitlines()))
    instruments = {
        f"fund:{row['code']}": Instrument(
            id=f"fund:{row['code']}",
            code=row["code"],
            name=row["name"],
            facts={name: value for name, value in row.items() if value and name not in ("code", "name")},
        )
        for row in rows
    }
    pages = [
        briefing(
            entry["slug"],
            title=entry["title"],
            date=str(entry["date"]),
            column=entry["series"],
            topics=tuple(entry["topics"]),
            funds=tuple(entry.get("funds", ())),
            text=entry["text"].replace("。## ", "。\n\n## ").replace("？", "？\n\n"),
        )
        for entry in GIVEN["briefings"]
    ]
    return index(tmp_path_factory.mktemp("cache"), pages, Directory(instruments=instruments))


def test_there_are_fifty() -> None:
    assert len(GIVEN["queries"]) >= 50


@pytest.mark.parametrize(("typed", "first"), GIVEN["queries"], ids=[str(query[0]) for query in GIVEN["queries"]])
def test_what_is_expected_comes_first(files: dict[str, bytes], typed: str, first: str | list[str]) -> None:
    found = searching(files)(typed)
    assert [*codes(found), *urls(found)][:1] == ([first] if isinstance(first, str) else first)
