"""Failing sources are listed in status.csv until they succeed; unchanged files are not fetched again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from builder.desk import source_memory
from builder.desk.source_memory import SourceMemory
from tests.desk.declared_source import CODES, CSV, NOW, export, run, served
from tests.numbers.sources.server import Says, Server
from tests.site import SmallSite, history


def test_a_source_that_recovers_is_removed_from_the_status(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(status=404))
    run(site)
    server.says("/990101.csv", Says(body=export(0.0005), headers=CSV))
    assert [outcome.state for outcome in run(site).outcomes] == ["accepted"]
    assert not (site.root / "content/data/status.csv").exists()


def test_a_server_is_asked_for_changes_only_unless_the_files_were_edited(site: SmallSite, server: Server) -> None:
    served(site, server)
    for code, step in CODES.items():
        headers = {"ETag": f'"{code}"', "Last-Modified": "Mon, 04 Mar 2024 12:00:00 GMT"}
        server.says(f"/{code}.csv", Says(body=export(step), headers=headers))
    run(site)
    server.asked.clear()
    assert [outcome.state for outcome in run(site).outcomes] == ["unchanged"]
    assert [headers["If-None-Match"] for _, headers in server.asked] == [f'"{code}"' for code in CODES]
    assert all(headers["If-Modified-Since"].startswith("Mon") for _, headers in server.asked)
    site.write("content/data/nav/990101.csv", history(1.0, 0.0005, days=420))  # by hand
    server.asked.clear()
    assert [outcome.state for outcome in run(site).outcomes] == ["accepted"]
    assert not any("If-None-Match" in headers for _, headers in server.asked)


def test_where_one_file_fails_the_others_are_asked_for_changes_only(site: SmallSite, server: Server) -> None:
    served(site, server)
    for code, step in CODES.items():
        server.says(f"/{code}.csv", Says(body=export(step), headers={"ETag": f'"{code}"', **CSV}))
    server.says("/990102.csv", Says(status=404))
    run(site)
    server.asked.clear()
    (outcome,) = run(site).outcomes
    assert (outcome.state, list(outcome.refused)) == ("unchanged", ["990102"])
    asked = {path: headers.get("If-None-Match") for path, headers in server.asked}
    assert asked == {"/990101.csv": '"990101"', "/990102.csv": None, "/990201.csv": '"990201"'}


def test_the_first_failure_stays_the_date_that_readers_are_told(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(status=404))
    run(site)
    run(site, now=NOW + timedelta(days=4))
    (row,) = source_memory.read(site.root / "content/data")
    assert (row["set"], row["since"], row["last_attempt"][:10]) == ("nav/990101", "2024-03-05", "2024-03-09")


def test_a_damaged_memory_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / ".refresh.json").write_text("{", encoding="utf-8")
    assert SourceMemory.read(tmp_path) == SourceMemory()
