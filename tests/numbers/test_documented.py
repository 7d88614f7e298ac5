"""The two tables of docs/data.md, row by row: each row has fixtures here with the outcome that it says, and each fixture a row."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from builder.numbers.admission.audit import Audit
from builder.problem import Failed
from tests.numbers.folder import FUND, HISTORY, ask, problems_of, snapshot_of, write
from tests.numbers.new_data import NAV, NEXT, OLD, audit, taken
from tests.numbers.two_funds import long_parquet
from tests.real_data import ROOT
from tests.site import SmallSite

Files = dict[str, str | bytes]
DOCUMENT = (ROOT / "docs/data.md").read_text(encoding="utf-8")
WHOLE = "date,nav\n" + OLD
INDEX = {"indexes.csv": "code,name\nS00001,示例指数\n"}
STOCK = {"stocks.csv": "code,name\nXX01,示例\n"}
MONEY = {"funds.csv": "code,name\n990001,甲\n990002,示例货币A\n990003,丙\n"}
LOST = {"funds.csv": "code,name\n012733,甲\n990001,乙\n"}
QUARANTINE, REFUSED, NOTE, LATE = "row in quarantine", "refused", "note", {"note late"}


def rows_of(heading: str) -> list[tuple[str, str]]:
    """The rows of the table below a heading: what comes, and what becomes of it."""
    section = DOCUMENT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]
    return [(row[0], row[1]) for row in cells]


def outcome(result: Audit) -> set[str]:
    """What became of it, e.g. {"row in quarantine", "note gap"}."""
    return {
        *(QUARANTINE for _ in result.quarantined),
        *(f"{REFUSED} {problem.id}" for problem in result.refused),
        *(f"{NOTE} {note.id}" for note in result.notes),
    }


def nav(rows: str, header: str = "date,nav") -> Files:
    return {NAV: f"{header}\n{rows}"}


def stock(rows: str) -> Files:
    return {"stock/XX01.csv": f"date,close,adjusted\n{rows}"}


_DAYS = ("2024-01-10", "2024-01-11", "2024-01-12")
ADJUSTED = {**STOCK, "stock/XX01.csv": "date,close,adjusted\n" + "".join(f"{day},10,9\n" for day in _DAYS)}
UNADJUSTED = {**STOCK, "stock/XX01.csv": "date,close\n" + "".join(f"{day},10\n" for day in _DAYS)}


# The beginning of the table's first column -> what a source sends, the present files besides, the outcome.
REFRESH: dict[str, list[tuple[Files, Mapping[str, str], set[str]]]] = {
    "a cell that is blank, text": [
        (nav(f"{OLD}2024-01-15,{cell}\n"), {}, {QUARANTINE}) for cell in ("", "abc", "NaN", "inf", "0", "-1")
    ]
    + [(nav(f"{OLD}15. Januar,1.0\n"), {}, {QUARANTINE}), (nav(f"{OLD}2024-01-15,1.0,1.0\n"), {}, {QUARANTINE})],
    "a date, or an `announced`": [
        (nav(f"{OLD}2024-01-17,1.0\n"), {}, {QUARANTINE}),
        ({"nav/990002.csv": "date,nav,announced\n2024-01-12,1.0,\n2024-01-15,1.0,2024-01-17\n"}, {}, {QUARANTINE}),
    ],
    "a jump from the last good row": [
        (nav(f"{OLD}2024-01-12,1.32\n"), {}, {QUARANTINE}),
        ({"nav/990003.csv": "date,nav\n2024-01-12,1.0\n2024-01-15,1.21\n"}, {}, {QUARANTINE}),
        ({"index/S00001.csv": "date,close\n2024-01-12,1.0\n2024-01-15,1.26\n"}, INDEX, {QUARANTINE}),
        ({"stock/XX01.csv": "date,close,dividend\n2024-01-12,1.0,\n2024-01-15,1.61,\n"}, STOCK, {QUARANTINE}),
        ({"nav/990002.csv": "date,income\n2024-01-12,0.5\n2024-01-15,101\n"}, MONEY, {QUARANTINE}),
        (nav(f"{OLD}2024-01-12,1.30\n"), {}, set()),
        (nav(f"{OLD}2024-01-12,1.5\n"), {NAV: f"{WHOLE}2024-01-12,1.5\n"}, set()),  # written by hand: taken
    ],
    "a new stock without": [
        ({"stock/XX01.csv": "date,close\n2024-01-12,1.0\n2024-01-15,1.1\n"}, STOCK, {"note unadjusted"})
    ],
    "one date twice with equal values": [(nav(f"{OLD}2024-01-15,1.01\n2024-01-15,1.010\n"), {}, {"note duplicate"})],
    "one date twice with different values": [(nav(f"{OLD}2024-01-15,1.01\n2024-01-15,1.02\n"), {}, {QUARANTINE, "note late"})],
    "rows out of order": [(nav(NEXT + OLD), {}, {"note sorted"})],
    "closes divided at a split since": [
        (stock("2024-01-11,5,4.5\n2024-01-12,5,4.5\n2024-01-15,5,4.5\n"), ADJUSTED, {"note rewritten", "note kept"}),
    ],
    "adjusted closes on another scale": [
        (stock("2024-01-11,10,8\n2024-01-12,10,8\n2024-01-15,10,8\n"), ADJUSTED, {"note kept"}),
    ],
    "adjusted closes that begin later": [
        (stock("2024-01-15,10,9\n"), ADJUSTED, {"refused unjoined-data"}),
        (stock("2024-01-11,10,8\n2024-01-12,10,8.1\n2024-01-15,10,8.1\n"), ADJUSTED, {"refused unjoined-data"}),
        (stock("2024-01-11,10,9\n2024-01-12,10,9\n2024-01-15,10,9\n"), UNADJUSTED, {"refused unjoined-data"}),
    ],
    "the same as a whole history": [
        (stock("2024-01-10,10,8\n2024-01-11,10,8.1\n2024-01-12,10,8.1\n2024-01-15,10,8.1\n"), ADJUSTED, {"note rescaled"}),
    ],
    "incomes in place": [
        ({"nav/990002.csv": "date,income\n2024-01-12,0.5\n2024-01-15,0.5\n"},
         {**MONEY, "nav/990002.csv": "date,nav\n2024-01-11,1.0000\n2024-01-12,1.0000\n"}, {"note replaced"}),
    ],
    "trading days missing inside": [({"nav/990002.csv": "date,nav\n2024-01-08,1\n2024-01-12,1\n"}, {}, {"note gap"})],
    "the last row is more trading days old": [(nav(OLD), {}, {"note late"})],
    "a row that differs": [(nav(OLD.replace("1.0090", "1.0190") + NEXT), {}, {"note restated"})],
    "up to one row in twenty is gone": [(nav("2024-01-11,1.0110\n" + NEXT), {}, {"note kept"})],
    "the file ends sooner": [
        (nav(OLD.partition("2024-01-11")[0]), {}, {"refused shrunken-data"}),
        (nav(OLD.replace("2024-01-04,1.0040\n2024-01-05,1.0050\n", "") + NEXT), {}, {"refused shrunken-data"}),
        ({"funds.csv": "code,name\n990001,甲\n"}, {}, {"refused shrunken-data"}),
    ],
    "a new history has more bad rows": [
        ({"nav/990002.csv": "date,nav\n2024-01-11,x\n2024-01-12,y\n2024-01-15,1.0\n"}, {}, {"refused bad-cell"}),
    ],
    "a new history with a jump": [
        ({"nav/990002.csv": f"date,nav\n{OLD}2024-01-12,0.505\n2024-01-15,0.506\n"}, {}, {"refused undeclared-split"}),
    ],
    "a rise beyond the limit": [(nav(f"{OLD}2024-01-12,1.36\n2024-01-15,1.37\n"), {}, {"note jump"})],
    "a value that is off and back": [(nav(OLD.replace("1.0080", "1.3080") + NEXT), {}, {QUARANTINE, "note kept"})],
    "a last value with three decimals": [(nav(OLD + "2024-01-12,0.9\n"), {}, {QUARANTINE})],
    "a row before the fund's": [
        (nav("2023-12-29,1.0\n" + OLD + NEXT), {"funds.csv": "code,name,effective_date\n990001,甲,2024-01-01\n"}, {QUARANTINE}),
        ({"nav/990002.csv": "date,nav\n1970-01-01,1.0\n2024-01-12,1.01\n"}, {}, {QUARANTINE}),
    ],
    "a day that was announced twice": [
        ({"nav/990002.csv": "date,nav,announced\n2024-01-12,1.0,2024-01-15\n2024-01-12,1.1,2024-01-16\n"}, {},
         {"note superseded"}),
    ],
    "the file is empty": [
        ({NAV: ""}, {}, {"refused empty-data"}),
        ({NAV: "date,nav\n"}, {}, {"refused empty-data"}),
        ({NAV: f"{WHOLE}净值".encode("gbk")}, {}, {"refused not-text"}),
    ],
    "a column is missing": [
        ({NAV: "date,netvalue\n2024-01-15,1\n"}, {}, {"refused bad-header"}),
        ({NAV: "date,nav,累计\n2024-01-15,1,1\n"}, {}, {"refused bad-header"}),
        (nav(OLD + NEXT), {NAV: "date,nav,dividend\n" + OLD.replace("\n", ",\n")}, {"refused bad-header"}),
    ],
    "a code that lost its zero": [
        ({"nav.csv": "code,date,nav\n12733,2024-01-15,1.0\n990001,2024-01-15,1.0\n"}, LOST, {QUARANTINE}),
        ({"nav/12733.csv": "date,nav\n2024-01-15,1\n"}, LOST, {"refused unknown-history"}),
    ],
    "a catalogue with any bad cell": [({"funds.csv": "code,name\n12733,甲\n"}, LOST, {"refused bad-cell"})],
    "a fund whose `index`": [
        ({"funds.csv": "code,name,index\n990001,甲,S00009\n990002,乙,\n990003,丙,\n"}, more, {"note benchmark"})
        for more in ({}, INDEX)
    ],
    "Parquet": [
        ({"nav.parquet": long_parquet()}, {}, set()),
        ({"nav.parquet": long_parquet(nav=[1.0, 2.0, -1.0, 1.0])}, {}, {"refused bad-cell"}),
    ],
}  # fmt: skip


def started(row: str, cases: Mapping[str, object]) -> str:
    """Which case a row is, by how it begins."""
    result = [name for name in cases if row.startswith(name)]
    assert len(result) == 1, f"docs/data.md: {result or 'no fixture'} for the row: {row}"
    return result[0]


@pytest.mark.parametrize(("row", "says"), rows_of("Strict builds, audited refreshes"), ids=lambda text: text[:40])
def test_a_row_of_the_audit_is_what_happens(tmp_path: Path, row: str, says: str) -> None:
    for number, (staged, present, expected) in enumerate(REFRESH[started(row, REFRESH)]):
        result = audit(tmp_path / str(number), staged, **present)
        # Where the last row is kept out, what is left ends earlier.
        assert outcome(result) - LATE == expected - LATE, staged
        assert expected & LATE <= outcome(result)
        for word in {*(word.partition(" ")[0] for word in expected if word != QUARANTINE)}:
            assert word in says or word == NOTE  # what the table promises is what happens
        if QUARANTINE in expected:
            assert "in quarantine" in says
            assert all(row.file and row.row and row.reason for row in result.quarantined)
        # Nothing bad came in, and what was good is still there.
        present_file = {"nav/990001.csv": WHOLE, **present}
        for name, content in result.files.items():
            if name == NAV and isinstance(present_file.get(NAV), str):
                there = set(present_file[NAV].splitlines()[1:])
                assert len(there - set(taken(result))) <= sum(note.id == "restated" for note in result.notes)
            assert content
        assert not {problem.path.removeprefix("content/data/") for problem in result.refused} & result.files.keys()


def linked(data: Path) -> None:
    write(data, {"funds.csv": FUND, "elsewhere.csv": HISTORY})
    (data / "nav").mkdir()
    (data / "nav/990001.csv").symlink_to(data / "elsewhere.csv")


def piped(data: Path) -> None:
    write(data, {"funds.csv": FUND, "nav/990002.csv": HISTORY})
    os.mkfifo(data / "nav/990001.csv")


def large(data: Path) -> None:
    write(data, {"funds.csv": FUND, "nav/990001.csv": ""})
    with (data / "nav/990001.csv").open("wb") as file:
        file.truncate((1 << 31) + 1)  # a hole in the disk, not two gigabytes


def nowhere(data: Path) -> None:
    """No folder at all."""


def one(content: str | bytes, *, name: str = NAV, funds: str = FUND, **more: str) -> Files:
    return {"funds.csv": funds, name: content, **more}


def by_hand(*navs: str) -> Files:
    rows = "".join(f"2024-01-{day:02},{nav}\n" for day, nav in zip((2, 3, 4), navs, strict=True))
    return one(f"date,nav\n{rows}", **{"sources.yml": "nav: {origin: 甲}\n"})


# The beginning of the table's first column -> folders, and the ids of the problems that a build finds in each.
BUILD: dict[str, list[tuple[Files | Callable[[Path], None], set[str]]]] = {
    "the folder is not there": [(nowhere, {"missing-data"}), ({NAV: HISTORY}, {"missing-data"})],
    "a table that belongs to no set": [
        ({"fund.csv": FUND}, {"unknown-data"}), ({"navs/990001.csv": HISTORY}, {"unknown-data"}),
        ({"funds.xlsx": b"PK"}, {"unknown-data"}),
    ],
    "a symbolic link": [(linked, {"symlink", "unknown-data"})],
    "the system refuses": [(piped, {"unreadable", "unknown-history"}), (one(b"no", name="nav.parquet"), {"unreadable"})],
    "a byte that is not UTF-8": [(one(f"{HISTORY}净值".encode("gbk")), {"not-text"})],
    "more than 2 GiB": [(large, {"too-large"})],
    "no rows": [(one(""), {"empty-data"}), (one("date,nav\n"), {"empty-data"}), ({"funds.csv": "code,name\n"}, {"empty-data"})],
    "a required column": [
        (one(f"{head}\n2024-01-02,1,1\n"), {"bad-header"}) for head in ("date,value", "date,nav,累计", "date,nav,", "date,nav,nav")
    ],
    "a row with more or fewer cells": [(one(f"{HISTORY}2024-01-04{more}\n"), {"bad-cell"}) for more in ("", ",1,1")],
    "a date that does not exist": [
        (one(f"{HISTORY}{on},1.0\n"), {"bad-cell"}) for on in ("2024-02-30", "20240104", "4 Jan", "1899-12-31", "2200-01-01", "")
    ]
    + [({**by_hand("1.0", "1.01", "1.02"), NAV: f"{HISTORY}{on},1.02\n"}, {"bad-cell"}) for on in ("2027-03-04", "2042-01-04")],
    "a value that is blank": [(one(f"{HISTORY}2024-01-04,{cell}\n"), {"bad-cell"}) for cell in ("", "x", "NaN", "inf", "0", "-1")]
    + [(one("date,nav,dividend\n2024-01-04,1,-0.1\n"), {"bad-cell"})],
    "a row with `nav` and `income`": [
        (one("date,nav,income\n2024-01-02,1.0,0.5\n"), {"bad-cell"}),
        (one("date,nav,income\n2024-01-02,1.0,\n2024-01-03,,0.5\n"), {"bad-cell"}),
    ],
    "the NAV of a money fund": [
        (one("date,nav\n" + "".join(f"2024-01-{on:02},1.0000\n" for on in range(2, 22))), {"money-fund"}),
        ({**one("date,nav\n2024-01-02,0.4388\n"), "funds.csv": "code,name\n990001,示例货币A\n"}, {"money-fund"}),
        (one("date,income,yield7\n" + "".join(f"2024-01-{on:02},0.5,0.018\n" for on in range(2, 12))), {"money-fund"}),
    ],
    "a NAV beyond": [
        *((one(f"{HISTORY}2024-01-04,{cell}\n"), {"bad-cell"}) for cell in ("1e15", "1e308", "5e-324", "0.00009")),
        (one(f"{HISTORY}2024-01-04,1000000\n2024-01-05,0.0001\n"), set()),
        (one("date,nav,dividend\n2024-01-04,1,1e7\n"), {"bad-cell"}),
        (one("date,nav,split\n2024-01-04,1,1e5\n"), {"bad-cell"}),
        (one("code,date,nav\n990001,2024-01-04,1e15\n", name="nav.csv"), {"bad-cell"}),
        (one(long_parquet(nav=[1.0, 2.0, 1e15, 1.0]), name="nav.parquet"), {"bad-cell"}),
    ],
    "an `accumulated`": [
        (one("date,nav,accumulated\n2024-01-02,1.0,1.5\n2024-01-03,1.0,1.2\n"), {"contradicting-data"}),
        (one("date,nav,accumulated,dividend\n2024-01-02,1.0,1.5,\n2024-01-03,1.0,1.2,\n"), set()),
    ],
    "a jump as above": [
        (by_hand("2.0", "1.0", "1.01"), {"undeclared-split"}),
        (by_hand("1.0", "10.0", "1.01"), {"bad-cell"}),
        ({**by_hand("2.0", "1.0", "1.01"), "sources.yml": "nav: {fetcher: file, from: in}\n"}, set()),
    ],
    "the same date twice": [
        (one(f"{HISTORY}2024-01-03,1.0100\n"), {"duplicate-date"}), (one(f"{HISTORY}2024-01-03,2\n"), {"duplicate-date"})
    ],
    "a code that is blank": [
        ({"funds.csv": f"code,name\n{code},甲\n"}, {"bad-cell"}) for code in ("", "代码", "12733")
    ],
    "the same code twice": [
        ({"funds.csv": "code,name\n990001,甲\n990001,乙\n"}, {"duplicate-code"}),
        (one(HISTORY, **{"nav.csv": "code,date,nav\n990001,2024-01-05,1\n"}), {"duplicate-code"}),
    ],
    "a history whose code": [(one(HISTORY, name="nav/990009.csv"), {"unknown-history"})],
    "an entry of `sources.yml`": [
        (one(HISTORY, **{"sources.yml": text}), {id_})
        for text, id_ in (("x: {}\n", "unknown-key"), ("nav: {}\nnav: {}\n", "duplicate-key"), ("nav: {dates: x}\n", "bad-value"))
    ],
    "a `benchmark_formula`": [
        ({"funds.csv": f"code,name,benchmark_formula\n990001,甲,{text}\n"}, {"bad-cell"}) for text in ("S1*0.9", "S1 und S2")
    ],
    "an `announced`": [
        (one(f"date,nav,announced\n2024-01-03,1,{on}\n"), {"bad-cell"}) for on in ("gestern", "2024-01-02")
    ],
}  # fmt: skip
# These take a whole site.
SITE = ("a record in `ledger/`", "a published number that differs", "an instrument without history")


@pytest.mark.parametrize(("row", "says"), rows_of("What a build makes of bad data"), ids=lambda text: text[:40])
def test_a_row_of_the_build_is_what_happens(tmp_path: Path, row: str, says: str) -> None:
    name = started(row, {**BUILD, **dict.fromkeys(SITE)})
    for number, (files, expected) in enumerate(BUILD.get(name, ())):
        data = tmp_path / str(number)
        if callable(files):
            files(data)
        if not expected:
            assert ask(snapshot_of(data, dict(files)), "history").points  # type: ignore[call-overload]
            continue
        result = problems_of(data, {} if callable(files) else files)
        assert {problem.id for problem in result} == expected
        assert {id_ for id_ in expected if f"`{id_}`" in says}, says
        assert all(problem.path.startswith("content/data") and problem.message for problem in result)


def test_the_rows_that_take_a_whole_site(site: SmallSite) -> None:
    site.write("content/data/ledger/a.json", "{")
    assert [problem.id for problem in site.build().problems] == ["bad-ledger"]
    (site.root / "content/data/ledger/a.json").unlink()
    assert site.command("publish-record").returncode == 0
    old = site.read("content/data/nav/990101.csv")
    last = next(line for line in old.splitlines() if line.startswith("2024-02-19"))
    site.write("content/data/nav/990101.csv", old.replace(last, f"2024-02-19,{float(last.split(',')[1]) * 1.01:.4f}"))
    assert {problem.id for problem in site.build().problems} == {"restated"}
    site.write("content/data/nav/990101.csv", old)
    site.write(
        "content/data/funds.csv",
        site.read("content/data/funds.csv") + "990999,示例新基金A,示例新,混合型,R3,2024-02-01,,\n",
    )
    assert site.build().problems == ()
    page = site.read("site/funds/990999/index.html")
    assert "示例新基金A" in page and '<span class="no-value" title="暂无净值数据">--</span>' in page


def test_a_row_without_a_fixture_would_fail() -> None:
    with pytest.raises(AssertionError, match="no fixture"):
        started("a file that nobody thought of", REFRESH)


def test_every_fixture_is_of_a_row() -> None:
    """A case whose row was taken out of the page is a case that nobody reads about."""
    headings = ("Strict builds, audited refreshes", "What a build makes of bad data")
    audit_rows, build_rows = ([row for row, _ in rows_of(heading)] for heading in headings)
    assert [name for name in REFRESH if not any(row.startswith(name) for row in audit_rows)] == []
    assert [name for name in (*BUILD, *SITE) if not any(row.startswith(name) for row in build_rows)] == []


def test_nothing_is_loaded_where_one_thing_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        snapshot_of(tmp_path, {"funds.csv": "code,name\n990001,甲\n990002,乙\n", NAV: HISTORY, "nav/990002.csv": ""})


def test_the_rules_are_told_in_few_words() -> None:
    """The bars of tables are no words."""
    assert sum(any(sign.isalnum() for sign in word) for word in DOCUMENT.split()) <= 2500
