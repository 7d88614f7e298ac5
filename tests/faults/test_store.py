"""A store with flipped bits, altered and lost rows: the next build gives the bytes of a clean one, whatever was hit."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.desk.verify import verify
from tests.site import OTHER, SmallSite

NAV = "content/data/nav/990101.csv"
STORE = ".briefings/cache.sqlite"
_FLIPS, _ROWS = 24, 12
Property = Callable[[str, object], None]


def edited(site: SmallSite) -> None:
    """Other words and another day, so that a build needs most of the store."""
    site.write("content/briefings/2024/2024-02-23-c.md", OTHER.replace("另一篇", "又一篇"))
    site.write(NAV, site.read(NAV) + "2024-02-27,1.1700\n")


@pytest.fixture(scope="module")
def expected(small_site: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSite, dict[str, bytes]]:
    """The edited site, not built yet, and the pages of a clean build of it."""
    folder = tmp_path_factory.mktemp("store")
    clean = small_site.copy(folder / "clean")
    shutil.rmtree(clean.root / ".briefings")
    shutil.rmtree(clean.root / "site")
    edited(clean)
    assert clean.build().problems == ()
    site = small_site.copy(folder / "edited")
    edited(site)
    return site, clean.pages()


def built_as_clean(site: SmallSite, pages: dict[str, bytes], fault: str) -> None:
    """A build and the one after it give the pages of a clean build."""
    assert site.build().problems == (), fault
    assert site.pages() == pages, fault
    assert verify(site.root / "site") == [], fault
    again = site.build()
    assert (again.problems, again.counts) == ((), {}), fault


def test_a_flipped_bit_changes_no_page(
    expected: tuple[SmallSite, dict[str, bytes]], tmp_path: Path, record_property: Property
) -> None:
    source, pages = expected
    chance = random.Random(7)
    for number in range(_FLIPS):
        site = source.copy(tmp_path / str(number))
        raw = bytearray((site.root / STORE).read_bytes())
        for _ in range(1 if number % 2 else 200):
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        (site.root / STORE).write_bytes(raw)
        built_as_clean(site, pages, f"flips {number}")
    record_property("stores with flipped bits", _FLIPS)


def test_an_altered_or_lost_row_changes_no_page(
    expected: tuple[SmallSite, dict[str, bytes]], tmp_path: Path, record_property: Property
) -> None:
    source, pages = expected
    with sqlite3.connect(source.root / STORE) as connection:
        rows = [number for (number,) in connection.execute("SELECT rowid FROM checked ORDER BY rowid")]
    connection.close()
    changes = ["DELETE FROM checked", "UPDATE checked SET value = substr(value, 2)", "UPDATE checked SET sum = 0"]
    for number in range(_ROWS):
        site = source.copy(tmp_path / str(number))
        with sqlite3.connect(site.root / STORE) as connection:
            # Every _ROWS-th row at once: each build meets some of each kind.
            hit = ",".join(str(row) for row in rows[number::_ROWS])
            connection.execute(f"{changes[number % len(changes)]} WHERE rowid IN ({hit})")
        connection.close()
        built_as_clean(site, pages, f"rows {number}")
    record_property("stores with altered or lost rows", _ROWS)


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "log"])
def test_a_store_that_is_no_database_is_made_again(
    expected: tuple[SmallSite, dict[str, bytes]], tmp_path: Path, damage: str, record_property: Property
) -> None:
    source, pages = expected
    site = source.copy(tmp_path / damage)
    raw = (site.root / STORE).read_bytes()
    (site.root / STORE).write_bytes(
        {"empty": b"", "cut": raw[: len(raw) // 2], "text": b"no" * 9_999, "log": raw}[damage]
    )
    if damage == "log":
        (site.root / f"{STORE}-wal").write_bytes(b"\x37\x7f\x06\x82" + b"\xa5" * 9_999)
    built_as_clean(site, pages, damage)
    record_property("stores that are no database", 1)
