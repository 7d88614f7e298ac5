"""Builds and refreshes whose disk calls fail, or that are killed at one: told, marked, and mended by the next run to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.desk.verify import verify
from tests.desk.declared_source import EPOCH, exported
from tests.faults.traced import Done, moments, traced
from tests.site import OTHER, SmallSite

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="strace is of Linux alone")
ABOUT = "content/pages/about.md"
ERRORS = {
    "write": "ENOSPC",
    "pwrite64": "EIO",
    "rename": "EACCES",
    "renameat2": "EBUSY",
    "unlink": "EBUSY",
    "mkdir": "ENOSPC",
    "fcntl": "ENOLCK",
    "fsync": "EIO",
    "fdatasync": "EIO",
    "ftruncate": "EIO",
    "link": "EMLINK",
}
KILLED = ("write", "rename", "renameat2", "unlink", "mkdir", "link")
MOST = {"write": 3, "unlink": 2, "rename": 3, "renameat2": 2}  # of one kind; of others 1
Property = Callable[[str, object], None]


def edited(site: SmallSite) -> None:
    """A page more, a page less, and other words."""
    site.write("content/briefings/2024/2024-02-23-c.md", OTHER.replace("另一篇", "又一篇"))
    (site.root / ABOUT).unlink(missing_ok=True)
    site.write("content/pages/contact.md", "---\ntitle: 联系\n---\n\n写信。\n")


def tried(
    folder: Path, make: Callable[[str], SmallSite], words: str, check: Callable[[SmallSite, Done, str], None]
) -> int:
    """Run a command once for each call that is to fail or to kill it, each in a site of its own; how many there were."""
    calls = traced(make("counted"), words, **EPOCH).calls
    injections = [
        f"{call}:error={error}:when={moment}"
        for call, error in ERRORS.items()
        for moment in moments(calls.get(call, ()), MOST.get(call, 1))
    ] + [
        f"{call}:signal=KILL:when={moment}"
        for call in KILLED
        for moment in moments(calls.get(call, ()), MOST.get(call, 1))
    ]
    hits = 0
    for number, injection in enumerate(injections):
        site = make(str(number))
        done = traced(site, words, inject=injection, **EPOCH)
        assert "Traceback" not in done.text, f"{injection}\n{done.text}"
        assert done.code in ((-9, 0) if "KILL" in injection else (0, 1)), f"{injection}\n{done.text}"
        check(site, done, injection)
        hits += done.is_hit
    assert hits > 8
    return hits


@pytest.mark.parametrize("start", ["warm", "cold"])
def test_a_build_is_told_marked_and_mended(
    small_site: SmallSite, tmp_path: Path, start: str, record_property: Property
) -> None:
    def make(name: str) -> SmallSite:
        if start == "warm":
            site = small_site.copy(tmp_path / name / "site")
        else:
            (tmp_path / name).mkdir()
            site = SmallSite.make(tmp_path / name / "site")
        edited(site)
        return site

    whole = make("whole")
    assert whole.build().problems == ()
    expected = whole.pages()

    def check(site: SmallSite, done: Done, injection: str) -> None:
        if (site.root / "site/build.json").exists():
            difference = verify(site.root / "site")
            is_marked = bool(difference) and "incomplete" in difference[0]
            is_old = start == "warm" and site.pages() == small_site.pages()
            assert difference == [] or is_marked or is_old, f"{injection}: a mixture that nobody notices: {difference}"
        assert done.code != 0 or site.pages() == expected, injection
        assert site.build().problems == (), injection
        assert site.pages() == expected, injection
        assert verify(site.root / "site") == [], injection
        left_over = [path.name for path in site.root.rglob("*") if path.name.endswith((".partial", ".tmp"))]
        assert left_over == [], injection

    record_property(f"disk calls of a {start} build that failed or killed it", tried(tmp_path, make, "build", check))


def test_a_refresh_leaves_the_old_files_or_the_new(
    small_site: SmallSite, tmp_path: Path, record_property: Property
) -> None:
    def make(name: str) -> SmallSite:
        site = small_site.copy(tmp_path / name / "site")
        exported(site)
        return site

    def data(site: SmallSite) -> dict[str, bytes]:
        folder = site.root / "content/data"
        files = (
            path for path in folder.rglob("*") if path.is_file() and path.name not in ("status.csv", ".refresh.json")
        )
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}

    old, whole = data(make("old")), make("whole")
    assert traced(whole, "refresh", **EPOCH).code == 0
    new = data(whole)

    def check(site: SmallSite, done: Done, injection: str) -> None:
        if not (site.root / "content/data/.refresh-unfinished").exists():
            present = {path: raw for path, raw in data(site).items() if "/." not in f"/{path}"}
            assert present in (old, new), f"{injection}: a mixture that nobody notices"
        again = traced(site, "refresh", **EPOCH)
        assert again.code == 0, f"{injection}\n{again.text}"
        assert data(site) == new, injection
        left_over = [path.name for path in site.root.rglob("*") if path.name.endswith(".partial")]
        assert left_over == [], injection
        assert list((site.root / ".briefings").glob("incoming-*")) == [], injection

    record_property("disk calls of a refresh that failed or killed it", tried(tmp_path, make, "refresh", check))
