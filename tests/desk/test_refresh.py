"""`briefings refresh` installs good data; whatever a source does wrong, no data are lost."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder.problem import Failed
from tests.desk.declared_source import CODES, CSV, EPOCH, QUICK, allow, data, declare, export, exported, run, served
from tests.numbers.sources.server import Says, Server
from tests.real_data import ROOT
from tests.site import SmallSite, history


def test_a_second_refresh_changes_nothing(site: SmallSite) -> None:
    exported(site)
    run(site)
    before = data(site)
    report = run(site)
    assert [outcome.state for outcome in report.outcomes] == ["unchanged"]
    assert data(site) == before
    assert not report.impact.latest and not report.impact.changes


def test_a_dry_run_reports_the_same_and_changes_no_file(site: SmallSite) -> None:
    exported(site)
    before = {path: path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file()}
    dry = run(site, dry_run=True)
    assert {path: path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file()} == before
    wet = run(site)
    assert dry.impact == wet.impact
    assert dry.outcomes == wet.outcomes


def gzip_bomb() -> Says:
    return Says(body=gzip.compress(b"0" * (64 << 20)), headers={"Content-Encoding": "gzip", "Content-Type": "text/csv"})


HTML = {"Content-Type": "text/html; charset=utf-8"}
FAULTS: dict[str, tuple[Callable[[], Says], str]] = {
    "404": (lambda: Says(status=404, body=b"gone"), "fetch-failed"),
    "403": (lambda: Says(status=403, body=b"no"), "fetch-failed"),
    "always 500": (lambda: Says(status=500, body=b"oh"), "fetch-failed"),
    "always 429": (lambda: Says(status=429, headers={"Retry-After": "3600"}), "fetch-failed"),
    "silent": (lambda: Says(body=b"date,nav\n", wait=0.5), "fetch-failed"),
    "a byte now and then": (lambda: Says(body=export(0.0005), headers=CSV, drip=0.02), "fetch-failed"),
    "cut off": (lambda: Says(body=export(0.0005)[:3000], headers=CSV, length=9000), "fetch-failed"),
    "a page for data": (lambda: Says(body="<html>请登录</html>".encode(), headers=HTML), "not-data"),
    "too much": (lambda: Says(body=b"1" * (2 << 20), headers=CSV), "too-large"),
    "a gzip bomb": (gzip_bomb, "too-large"),
    "broken gzip": (lambda: Says(body=b"no gzip", headers={"Content-Encoding": "gzip"}), "fetch-failed"),
    "another host": (lambda: Says(status=302, headers={"Location": "http://elsewhere.invalid/x.csv"}), "fetch-failed"),
    "a file of this machine": (lambda: Says(status=302, headers={"Location": "file:///etc/passwd"}), "bad-value"),
    "in circles": (lambda: Says(status=302, headers={"Location": "/990101.csv"}), "fetch-failed"),
    "half the history": (lambda: Says(body=export(0.0005, days=200), headers=CSV), "shrunken-data"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_server_does_no_data_are_lost_and_the_reason_is_reported(
    fault: str, site: SmallSite, server: Server
) -> None:
    served(site, server)
    answer, id_ = FAULTS[fault]
    server.says("/990101.csv", answer())
    before = data(site)
    report = run(site)
    assert {problem.id for problem in report.problems} == {id_}
    after = data(site)
    is_whole = id_ in ("bad-value", "shrunken-data")  # a wrong declaration, or a source that is wrong as a whole
    row = f"nav{'' if is_whole else '/990101'},2024-03-05,,2024-03-05T00:00:00+00:00,{id_}: "
    assert row in site.read("content/data/status.csv").replace('"', "")
    assert not list((site.root / "content/data").glob(".[io]*")), "staging is left behind"
    if is_whole:
        assert (after, [outcome.state for outcome in report.outcomes]) == (before, ["failed"])
        assert not report.impact.latest
        return
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"nav/990102.csv", "nav/990201.csv"}
    assert [(outcome.state, list(outcome.refused)) for outcome in report.outcomes] == [("accepted", ["990101"])]
    assert "fund:990101" not in {change.series for change in report.impact.latest}
    assert not report.is_complete


# What is wrong with the content of one file.
CONTENT_FAULTS: dict[str, tuple[Callable[[], Says], str]] = {
    "cut off, and honest": (lambda: Says(body=export(0.0005)[:3005], headers=CSV), "bad-cell"),
    "a page called CSV": (lambda: Says(body=b"\n<!DOCTYPE html><html>", headers=CSV), "not-data"),
    "nothing": (lambda: Says(body=b"", headers=CSV), "empty-data"),
    "a header alone": (lambda: Says(body="净值日期,单位净值\n".encode(), headers=CSV), "empty-data"),
    "a quota": (lambda: Says(body=b'{"error": "quota"}', headers={"Content-Type": "application/json"}), "not-data"),
    "other columns": (lambda: Says(body=b"date,volume\n2024-02-20,3\n", headers=CSV), "bad-header"),
    "a day that is none": (lambda: Says(body="净值日期,单位净值\n2024-02-30,1\n".encode(), headers=CSV), "bad-cell"),
    "words": (lambda: Says(body="净值日期,单位净值\n2024-02-20,开放\n".encode(), headers=CSV), "bad-cell"),
}


@pytest.mark.parametrize("fault", CONTENT_FAULTS)
def test_a_file_that_cannot_be_read_as_a_history_keeps_its_old_data_and_no_other_file_does(
    fault: str, site: SmallSite, server: Server
) -> None:
    served(site, server)
    answer, id_ = CONTENT_FAULTS[fault]
    server.says("/990101.csv", answer())
    before = data(site)
    report = run(site)
    assert [outcome.state for outcome in report.outcomes] == ["accepted"]
    assert {problem.id for problem in report.problems} == {id_}
    assert data(site)["nav/990101.csv"] == before["nav/990101.csv"]
    assert data(site)["nav/990201.csv"] != before["nav/990201.csv"]
    assert not site.build().problems


def test_a_redirect_to_another_host_is_followed_only_where_the_settings_allow_it(
    site: SmallSite, server: Server
) -> None:
    served(site, server)
    elsewhere = server.says("/moved.csv", Says(body=export(0.0005), headers=CSV)).replace("127.0.0.1", "localhost")
    server.says("/990101.csv", Says(status=302, headers={"Location": elsewhere}))
    problem = run(site).problems[0]
    assert problem.id == "fetch-failed" and "the host localhost is not allowed" in problem.message
    assert "/moved.csv" not in {path for path, _ in server.asked}
    allow(site, server.host, server.host.replace("127.0.0.1", "localhost"))
    assert [outcome.state for outcome in run(site).outcomes] == ["accepted"]


def test_a_server_that_recovers_is_asked_again(site: SmallSite, server: Server) -> None:
    served(site, server)
    good = Says(body=export(0.0005), headers=CSV)
    server.says("/990101.csv", Says(status=500), Says(status=429, headers={"Retry-After": "0"}), good)
    assert [outcome.state for outcome in run(site).outcomes] == ["accepted"]
    assert [path for path, _ in server.asked].count("/990101.csv") == 3


def test_one_set_fails_and_another_is_accepted(site: SmallSite, server: Server) -> None:
    served(site, server)
    for code in CODES:
        server.says(f"/{code}.csv", Says(status=404))
    (site.root / "exports").mkdir()
    site.write("exports/X90713.csv", history(3000, 0.0006, days=427, column="收盘").replace("date", "日期"))
    url = f"{server.url}/{{code}}.csv"
    site.write(
        "content/data/sources.yml",
        f'nav: {{synthetic: true, fetcher: http, from: "{url}"}}\n'
        'index: {synthetic: true, fetcher: file, from: "exports/{code}.csv"}\n',
    )
    nav = site.read("content/data/nav/990201.csv")
    report = run(site)
    assert {outcome.set: outcome.state for outcome in report.outcomes} == {"nav": "failed", "index": "accepted"}
    assert site.read("content/data/nav/990201.csv") == nav
    assert "2024-03-04" in site.read("content/data/index/X90713.csv")


def test_the_exit_status_tells_of_failures_and_the_site_is_built_all_the_same(site: SmallSite) -> None:
    exported(site)
    shutil.rmtree(site.root / "site")
    assert site.command_here("refresh", **EPOCH).returncode == 0
    (site.root / "exports/990101.csv").write_text("<html>", encoding="utf-8")
    failed = site.command_here("refresh", "--build", **EPOCH)
    assert failed.returncode == 1
    assert "refused, and left as they are: 990101; the others go on" in failed.stdout
    assert "exports/990101.csv:1: not-data" in failed.stdout
    assert (site.root / "site/index.html").is_file()
    assert (
        failed.stderr
        == "mkdocs.yml has no site_url: the site has no feeds, sitemap, canonical addresses and JSON-LD.\n"
    )
    assert site.command_here("refresh", "--only", "navs").returncode == 2
    assert site.command_here("refresh", "--only", "stock").returncode == 1
    assert site.command_here("refresh", "--dry-run", "--build").returncode == 2
    told = json.loads(site.command_here("refresh", "--format", "json").stdout)
    assert [problem["id"] for problem in told["sources"][0]["problems"]] == ["not-data"]


def test_a_refresh_without_declared_sources_fails(tmp_path: Path) -> None:
    site = SmallSite.make(tmp_path)
    site.write(
        "content/data/sources.yml", "nav: {origin: 编造, synthetic: true}\nindex: {origin: 编造, synthetic: true}\n"
    )
    with pytest.raises(Failed, match="missing-key"):
        run(site)


@pytest.mark.slow
def test_a_fetcher_of_another_package_is_used_and_its_failure_is_a_problem(site: SmallSite) -> None:
    package = site.root / "theirs"
    (package / "theirs-1.0.dist-info").mkdir(parents=True)
    (package / "theirs-1.0.dist-info/METADATA").write_text(
        "Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n", encoding="utf-8"
    )
    (package / "theirs-1.0.dist-info/entry_points.txt").write_text(
        "[fund_briefings.sources]\ntushare = theirs:fetch\nodd = theirs:odd\ngone = theirs:gone\n", encoding="utf-8"
    )
    (package / "theirs.py").write_text(
        "import pandas as pd\nfrom builder.numbers.sources import Table\n"
        "def fetch(source, tools):\n"
        "    for code in source.codes:\n"
        "        days = pd.bdate_range('2023-01-03', '2024-03-05')\n"
        "        rows = {'nav_date': days.strftime('%Y%m%d'), 'unit_nav': 1.0003, 'ts_code': code + '.OF'}\n"
        "        yield Table(frame=pd.DataFrame(rows), place='tushare', code=code, first=0)\n"
        "def odd(source, tools):\n    raise RuntimeError('quota')\n",
        encoding="utf-8",
    )
    path = f"{package}:{ROOT}"
    declare(site, "fetcher: tushare")
    ran = site.command("refresh", PYTHONPATH=path, **EPOCH)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert site.read("content/data/nav/990201.csv").splitlines()[-1] == "2024-03-05,1.0003"
    for fetcher, message in (
        ("odd", "fetch-failed: the fetcher odd failed: RuntimeError: quota"),
        ("gone", "unknown-fetcher: the fetcher gone cannot be loaded"),
        ("tushar", "did you mean tushare?"),
    ):
        declare(site, f"fetcher: {fetcher}")
        broken = site.command("refresh", PYTHONPATH=path, **EPOCH)
        assert broken.returncode == 1
        assert message in broken.stdout and "Traceback" not in broken.stderr


@pytest.mark.slow
def test_a_second_refresh_at_the_same_time_is_refused(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(body=export(0.0005), wait=4))
    outcomes: list[object] = []
    patient = replace(QUICK, read=30, whole=30)
    first = threading.Thread(target=lambda: outcomes.append(run(site, limits=patient)))
    first.start()
    while not server.asked:
        time.sleep(0.01)
    second = site.command("refresh", **EPOCH)
    first.join()
    assert second.returncode == 1
    assert f"busy: another refresh is running: process {os.getpid()}, since 20" in second.stderr
    assert len(outcomes) == 1


def test_a_money_fund_under_nav_is_kept_out_and_the_other_funds_come(site: SmallSite) -> None:
    exported(site)
    site.write("content/data/funds.csv", site.read("content/data/funds.csv") + "990301,示例货币,,货币型,R1,,,\n")
    (site.root / "exports/990301.csv").write_bytes("净值日期,单位净值\n2024-03-01,0.4388\n2024-03-04,0.5121\n".encode())
    report = run(site)
    (nav,) = report.outcomes
    assert (nav.state, nav.files, nav.problems) == ("accepted", 3, ())
    assert [(problem.id, problem.path, problem.line) for problem in nav.refused["990301"]] == [
        ("money-fund", "exports/990301.csv", 2)
    ]
    assert nav.refused["990301"][0].message == "this is a money fund: its nav of 0.5121 looks like its 万份收益"
    assert "nav/990301.csv" not in data(site)
    assert not report.is_complete
    (site.root / "exports/990301.csv").write_bytes("净值日期,万份收益,七日年化\n2024-03-01,0.4388,1.62%\n".encode())
    again = run(site)
    assert again.is_complete
    assert data(site)["nav/990301.csv"] == b"date,income,yield7\n2024-03-01,0.4388,1.62\n"
    assert [(change.series, change.after, change.date_after) for change in again.impact.latest] == [
        ("fund:990301", 0.4388, "2024-03-01")
    ]
    assert site.build().problems == ()
    assert "1.620%" in site.read("site/funds/990301/index.html")
    assert site.pages() == site.cold_pages()
