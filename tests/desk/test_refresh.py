"""`briefings refresh`: good data come in as a whole; whatever a source does wrong, nothing that was there is lost."""

from __future__ import annotations

import gzip
import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.desk import refresh_report
from builder.desk.install import install, restore
from builder.problem import Failed
from tests.desk.declared_source import CODES, CSV, NOW, declare, export, exported, run, served
from tests.numbers.sources.server import Says, Server
from tests.real_data import ROOT
from tests.site import SmallSite, history

EPOCH = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}


@pytest.fixture
def site(small_site: SmallSite, tmp_path: Path) -> SmallSite:
    """The small site with its cache, and not yet built from it."""
    shutil.copytree(small_site.root / ".briefings", tmp_path / ".briefings")
    return SmallSite.make(tmp_path)


def data(site: SmallSite) -> dict[str, bytes]:
    """Every data file but the notes of refreshes."""
    folder = site.root / "content/data"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("status.csv", ".refresh.json")
    }


def test_an_export_becomes_our_data_and_tells_what_moves(site: SmallSite) -> None:
    exported(site)
    report = run(site)
    assert [(one.set, one.state, one.files) for one in report.outcomes] == [("nav", "accepted", 3)]
    assert report.is_complete
    assert site.read("content/data/nav/990101.csv").splitlines()[-1] == "2024-03-04,1.1641"
    one = report.impact.latest[0]
    assert (one.series, one.before, one.after, one.date_after) == ("fund:990101", 1.1612, 1.1641, "2024-03-04")
    assert set(report.impact.pages) == {
        "content/briefings/2024/2024-02-20-a.md",
        "content/briefings/2024/2024-02-21-b.md",
    }
    assert not [one for one in report.impact.changes if one.frozen]
    assert not site.build().problems


def test_a_second_refresh_changes_nothing(site: SmallSite) -> None:
    exported(site)
    run(site)
    before = data(site)
    report = run(site)
    assert [one.state for one in report.outcomes] == ["unchanged"]
    assert data(site) == before
    assert not report.impact.latest and not report.impact.changes


def test_a_dry_run_tells_the_same_and_leaves_every_byte(site: SmallSite) -> None:
    exported(site)
    before = {path: path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file()}
    dry = run(site, dry_run=True)
    assert {path: path.read_bytes() for path in (site.root / "content").rglob("*") if path.is_file()} == before
    wet = run(site)
    assert dry.impact == wet.impact
    assert dry.outcomes == wet.outcomes


def test_a_correction_of_history_is_told_as_frozen_numbers_and_claims_that_change(site: SmallSite) -> None:
    exported(site, f990101=export(0.0005, start=2.0))
    site.write(
        "content/briefings/2024/2024-02-20-a.md",
        "---\ntitle: 一\ndate: 2024-02-20\n---\n\n当日 {{ 990101 nav }},[涨了]{990101 nav < 1.2}。\n",
    )
    changes = [one for one in run(site).impact.changes if one.frozen and one.page.endswith("a.md")]
    assert [(one.block, one.line, one.broken, one.before) for one in changes] == [
        ("number", 6, False, 1.1583),
        ("claim", 6, True, 1.1583),
    ]
    assert changes[0].after == pytest.approx(2.3166, abs=1e-4)
    assert [one.id for one in site.build().problems] == ["false-claim"]


