"""New files are installed all together or not at all, and an interrupted installation is undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.desk.install import install, restore
from builder.problem import Failed
from tests.desk.declared_source import EPOCH, data, exported, run
from tests.real_data import ROOT
from tests.site import SmallSite


def test_an_interrupted_refresh_is_undone_by_the_next_and_nothing_is_built_meanwhile(site: SmallSite) -> None:
    exported(site)
    before = data(site)
    folder, staged = site.root / "content/data", site.root / "staged"
    (staged / "nav").mkdir(parents=True)
    paths = ["nav/990101.csv", "nav/990102.csv", "nav/990999.csv"]
    for path in paths:
        (staged / path).write_text("date,nav\n2024-02-20,1\n", encoding="utf-8")
    interrupt(folder, staged, paths)
    assert (folder / "nav/990101.csv").read_text(encoding="utf-8") == "date,nav\n2024-02-20,1\n"
    assert "unfinished-refresh" in {problem.id for problem in site.build().problems}
    with pytest.raises(Failed, match="unfinished-refresh"):
        run(site, dry_run=True)
    restore(folder)
    assert data(site) == before
    interrupt(folder, staged, paths)
    report = run(site)
    assert report.restored
    assert [outcome.state for outcome in report.outcomes] == ["accepted"]
    assert not (folder / "nav/990999.csv").exists()


def interrupt(folder: Path, staged: Path, paths: list[str]) -> None:
    """An `install` as a kill leaves it: after the first file, with its journal."""
    outgoing = folder / ".outgoing"
    (outgoing / "nav").mkdir(parents=True)
    for path in paths[:2]:
        (outgoing / path).write_bytes((folder / path).read_bytes())
    (outgoing / "journal.json").write_text(json.dumps({"replaced": paths[:2], "added": paths[2:]}), encoding="utf-8")
    (folder / paths[0]).write_bytes((staged / paths[0]).read_bytes())
    (folder / paths[2]).write_bytes((staged / paths[2]).read_bytes())


def test_nothing_is_installed_when_one_file_cannot_be(site: SmallSite) -> None:
    before = data(site)
    folder, staged = site.root / "content/data", site.root / "staged"
    (staged / "nav").mkdir(parents=True)
    (staged / "nav/990101.csv").write_text("new", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        install(folder, staged, ["nav/990101.csv", "nav/990102.csv"])
    assert data(site) == before


@pytest.mark.slow
def test_a_refresh_killed_at_any_moment_leaves_the_old_files_or_the_new_ones(site: SmallSite, killer: Path) -> None:
    exported(site)
    before = data(site)
    probe = SmallSite.make(site.root / "probe")
    exported(probe)
    run(probe)
    after = {**data(probe), "sources.yml": before["sources.yml"]}
    journals = 0
    for moment in range(14):
        killed = site.command("refresh", KILLED_AT=str(moment), PYTHONPATH=f"{killer}:{ROOT}", **EPOCH)
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


@pytest.fixture
def killer(tmp_path: Path) -> Path:
    """A folder with a sitecustomize that kills the process at the n-th rename or removal of a file that is moved in or out."""
    (tmp_path / "killer").mkdir()
    (tmp_path / "killer/sitecustomize.py").write_text(KILLER, encoding="utf-8")
    return tmp_path / "killer"
