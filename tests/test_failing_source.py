"""A source that fails says so on every page that depends on it, on no other, and no longer once it recovers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk.declared_source import CODES, CSV, declare, export, exported, run, served
from tests.numbers.sources.server import Says, Server
from tests.site import FILES, SmallSite

SAID = '<span class="failing">净值来源（编造）自 <time datetime="2024-03-05">2024年3月5日</time> 起未能更新</span>'


def saying(site: SmallSite) -> set[str]:
    return {name for name, content in site.pages().items() if b'class="failing"' in content}


@pytest.mark.slow
def test_pages_with_live_numbers_say_that_their_source_fails_until_it_recovers(
    site: SmallSite, tmp_path: Path, server: Server
) -> None:
    served(site, server)
    assert run(site).is_complete
    assert site.build().problems == ()
    fine = site.pages()
    assert saying(site) == set()
    for code in CODES:
        server.says(f"/{code}.csv", Says(status=404))
    run(site)
    assert site.build().problems == ()
    live = {f"funds/{code}/index.html" for code in ("990101", "990102", "990201")}
    assert saying(site) == {*live, "index.html", "funds/index.html", "compare/index.html", "briefings/a/index.html"}
    assert SAID in site.read("site/briefings/a/index.html")
    cold = SmallSite.make(tmp_path / "cold", {**FILES})
    cold.write("mkdocs.yml", site.read("mkdocs.yml"))
    for path in (site.root / "content").rglob("*"):
        if path.is_file():
            cold.write(path.relative_to(site.root).as_posix(), path.read_text("utf-8"))
    assert cold.build().problems == ()
    assert cold.pages() == site.pages()
    run(site, now=datetime(2024, 3, 9, tzinfo=UTC))  # it fails again: what readers are told is since when
    result = site.build()
    assert "fragments" not in result.counts
    assert SAID in site.read("site/funds/990101/index.html")
    for code, step in CODES.items():
        server.says(f"/{code}.csv", Says(body=export(step), headers=CSV))
    assert run(site).is_complete
    assert site.build().problems == ()
    assert {**site.pages(), "build.json": b""} == {**fine, "build.json": b""}


def test_where_one_file_fails_the_pages_of_its_fund_alone_say_so(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(status=404))
    run(site)
    assert site.build().problems == ()
    assert SAID in site.read("site/funds/990101/index.html")
    assert saying(site) == {"funds/990101/index.html", "index.html", "briefings/a/index.html"}


def test_a_failing_index_is_no_matter_of_a_funds_page(site: SmallSite) -> None:
    site.write("content/data/status.csv", "set,since,last_success,last_attempt,reason\nindex,2024-03-05,,,x\n")
    assert site.build().problems == ()
    assert saying(site) == {"index.html"}  # which lists the indexes that briefings name


def test_the_failing_source_of_a_catalogue_is_told_where_its_facts_are_shown(site: SmallSite) -> None:
    fine = site.pages()
    site.write("content/data/status.csv", "set,since,last_success,last_attempt,reason\nfunds,2024-03-05,,,x\n")
    assert site.build().problems == ()
    said = '<span class="failing">资料来源自 <time datetime="2024-03-05">2024年3月5日</time> 起未能更新</span>'
    assert said in site.read("site/funds/990101/index.html")
    assert said in site.read("site/briefings/a/index.html")
    (site.root / "content/data/status.csv").unlink()
    assert site.build().problems == ()
    assert {**site.pages(), "build.json": b""} == {**fine, "build.json": b""}


def test_a_fund_with_an_undeclared_split_says_what_is_missing_on_its_own_pages_until_it_is_declared(
    site: SmallSite,
) -> None:
    head, *rows = export(0.0005).decode("gb18030").splitlines()
    halved = [
        f"{day},{float(nav) / 2:.4f},{growth}" if day >= "2024/02/29" else f"{day},{nav},{growth}"
        for day, nav, growth in (row.split(",") for row in rows)
    ]
    exported(site, f990101="\n".join([head, *halved, ""]).encode("gb18030"))
    report = run(site)
    (problem,) = report.problems
    assert (problem.id, site.build().problems) == ("undeclared-split", ())
    told = "净值来源（编造；2024-02-29 疑有份额拆分或折算，待确认）自 <time"
    assert told in site.read("site/funds/990101/index.html")
    assert "待确认" not in site.read("site/funds/990102/index.html")
    assert "nav/990101,2024-03-05" in site.read("content/data/status.csv")
    # The message has the line to write.
    line = problem.hint.partition("sources.yml: ")[2].partition("; 1 for")[0]
    assert line == "splits: {990101: {2024-02-29: 2}}"
    declare(site, f'fetcher: file, from: "exports/{{code}}.csv", {line}')
    assert run(site).is_complete
    assert site.build().problems == ()
    assert "待确认" not in site.read("site/funds/990101/index.html")
    assert not (site.root / "content/data/status.csv").exists()
