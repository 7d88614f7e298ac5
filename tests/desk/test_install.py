"""New files are installed all together or not at all, and an interrupted installation is undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.desk import install as installing
from builder.desk.install import install, restore
from builder.problem import Failed
from tests.desk.declared_source import EPOCH, data, exported, run
from tests.real_data import ROOT
from tests.site import SmallSite

PATHS = ["nav/990101.csv", "nav/990102.csv", "nav/990999.csv"]
NEW = "date,nav\n2024-02-20,1\n"


def folders(site: SmallSite) -> tuple[Path, Path, Path]:
    """The data folder, one of new files, and the cache."""
    staged = site.root / "staged"
    for path in PATHS:
        (staged / path).parent.mkdir(parents=True, exist_ok=True)
        (staged / path).write_text(NEW, encoding="utf-8")
    return site.root / "content/data", staged, site.root / ".briefings"


def interrupt(site: SmallSite) -> None:
    """An `install` as a kill leaves it: before its last file."""
    data_folder, staged, cache = folders(site)

    def stop(source: Path, target: Path) -> None:
        if source.name == "990999.csv":
            raise KeyboardInterrupt
        source.replace(target)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(installing, "_move", stop)
        patch.setattr(installing, "restore", lambda *folders: True)
        install(data_folder, staged, PATHS, cache)


def test_an_interrupted_refresh_is_undone_by_the_next_and_nothing_is_built_meanwhile(site: SmallSite) -> None:
    exported(site)
    before = data(site)
    interrupt(site)
    assert site.read("content/data/nav/990101.csv") == NEW
    assert "unfinished-refresh" in {problem.id for problem in site.build().problems}
    with pytest.raises(Failed, match="unfinished-refresh"):
        run(site, dry_run=True)
    assert restore(site.root / "content/data", site.root / ".briefings")
    assert data(site) == before
    interrupt(site)
    report = run(site)
    assert report.restored
    assert [outcome.state for outcome in report.outcomes] == ["accepted"]
    assert not (site.root / "content/data/nav/990999.csv").exists()


def test_nothing_is_installed_when_one_file_cannot_be(site: SmallSite) -> None:
    before = data(site)
    data_folder, staged, cache = folders(site)
    (data_folder / "nav/990999.csv").mkdir()
    with pytest.raises(OSError, match="990999"):
        install(data_folder, staged, PATHS, cache)
    (data_folder / "nav/990999.csv").rmdir()
    assert data(site) == before


@pytest.mark.parametrize("path", ["../../mkdocs.yml", "/etc/hostname", "nav/../../x", "linked/x.csv", "a\\b"])
def test_a_path_that_leads_outside_is_neither_written_nor_journalled(site: SmallSite, path: str) -> None:
    data_folder, staged, cache = folders(site)
    (data_folder / "linked").symlink_to(site.root)
    before = site.read("mkdocs.yml")
    with pytest.raises(Failed, match="unsafe-path"):
        install(data_folder, staged, ["nav/990101.csv", path], cache)
    assert site.read("mkdocs.yml") == before
    assert site.read("content/data/nav/990101.csv") != NEW
    assert not (cache / "refresh.json").exists()


JOURNALS = [
    {"replaced": ["../../mkdocs.yml"], "added": []},
    {"replaced": [], "added": ["../../mkdocs.yml", "../../../any.txt"]},
    {"data": 0, "replaced": {"../../mkdocs.yml": "0"}, "added": {}},
    {"data": 0, "replaced": {}, "added": {"../../mkdocs.yml": "0"}},
    {"data": 0, "replaced": {"nav/990101.csv": 5}, "added": {}},
    {"data": 0, "replaced": {"nav/990101.csv": "0"}, "added": {}},
    [],
    5,
]


@pytest.mark.parametrize("journal", JOURNALS)
def test_a_journal_of_others_moves_and_removes_nothing(site: SmallSite, journal: object) -> None:
    exported(site)
    data_folder, cache = site.root / "content/data", site.root / ".briefings"
    if isinstance(journal, dict) and "data" in journal:
        state = data_folder.stat()
        journal = {**journal, "data": f"{state.st_ino} data"}
    (data_folder / ".outgoing").mkdir()
    (cache / "replaced-data").mkdir()
    for folder in (data_folder / ".outgoing", cache / "replaced-data"):
        (folder / "mkdocs.yml").write_text("hooks: [evil.py]")
    for file in (data_folder / ".outgoing/journal.json", cache / "refresh.json"):
        file.write_text(json.dumps(journal))
    (data_folder / ".refresh-unfinished").write_text("")
    before = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}
    with pytest.raises(Failed) as failed:
        run(site)
    assert {problem.id for problem in failed.value.problems} <= {"unfinished-refresh", "unsafe-path"}
    after = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}
    assert {path for path in before if before[path] != after.get(path)} <= {cache / "refresh.lock"}


def test_a_mark_that_content_brings_is_told_and_nothing_is_undone(site: SmallSite) -> None:
    exported(site)
    site.write("content/data/.refresh-unfinished", "")
    with pytest.raises(Failed) as failed:
        run(site)
    assert "no record of it" in failed.value.problems[0].message
    (site.root / "content/data/.refresh-unfinished").unlink()
    assert run(site).is_complete


@pytest.mark.slow
def test_a_refresh_killed_at_any_moment_leaves_the_old_files_or_the_new_ones(site: SmallSite, killer: Path) -> None:
    exported(site)
    before = data(site)
    probe = SmallSite.make(site.root / "probe")
    exported(probe)
    run(probe)
    after = {**data(probe), "sources.yml": before["sources.yml"]}
    unfinished = 0
    for moment in range(30):
        killed = site.command("refresh", KILLED_AT=str(moment), PYTHONPATH=f"{killer}:{ROOT}", **EPOCH)
        if killed.returncode == 0:
            assert data(site) == after
            break
        assert killed.returncode == -9, killed.stderr
        unfinished += (site.root / "content/data/.refresh-unfinished").is_file()
        undone = restore(site.root / "content/data", site.root / ".briefings")
        present = {name: raw for name, raw in data(site).items() if name[0] != "."}
        assert present == (before if undone or present == before else after), f"moment {moment}"
        for path, raw in before.items():
            (site.root / "content/data" / path).write_bytes(raw)
    assert unfinished == 4, "before each of three files, and before the mark goes"
    left_over = [*(site.root / "content/data").rglob(".*"), *(site.root / ".briefings").glob("incoming-*")]
    assert [path.name for path in left_over] == [".refresh.json"], "what the killed ones left is cleared"


KILLER = """\
import os, pathlib, signal
left = [int(os.environ.get("KILLED_AT", "99"))]
def counted(work):
    def call(self, *given, **named):
        if any(part in str(self) for part in ("/incoming-", "replaced-data", "/refresh.json", "refresh-unfinished")):
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
