"""Every file of ../shared/cases/attacks, put where it attacks a site, through the real command line: what it may do, and no more.

A file without a row here fails. Whatever a row says, nothing beside the site, its cache and its reports is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.real_data import ROOT, shared
from tests.site import BRIEFING_WITHOUT_CHART, FILES, SETTINGS, SmallSite

pytestmark = [pytest.mark.real, pytest.mark.slow]

FOLDER = ROOT.parent / "shared" / "cases" / "attacks"
LONGEST = 120  # seconds of one command on a busy machine: an attack that hangs fails its test
PAGE, NAV, SOURCES = "content/briefings/x.md", "content/data/nav/990201.csv", "content/data/sources.yml"
REPORTS = ("content/data/status.csv", "content/data/.refresh.json")  # that a refresh may write
HERE = "@HERE@"  # in a case, the folder around the site


@dataclass(frozen=True, kw_only=True)
class Attack:
    """Where a case goes, and what comes of it."""

    target: str  # in the site
    command: str = "build"
    says: tuple[str, ...] = ()  # each in one line; without any, the command succeeds
    beside: Mapping[str, str] = field(default_factory=dict)  # other files of the site; of a case by "@" and its name
    settings: str = ""  # more of ours in mkdocs.yml


def page(*says: str, **more: str) -> Attack:
    """A case that is a page."""
    return Attack(target=PAGE, says=says, **more)  # type: ignore[arg-type]


def refresh(*says: str, target: str = SOURCES, **beside: str) -> Attack:
    """A case that a refresh meets; `beside` is what stands in sources.yml or cal.csv."""
    files = {"sources": SOURCES, "calendar": "cal.csv"}
    return Attack(
        target=target, command="refresh", says=says, beside={files[name]: text for name, text in beside.items()}
    )


CASES = {
    # words
    "hole-yaml-escape.md": page("x.md:2:8: reserved-character: U+E000"),
    "redos-link.md": page("x.md:6:2: missing-image", "x.md:6:167: missing-image"),
    "quadratic-captions.md": page(),
    "quadratic-cashtags.md": page("x.md:2556:3: bad-cashtag"),
    "quadratic-comment.md": page("x.md:6:1: bad-html: this comment is not closed", "too-large: after 50 problems"),
    "slow-brackets-8KB.md": page(),
    "slow-footnote-refs.md": page("x.md:6:2: bad-footnote: there is no footnote 1", "too-large: after 50 problems"),
    "slow-heading-hash.md": page(),
    "slow-htmltag.md": page(),
    "fuzz/slow-1-7-content_briefings_2024_2024-02-20-a.md": Attack(target="content/briefings/2024/2024-02-20-a.md"),
    # pictures
    "media-evil.md": Attack(
        target=PAGE,
        says=("x.md:6:1: bad-picture: briefings/evil.html", "x.md:8:1: bad-picture: briefings/evil.svg"),
        beside={"content/briefings/evil.html": "@evil.html", "content/briefings/evil.svg": "@evil.svg"},
    ),
    "evil.html": Attack(target="content/briefings/evil.html"),
    "evil.svg": Attack(
        target="content/briefings/evil.svg",
        says=("x.md:6:1: bad-picture: briefings/evil.svg, line 1",),
        beside={PAGE: "---\ntitle: 新\ndate: 2024-02-22\n---\n\n![图](evil.svg)\n"},
    ),
    # programs
    "altair-flood.md": page("x.md:6:1: bad-fence", settings="trusted_code: true"),
    "altair-kill-other.md": page("x.md:13:1: bad-fence: PermissionError", settings="trusted_code: true"),
    # data
    "bom-only.csv": Attack(target=NAV, says=("990201.csv:1: empty-data",)),
    "funds-size.csv": Attack(
        target="content/data/funds.csv",
        says=("funds.csv:2:10: bad-cell: size is 1e400", "funds.csv:3:16: bad-cell: size is NaN"),
    ),
    "hole-funds.csv": Attack(target="content/data/funds.csv", says=("funds.csv:2:17: reserved-character",)),
    "nav-1e15.csv": Attack(target=NAV, says=("990201.csv:2:12: bad-cell: nav is 1e15",)),
    "nav-1e308.csv": Attack(target=NAV, says=("990201.csv:3:12: bad-cell: nav is 1e308",)),
    "nav-4000-columns.csv": Attack(target=NAV, says=("990201.csv:1: too-large: the line has 4,002 cells",)),
    "fuzz/1-537-content_data_nav_990201.csv": Attack(
        target=NAV, says=("990201.csv:259:12: bad-cell: nav is 0.94991e308",)
    ),
    "fuzz/slow-1-24-content_data_nav_990102.csv": Attack(target="content/data/nav/990102.csv"),
    "ledger-deep.json": Attack(target="content/data/ledger/a.json", says=("a.json: bad-ledger",)),
    "parquet/date_far.parquet": Attack(
        target="content/data/nav.parquet", says=("nav.parquet: bad-cell: row 1: date is not from 1900 to 2199",)
    ),
    # sources
    "sources-calendar-write-outside.yml": refresh("sources.yml:1: unsafe-path", calendar="date\n2024-02-20\n"),
    "sources-file-outside.yml": refresh("sources.yml:1: unsafe-path", "is absolute"),
    "sources-loopback.yml": refresh("sources.yml:1: fetch-failed", "127.0.0.1 is not allowed"),
    "sources-yml-bomb.yml": refresh("sources.yml:3:43: bad-value: an alias"),
    "sparse.xlsx": refresh(
        "sparse.xlsx: too-large: 16,384 columns",
        target="in/sparse.xlsx",
        sources="nav: {fetcher: file, from: in/sparse.xlsx}\n",
    ),
    "eastmoney-zero.js": refresh(
        "990201.js",
        target="in/990201.js",
        sources="nav: {fetcher: eastmoney, from: 'in/{code}.js', codes: ['990201']}\n",
    ),
    # the cache and the site
    "build.json-delete-outside.json": Attack(target="site/build.json"),
    "journal-delete-outside.json": refresh(
        "in/funds.csv",
        target="content/data/.outgoing/journal.json",
        sources="funds: {fetcher: file, from: in/funds.csv}\n",
    ),
    "journal-overwrite-settings.json": refresh(
        "in/funds.csv",
        target="content/data/.outgoing/journal.json",
        sources="funds: {fetcher: file, from: in/funds.csv}\n",
    ),
    # settings
    "inherit/mkdocs.yml": Attack(
        target="mkdocs.yml", says=("mkdocs.yml:1:1: bad-settings: INHERIT",), beside={"base.yml": "@inherit/base.yml"}
    ),
    "inherit/env.yml": Attack(
        target="mkdocs.yml",
        says=("mkdocs.yml:2:12: bad-settings: !ENV", "mkdocs.yml:7:20: bad-settings: !ENV"),
    ),
    "inherit/base.yml": Attack(target="mkdocs.yml", says=("mkdocs.yml:15:1: bad-link", "pages/disclaimer.md")),
}


def cases() -> list[str]:
    """The files of the folder, from it."""
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


def content(name: str, here: Path) -> bytes:
    """The bytes of a case. A page that was cut within a character ends before it."""
    raw = (FOLDER / name).read_bytes().replace(HERE.encode(), str(here).encode())
    return raw.decode("utf-8", "ignore").encode() if name.endswith(".md") else raw


def state(folder: Path, site: Path) -> dict[str, bytes]:
    """All files but those that a command may write."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not any(path.is_relative_to(site / own) for own in ("site", ".briefings"))
        and path not in [site / report for report in REPORTS]
    }


