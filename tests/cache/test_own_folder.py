"""A cache is used where it was made; one that came with a checkout or a copy is emptied before anything is read from it, but for
the store of one that somebody trusts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from builder.cache.own_folder import claim, is_own, trust
from builder.problem import Failed
from tests.site import SmallSite


def test_a_cache_that_was_made_here_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / ".briefings"
    claim(folder)
    (folder / "settings.json").write_text("{}")
    claim(folder)
    assert is_own(folder)
    assert (folder / "settings.json").exists()


def test_a_copy_and_a_cache_without_origin_are_emptied_and_links_in_them_not_followed(tmp_path: Path) -> None:
    claim(tmp_path / "first")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/mine").write_text("mine")
    (tmp_path / "first/templates").mkdir()
    (tmp_path / "first/templates/card.cache").write_bytes(b"compiled code")
    (tmp_path / "first/mkdocs").symlink_to(tmp_path / "outside")
    shutil.copytree(tmp_path / "first", tmp_path / "copy", symlinks=True)
    assert not is_own(tmp_path / "copy")
    claim(tmp_path / "copy")
    assert is_own(tmp_path / "copy")
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["origin", "origin-proof"]
    assert (tmp_path / "outside/mine").read_text() == "mine"
    (tmp_path / "first/origin").unlink()
    claim(tmp_path / "first")
    assert sorted(path.name for path in (tmp_path / "first").iterdir()) == ["origin", "origin-proof"]


def test_an_origin_that_is_a_link_or_the_folder_a_link_is_not_ours(tmp_path: Path) -> None:
    claim(tmp_path / "first")
    (tmp_path / "origin").write_bytes((tmp_path / "first/origin").read_bytes())
    (tmp_path / "first/origin").unlink()
    (tmp_path / "first/origin").symlink_to(tmp_path / "origin")
    assert not is_own(tmp_path / "first")
    (tmp_path / "link").symlink_to("first")
    with pytest.raises(Failed):
        claim(tmp_path / "link")


def test_a_cache_that_is_moved_stays_and_one_that_cannot_be_emptied_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(tmp_path / "first")
    (tmp_path / "first").rename(tmp_path / "moved")
    assert is_own(tmp_path / "moved")
    shutil.copytree(tmp_path / "moved", tmp_path / "copy")

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(Failed) as failed:
        claim(tmp_path / "copy")
    assert failed.value.problems[0].id == "unwritable"


def test_of_a_copy_that_is_trusted_only_the_store_is_kept(tmp_path: Path) -> None:
    claim(tmp_path / "first")
    outside = tmp_path / "outside"
    outside.write_text("mine")
    for name in ("cache.sqlite", "settings.json", "refresh.json", "templates/card.cache", "replaced-data/funds.csv"):
        (tmp_path / "first" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "first" / name).write_bytes(b"from elsewhere")
    shutil.copytree(tmp_path / "first", tmp_path / "copy")
    (tmp_path / "copy/cache.sqlite-wal").symlink_to(outside)
    (tmp_path / "copy/origin").unlink()
    (tmp_path / "copy/origin").symlink_to(outside)
    trust(tmp_path / "copy")
    assert is_own(tmp_path / "copy")
    assert sorted(path.name for path in (tmp_path / "copy").iterdir()) == ["cache.sqlite", "origin", "origin-proof"]
    assert outside.read_text() == "mine"
    trust(tmp_path / "first")  # it was made here: nothing is removed
    assert (tmp_path / "first/settings.json").exists()
    trust(tmp_path / "new")
    assert is_own(tmp_path / "new")
    (tmp_path / "link").symlink_to("first")
    with pytest.raises(Failed):
        trust(tmp_path / "link")


def test_a_build_from_a_copy_that_is_trusted_makes_no_page_and_the_same_bytes(site: SmallSite, tmp_path: Path) -> None:
    """As CI restores a cache: the store alone, beside a checkout without a site."""
    checkout = SmallSite(tmp_path / "checkout")
    shutil.copytree(site.root, checkout.root, ignore=shutil.ignore_patterns("site", ".briefings"))
    (checkout.root / ".briefings").mkdir()
    shutil.copy(site.root / ".briefings/cache.sqlite", checkout.root / ".briefings")
    os.utime(checkout.root / ".briefings/cache.sqlite", (0, 0))
    done = checkout.command("trust-cache")
    assert (done.returncode, done.stdout, done.stderr) == (0, ".briefings is used by the next build.\n", "")
    assert "made 0 pages, 0 shells, 0 fragments;" in checkout.command("build").stdout
    assert checkout.pages() == site.pages()
