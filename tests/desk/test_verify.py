"""`briefings verify` compares a built site with its record, and names each file that differs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.site import SmallSite


def test_a_site_as_it_was_built_is_verified(small_site: SmallSite) -> None:
    done = small_site.command("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "complete" in done.stdout


def test_what_was_changed_taken_away_and_added_is_named(site: SmallSite) -> None:
    page = site.root / "site/briefings/a/index.html"
    page.write_text("x")
    (site.root / "site/robots.txt").unlink()
    (site.root / "site/mine.txt").write_text("mine")
    (site.root / "site/briefings/b/index.html").unlink()
    (site.root / "site/briefings/b/index.html").symlink_to("../a/index.html")
    done = site.command_here("verify")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "added: mine.txt is not part of this build",
        "changed: briefings/a/index.html",
        "changed: briefings/b/index.html is a symbolic link",
        "missing: robots.txt",
    ]


def test_an_unfinished_or_missing_site_is_not_verified(site: SmallSite, tmp_path: Path) -> None:
    record = site.root / "site/build.json"
    record.write_text(json.dumps(json.loads(record.read_bytes()) | {"incomplete": True}))
    done = site.command_here("verify")
    assert done.returncode == 1
    assert "is incomplete" in done.stderr
    record.write_text("{")
    assert "cannot be read" in site.command_here("verify").stderr
    assert "is missing" in site.command_here("verify", "--site-dir", str(tmp_path / "none")).stderr