def test_the_report_is_text_and_json(site: SmallSite) -> None:
    exported(site)
    report = run(site)
    told = refresh_report.text(report, site.root)
    assert told.splitlines()[0] == "nav: 3 files replaced"
    assert "fund:990101 示例人工智能联接A: 1.1612 (2024-02-26) → 1.1641 (2024-03-04)" in told
    value = json.loads(refresh_report.as_json(report, site.root))
    assert value["sources"] == [
        {"set": "nav", "state": "accepted", "files": 3, "problems": [], "quarantined": [], "notes": []}
    ]
    assert len(value["radius"]["changes"]) == len(report.impact.changes)


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
    "cut off, and honest": (lambda: Says(body=export(0.0005)[:3005], headers=CSV), "bad-cell"),
    "a page for data": (lambda: Says(body="<html>请登录</html>".encode(), headers=HTML), "not-data"),
    "a page called CSV": (lambda: Says(body=b"\n<!DOCTYPE html><html>", headers=CSV), "not-data"),
    "too much": (lambda: Says(body=b"1" * (2 << 20), headers=CSV), "too-large"),
    "a gzip bomb": (gzip_bomb, "too-large"),
    "broken gzip": (lambda: Says(body=b"no gzip", headers={"Content-Encoding": "gzip"}), "fetch-failed"),
    "nothing": (lambda: Says(body=b"", headers=CSV), "empty-data"),
    "a header alone": (lambda: Says(body="净值日期,单位净值\n".encode(), headers=CSV), "empty-data"),
    "other columns": (lambda: Says(body=b"date,volume\n2024-02-20,3\n", headers=CSV), "bad-header"),
    "JSON": (lambda: Says(body=b'{"error": "quota"}', headers={"Content-Type": "application/json"}), "bad-header"),
    "another host": (lambda: Says(status=302, headers={"Location": "http://elsewhere.invalid/x.csv"}), "fetch-failed"),
    "a file of this machine": (lambda: Says(status=302, headers={"Location": "file:///etc/passwd"}), "bad-value"),
    "in circles": (lambda: Says(status=302, headers={"Location": "/990101.csv"}), "fetch-failed"),
    "half the history": (lambda: Says(body=export(0.0005, days=200), headers=CSV), "shrunken-data"),
    "a day that is none": (lambda: Says(body="净值日期,单位净值\n2024-02-30,1\n".encode(), headers=CSV), "bad-cell"),
    "words": (lambda: Says(body="净值日期,单位净值\n2024-02-20,停牌\n".encode(), headers=CSV), "bad-cell"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_a_server_does_nothing_is_lost_and_the_reason_is_told(
    fault: str, site: SmallSite, server: Server
) -> None:
    served(site, server)
    answer, id_ = FAULTS[fault]
    server.says("/990101.csv", answer())
    before = data(site)
    report = run(site)
    assert data(site) == before
    assert [one.state for one in report.outcomes] == ["failed"]
    assert {one.id for one in report.problems} == {id_}
    assert not report.impact.latest
    assert f"nav,2024-03-05,,2024-03-05T00:00:00+00:00,{id_}: " in site.read("content/data/status.csv").replace('"', "")
    assert not list((site.root / "content/data").glob(".[io]*")), "staging is left behind"


def test_a_redirect_to_another_host_is_followed_only_where_the_declaration_allows_it(
    site: SmallSite, server: Server
) -> None:
    served(site, server)
    elsewhere = server.says("/moved.csv", Says(body=export(0.0005), headers=CSV)).replace("127.0.0.1", "localhost")
    server.says("/990101.csv", Says(status=302, headers={"Location": elsewhere}))
    problem = run(site).problems[0]
    assert (problem.id, problem.hint) == ("fetch-failed", "if this is right, add hosts: [localhost]")
    assert "/moved.csv" not in {path for path, _ in server.asked}
    declare(site, f'fetcher: http, hosts: [localhost], from: "{server.url}/{{code}}.csv"')
    assert [one.state for one in run(site).outcomes] == ["accepted"]


def test_a_server_that_comes_round_is_asked_again(site: SmallSite, server: Server) -> None:
    served(site, server)
    good = Says(body=export(0.0005), headers=CSV)
    server.says("/990101.csv", Says(status=500), Says(status=429, headers={"Retry-After": "0"}), good)
    assert [one.state for one in run(site).outcomes] == ["accepted"]
    assert [path for path, _ in server.asked].count("/990101.csv") == 3


def test_a_source_that_recovers_is_taken_off_the_status(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(status=404))
    run(site)
    server.says("/990101.csv", Says(body=export(0.0005), headers=CSV))
    assert [one.state for one in run(site).outcomes] == ["accepted"]
    assert not (site.root / "content/data/status.csv").exists()


def test_what_did_not_change_is_not_sent_again_unless_the_files_did(site: SmallSite, server: Server) -> None:
    served(site, server)
    for code, step in CODES.items():
        headers = {"ETag": f'"{code}"', "Last-Modified": "Mon, 04 Mar 2024 12:00:00 GMT"}
        server.says(f"/{code}.csv", Says(body=export(step), headers=headers))
    run(site)
    server.asked.clear()
    assert [one.state for one in run(site).outcomes] == ["unchanged"]
    assert [headers["If-None-Match"] for _, headers in server.asked] == [f'"{code}"' for code in CODES]
    assert all(headers["If-Modified-Since"].startswith("Mon") for _, headers in server.asked)
    site.write("content/data/nav/990101.csv", history(1.0, 0.0005, days=420))  # by hand
    server.asked.clear()
    assert [one.state for one in run(site).outcomes] == ["accepted"]
    assert not any("If-None-Match" in headers for _, headers in server.asked)


def test_one_set_fails_and_another_is_accepted(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(status=404))
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
    assert {one.set: one.state for one in report.outcomes} == {"nav": "failed", "index": "accepted"}
    assert site.read("content/data/nav/990201.csv") == nav
    assert "2024-03-04" in site.read("content/data/index/X90713.csv")


def test_a_bad_row_is_kept_out_and_told_and_the_rest_is_taken(site: SmallSite) -> None:
    good = export(0.0005).decode("gb18030")
    exported(site, f990101=good.replace("2024/03/04,1.1641", "2024/03/04,0").encode("gb18030"))
    report = run(site)
    row = report.outcomes[0].quarantined[0]
    assert (row.file, row.column, row.value, row.last) == ("nav/990101.csv", "nav", "0.0", "1.1635 (2024-03-01)")
    assert not report.is_complete and not report.problems
    assert site.read("content/data/nav/990101.csv").splitlines()[-1] == "2024-03-01,1.1635"
    assert site.read("content/data/nav/990102.csv").splitlines()[-1].startswith("2024-03-04")
    assert "row kept out: nav/990101.csv:306: nav 0.0: " in refresh_report.text(report, site.root)
    assert not site.build().problems


def test_less_than_before_is_taken_only_when_the_user_says_so(site: SmallSite) -> None:
    exported(site, f990101=export(0.0005, days=300))
    before = data(site)
    problem = run(site).problems[0]
    assert problem.id == "shrunken-data"
    assert "990101: it ends on 2023-10-27, the present one on 2024-02-26" in problem.message
    assert data(site) == before
    assert [one.state for one in run(site, accepted=["nav"]).outcomes] == ["accepted"]


def test_a_refresh_that_was_cut_off_is_undone_by_the_next_and_nothing_is_built_meanwhile(site: SmallSite) -> None:
    exported(site)
    before = data(site)
    folder, staged = site.root / "content/data", site.root / "staged"
    (staged / "nav").mkdir(parents=True)
    names = ["nav/990101.csv", "nav/990102.csv", "nav/990999.csv"]
    for name in names:
        (staged / name).write_text("date,nav\n2024-02-20,1\n", encoding="utf-8")
    cut_off(folder, staged, names)
    assert (folder / "nav/990101.csv").read_text(encoding="utf-8") == "date,nav\n2024-02-20,1\n"
    assert "unfinished-refresh" in {one.id for one in site.build().problems}
    with pytest.raises(Failed, match="unfinished-refresh"):
        run(site, dry_run=True)
    restore(folder)
    assert data(site) == before
    cut_off(folder, staged, names)
    report = run(site)
    assert report.restored
    assert [one.state for one in report.outcomes] == ["accepted"]
    assert not (folder / "nav/990999.csv").exists()


def cut_off(folder: Path, staged: Path, names: list[str]) -> None:
    """An `install` as a kill leaves it: after the first file, with its journal."""
    kept = folder / ".outgoing"
    (kept / "nav").mkdir(parents=True)
    for name in names[:2]:
        (kept / name).write_bytes((folder / name).read_bytes())
    (kept / "journal.json").write_text(json.dumps({"replaced": names[:2], "added": names[2:]}), encoding="utf-8")
    (folder / names[0]).write_bytes((staged / names[0]).read_bytes())
    (folder / names[2]).write_bytes((staged / names[2]).read_bytes())


def test_accepting_is_all_or_nothing_when_a_file_cannot_be_put(site: SmallSite) -> None:
    before = data(site)
    folder, staged = site.root / "content/data", site.root / "staged"
    (staged / "nav").mkdir(parents=True)
    (staged / "nav/990101.csv").write_text("new", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        install(folder, staged, ["nav/990101.csv", "nav/990102.csv"])
    assert data(site) == before


def test_the_command_tells_by_its_exit_status_and_builds_in_the_same_breath(site: SmallSite) -> None:
    exported(site)
    assert site.command("refresh", **EPOCH).returncode == 0
    (site.root / "exports/990101.csv").write_text("<html>", encoding="utf-8")
    failed = site.command("refresh", "--build", **EPOCH)
    assert failed.returncode == 1
    assert "nav: failed; the old data stay" in failed.stdout
    assert "exports/990101.csv:1: not-data" in failed.stdout
    assert (site.root / "site/index.html").is_file()
    assert failed.stderr == ""
    assert site.command("refresh", "--only", "navs").returncode == 2
    assert site.command("refresh", "--only", "stock").returncode == 1
    assert site.command("refresh", "--dry-run", "--build").returncode == 2
    assert json.loads(site.command("refresh", "--format", "json").stdout)["sources"][0]["state"] == "failed"


def test_no_source_declared_is_said(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="missing-key"):
        run(SmallSite.make(tmp_path))


@pytest.mark.slow
def test_killed_at_any_moment_a_refresh_leaves_what_was_there_or_what_came(site: SmallSite) -> None:
    exported(site)
    before = data(site)
    probe = SmallSite.make(site.root / "probe")
    exported(probe)
    run(probe)
    after = {**data(probe), "sources.yml": before["sources.yml"]}
    journals = 0
    for moment in range(14):
        killed = site.command("refresh", KILLED_AT=str(moment), PYTHONPATH=f"{site.root / 'killer'}:{ROOT}", **EPOCH)
        if killed.returncode == 0:
            assert data(site) == after
            break
        assert killed.returncode == -9, killed.stderr
        journals += (site.root / "content/data/.outgoing/journal.json").is_file()
        restore(site.root / "content/data")
        assert {name: raw for name, raw in data(site).items() if name[0] != "."} == before, f"moment {moment}"
    assert journals == 4, "before each of three files, and before the journal goes"
    assert not list((site.root / "content/data").glob(".[io]*")), "what the killed ones left is cleared"


KILLER = """\
import os, pathlib, signal
left = [int(os.environ.get("KILLED_AT", "99"))]
def counted(work):
    def call(self, *given, **named):
        if ".incoming" in str(self) or ".outgoing" in str(self):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
        return work(self, *given, **named)
    return call
pathlib.Path.replace = counted(pathlib.Path.replace)
pathlib.Path.unlink = counted(pathlib.Path.unlink)
"""


@pytest.fixture(autouse=True)
def killer(tmp_path: Path) -> None:
    """A sitecustomize that kills the process at the n-th rename or removal of what is on its way in or out."""
    (tmp_path / "killer").mkdir()
    (tmp_path / "killer/sitecustomize.py").write_text(KILLER, encoding="utf-8")


@pytest.mark.slow
def test_a_fetcher_of_the_users_own_is_found_and_may_break_alone(site: SmallSite) -> None:
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
        "        rows = {'nav_date': days.strftime('%Y%m%d'), 'unit_nav': 1.0, 'ts_code': code + '.OF'}\n"
        "        yield Table(frame=pd.DataFrame(rows), place='tushare', code=code, first=0)\n"
        "def odd(source, tools):\n    raise RuntimeError('quota')\n",
        encoding="utf-8",
    )
    path = f"{package}:{ROOT}"
    declare(site, "fetcher: tushare")
    ran = site.command("refresh", PYTHONPATH=path, **EPOCH)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert site.read("content/data/nav/990201.csv").splitlines()[-1] == "2024-03-05,1.0"
    for name, said in (
        ("odd", "fetch-failed: the fetcher odd broke: RuntimeError: quota"),
        ("gone", "unknown-fetcher: the fetcher gone cannot be loaded"),
        ("tushar", "did you mean tushare?"),
    ):
        declare(site, f"fetcher: {name}")
        broken = site.command("refresh", PYTHONPATH=path, **EPOCH)
        assert broken.returncode == 1
        assert said in broken.stdout and "Traceback" not in broken.stderr


def test_a_second_refresh_at_the_same_time_is_refused(site: SmallSite, server: Server) -> None:
    served(site, server)
    server.says("/990101.csv", Says(body=export(0.0005), wait=0.25))
    outcomes: list[object] = []
    first = threading.Thread(target=lambda: outcomes.append(run(site)))
    first.start()
    while not server.asked:
        time.sleep(0.01)
    with pytest.raises(Failed) as caught:
        run(site)
    first.join()
    assert "another refresh is running" in caught.value.problems[0].message
    assert len(outcomes) == 1
