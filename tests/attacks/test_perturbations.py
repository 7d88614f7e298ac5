"""The demo with 50 pages more, built under seven machines' habits: the same bytes under each, given SOURCE_DATE_EPOCH."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = "---\ntitle: 第{number}篇\ndate: 2024-01-{day:02}\ntopics: [人工智能, 红利, 芯片]\n---\n\n第{number}篇的话。\n"
# What a machine does otherwise, read by Python before anything else. Folders are listed backwards, so that names which the
# disk happens to give in order come out of it.
HABITS = """\
import os, time
if "CPUS" in os.environ:
    os.cpu_count = lambda: int(os.environ["CPUS"])
if "BACKWARDS" in os.environ:
    listdir, scandir = os.listdir, os.scandir
    class Entries(list):
        def __enter__(self): return iter(self)
        def __exit__(self, *error): pass
        def close(self): pass
        def __next__(self): return self.pop(0)
    os.listdir = lambda *path: sorted(listdir(*path), reverse=True)
    os.scandir = lambda *path: Entries(sorted(scandir(*path), key=lambda entry: entry.name, reverse=True))
if "HOURS" in os.environ:
    now, local, ahead = time.time, time.localtime, 3600 * int(os.environ["HOURS"])
    time.time = lambda: now() + ahead
    time.localtime = lambda seconds=None: local(now() + ahead if seconds is None else seconds)
"""
PERTURBATIONS = {
    "hash seed": {"PYTHONHASHSEED": "4242"},
    "locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "order of folders": {"BACKWARDS": "1"},
    "umask": {"UMASK": "077"},
    "clock": {"HOURS": "200000"},
    "number of workers": {"CPUS": "3"},
}


def built(folder: Path, **habits: str) -> dict[str, bytes]:
    """Every file of the demo, built in a new folder by `briefings build` with these habits."""
    shutil.copytree(ROOT / "content", folder / "content")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(f"site_url: https://example.org/\n{settings}", "utf-8")
    for number in range(50):
        page = PAGE.format(number=number, day=number % 28 + 1)
        (folder / f"content/briefings/2024/n{number}.md").write_text(page, "utf-8")
    (folder / "habits").mkdir()
    (folder / "habits/sitecustomize.py").write_text(HABITS)
    mask = int(habits.pop("UMASK", "022"), 8)
    usual = {
        "PATH": os.environ["PATH"],
        "SOURCE_DATE_EPOCH": "1732492800",
        "PYTHONHASHSEED": "1",
        "CPUS": "1",
        "TZ": "UTC",
    }
    done = subprocess.run(
        [sys.executable, "-B", "-m", "builder", "build"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=usual | {"LC_ALL": "C.UTF-8", "PYTHONPATH": f"{folder / 'habits'}:{ROOT}"} | habits,
        umask=mask,
    )
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a build without habits."""
    return built(tmp_path_factory.mktemp("demo") / "plain")


@pytest.mark.parametrize("name", PERTURBATIONS)
def test_the_same_bytes_come_of_any_machine(name: str, expected: dict[str, bytes], tmp_path: Path) -> None:
    files = built(tmp_path / "demo", **PERTURBATIONS[name])
    assert len(files) > 200
    assert [path for path in sorted(files.keys() | expected.keys()) if files.get(path) != expected.get(path)] == []
