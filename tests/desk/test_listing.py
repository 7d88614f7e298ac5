"""`briefings list`: what an author can name."""

from __future__ import annotations

import json

from builder.desk.listing import rows, table
from tests.site import NOW, SmallSite


def test_funds_have_their_code_name_and_days(small_site: SmallSite) -> None:
    funds = rows(small_site.root / "mkdocs.yml", "funds", now=NOW)
    assert [fund["code"] for fund in funds] == ["990101", "990102", "990201"]
    assert funds[0] == {"code": "990101", "name": "示例人工智能联接A", "from": "2023-01-03", "to": "2024-02-26"}


def test_series_are_all_instruments_and_those_without_history_have_no_days(small_site: SmallSite) -> None:
    series = {row["series"]: row for row in rows(small_site.root / "mkdocs.yml", "series", now=NOW)}
    assert list(series) == ["fund:990101", "fund:990102", "fund:990201", "index:X90713", "stock:EXGPU"]
    assert series["stock:EXGPU"]["to"] == ""


def test_measures_need_no_data(small_site: SmallSite) -> None:
    measures = {row["measure"]: row for row in rows(small_site.root / "nowhere.yml", "measures", now=NOW)}
    assert {"nav", "return", "drawdown"} <= set(measures)
    assert all(row["label"] and row["of"] for row in measures.values())


def test_columns_stand_below_each_other_also_in_chinese() -> None:
    assert table([{"a": "中", "b": "x"}, {"a": "abc", "b": "y"}]) == "a    b\n中   x\nabc  y"
    assert table([]) == "There is none."


def test_the_command_prints_a_table_or_json(small_site: SmallSite) -> None:
    told = small_site.command("list", "funds")
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[1].startswith("990101  示例人工智能联接A")
    listed = json.loads(small_site.command("list", "series", "--format", "json").stdout)
    assert listed[-1]["series"] == "stock:EXGPU"
    assert small_site.command("list", "founds").returncode == 2
