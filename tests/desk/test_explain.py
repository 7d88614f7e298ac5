"""`briefings why` names what a page is made of, however the page is named; `verify` holds a site against its record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site import SmallSite


@pytest.mark.parametrize(
    "name",
    [
        "content/briefings/2024/2024-02-20-a.md",
        "briefings/2024/2024-02-20-a.md",
        "site/briefings/a/index.html",
        "briefings/a/index.html",
        "briefings/a/",
        "/briefings/a",
        "./briefings/a/",
    ],
)
def test_a_page_is_found_by_its_source_its_file_and_its_address(small_site: SmallSite, name: str) -> None:
    done = small_site.command("why", name)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["briefings/a/index.html", "  source    content/briefings/2024/2024-02-20-a.md"]
    assert any("fund:990101 return 1y as of 2024-02-19 = 0." in line for line in lines)
    assert any(
        "index:X90713 return 3m as of 2024-02-19" in line and "2023-11-17 to 2024-02-19" in line for line in lines
    )


def test_each_number_has_its_rows_its_formula_and_the_digest_of_what_it_saw(small_site: SmallSite) -> None:
    lines = [line.strip() for line in small_site.command("why", "briefings/a/").stdout.splitlines()]
    at = next(at for at, line in enumerate(lines) if line.startswith("fund:990101 return 1y as of 2024-02-19 = 0."))
    first, last, formula, digest = lines[at + 1 : at + 5]
    for line, on in ((first, "2023-02-17"), (last, "2024-02-19")):
        path, _, number = line.split()[1].rpartition(":")
        assert path == "content/data/nav/990101.csv"
        assert small_site.read(path).splitlines()[int(number) - 1].startswith(on)
    assert formula.startswith("formula  复权净值期末 ÷ 期初 − 1")
    assert len(digest.split()[1]) == 32


def test_a_generated_page_says_that_it_is(small_site: SmallSite) -> None:
    assert small_site.command("why", "funds/990101/").stdout.splitlines()[1] == "  source    (generated)"
    assert small_site.command("why", "/").stdout.splitlines()[0] == "index.html"


def test_an_unknown_page_has_a_suggestion(small_site: SmallSite) -> None:
    done = small_site.command("why", "briefings/aa/")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the site has no such page" in done.stderr
    assert "did you mean briefings/a/index.html?" in done.stderr


def test_a_site_as_it_was_built_is_verified(small_site: SmallSite) -> None:
    done = small_site.command("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "complete" in done.stdout


def test_what_was_changed_taken_away_and_added_is_named(site: SmallSite) -> None:
    page = site.root / "site/briefings/a/index.html"
    page.write_text("x")
    (site.root / "site/feed.xml").unlink()
    (site.root / "site/mine.txt").write_text("mine")
    (site.root / "site/briefings/b/index.html").unlink()
    (site.root / "site/briefings/b/index.html").symlink_to("../a/index.html")
    done = site.command("verify")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "added: mine.txt is not part of this build",
        "changed: briefings/a/index.html",
        "changed: briefings/b/index.html is a symbolic link",
        "missing: feed.xml",
    ]


def test_an_unfinished_or_missing_site_is_not_verified(site: SmallSite, tmp_path: Path) -> None:
    record = site.root / "site/build.json"
    record.write_text(json.dumps(json.loads(record.read_bytes()) | {"incomplete": True}))
    done = site.command("verify")
    assert done.returncode == 1
    assert "is incomplete" in done.stderr
    record.write_text("{")
    assert "cannot be read" in site.command("verify").stderr
    assert "is missing" in site.command("verify", "--site-dir", str(tmp_path / "none")).stderr
