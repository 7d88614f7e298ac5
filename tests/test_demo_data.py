"""The demo's data files are what its script makes, and speak of nothing that exists."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builder import numbers
from tests.real_data import shared

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "content" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_script_makes_the_committed_files_again_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "examples/demo/make_data.py", tmp_path], check=True, cwd=tmp_path)
    made, committed = files(tmp_path), files(DATA)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


@pytest.mark.parametrize("name", ["funds.csv", "indexes.csv", "stocks.csv"])
def test_every_instrument_says_that_it_is_an_example(name: str) -> None:
    assert [row["name"] for row in rows(name) if "示例" not in row["name"]] == []


def test_companies_and_people_are_examples_too() -> None:
    for row in rows("funds.csv"):
        assert all("示例" in row[column] for column in ("manager_company", "custodian", "managers", "benchmark"))


def test_codes_are_of_no_form_that_an_exchange_uses() -> None:
    assert all(row["code"].startswith("99") and len(row["code"]) == 6 for row in rows("funds.csv"))
    assert all(row["code"].startswith("X") for row in rows("indexes.csv"))
    assert all(row["code"].startswith("EX") for row in rows("stocks.csv"))


def test_every_set_is_marked_synthetic() -> None:
    sources = yaml.safe_load((DATA / "sources.yml").read_text(encoding="utf-8"))
    assert sorted(sources) == ["funds", "index", "indexes", "nav", "stock", "stocks"]
    assert all(said["synthetic"] is True for said in sources.values())


def test_the_data_stay_small() -> None:
    assert sum(len(content) for content in files(DATA).values()) < 1_500_000


def test_the_data_hold_the_cases_that_builders_get_wrong() -> None:
    navs = {row["code"]: rows(f"nav/{row['code']}.csv") for row in rows("funds.csv")}
    assert any(row["dividend"] for row in navs["990201"]), "a dividend"
    assert any(row["split"] for row in navs["990204"]), "a split"
    assert len(navs["990205"]) < 10, "a young fund with a weekly NAV"
    assert navs["990303"][-1]["date"] < navs["990101"][-1]["date"], "a QDII fund, a day behind"
    assert any(row["date"] == "2022-12-31" for row in navs["990101"]), "a NAV on a day without trading"
    assert not any("2024-02-09" <= row["date"] <= "2024-02-18" for row in navs["990101"]), "the Spring Festival"


def test_a_c_class_falls_behind_its_a_class() -> None:
    a_class, c_class = rows("nav/990101.csv"), rows("nav/990102.csv")
    lead = [float(a["nav"]) - float(c["nav"]) for a, c in zip(a_class, c_class, strict=True)]
    assert lead[-1] > lead[len(lead) // 2] > lead[0] >= 0


@pytest.mark.real
def test_no_fund_of_the_real_directory_has_such_a_code_or_name() -> None:
    directory = shared() / "raw" / "fundcode_search.js"
    text = directory.read_text(encoding="utf-8-sig")
    real = json.loads(text[text.index("[") : text.rindex("]") + 1])
    codes, names = {row[0] for row in real}, {row[2] for row in real}
    assert len(codes) > 10_000
    assert [row["code"] for row in rows("funds.csv") if row["code"] in codes or row["name"] in names] == []


def test_nothing_of_the_catalogues_is_noted() -> None:
    """Whoever builds the demo first shall see no note that says what is missing."""
    assert numbers.load(DATA, risk_free=0.015, trading_days=252).directory.notes == ()