@pytest.mark.parametrize("name", cases() or [""])
def test_an_attack_is_told_or_does_nothing(name: str, tmp_path: Path) -> None:
    shared()  # skips where the cases are not there
    assert name in CASES, f"{name} has no row in the table of this test"
    attack, here = CASES[name], tmp_path / "here"
    own = f"      {attack.settings}\n" if attack.settings else ""
    words = {"mkdocs.yml": SETTINGS + own, "content/briefings/2024/2024-02-20-a.md": BRIEFING_WITHOUT_CHART}
    files = {path: text for path, text in attack.beside.items() if not text.startswith("@")}
    site = SmallSite.make(here / "a/b/site", FILES | words | files)
    cases_beside = {path: text[1:] for path, text in attack.beside.items() if text.startswith("@")}
    for path, case in {attack.target: name, **cases_beside}.items():
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (site.root / path).write_bytes(content(case, here))
    (here / "secret").mkdir()
    (here / "secret/pw.csv").write_text("code,name\n990101,secret\n", "utf-8")
    before = state(tmp_path, site.root)
    process = site.command(attack.command, timeout=LONGEST)
    said = process.stdout + process.stderr
    assert "Traceback" not in said and process.returncode == bool(attack.says), said
    for text in attack.says:
        assert text in said
    assert state(tmp_path, site.root) == before
    published = b"".join(path.read_bytes() for path in (site.root / "site").rglob("*") if path.is_file())
    assert b"alert(" not in published and b"evil.test" not in published and b"secret" not in published


def test_no_row_of_the_table_is_about_a_case_that_is_gone() -> None:
    shared()
    assert CASES.keys() == {*cases()}
