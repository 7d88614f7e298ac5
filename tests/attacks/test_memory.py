"""What the doors of the data and of the words keep in memory while they read: so many bytes for each byte of a text, no more.

The text is read at two lengths, and what the longer takes more is divided by what it is longer: what every reading takes does
not count.
"""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from builder.expression import ExpressionError, looks_meant, parse_claim
from builder.model import SourceFile
from builder.numbers.files import sources_yml
from builder.numbers.files.csv_cells import read_text
from builder.numbers.files.exact_history_csv import read_histories
from builder.numbers.sources.eastmoney import read_history
from builder.numbers.sources.tables import table_conversion
from builder.numbers.sources.tables.table_file import read_table
from builder.problem import Failed
from builder.site_build.ledger import decode_ledger
from builder.vocabulary import SETS
from builder.words.parse import understand
from tests.attacks.hostile_sheet import spreadsheet
from tests.numbers.sources.source_files import source

KILOBYTE = 1024
MOST = 150.0  # bytes in memory for a byte of a text; a Python object for each of its characters takes more
# PyYAML keeps two places for each word. Its texts are short: 256 KB of sources.yml, 64 KB of front matter.
MOST_OF_YAML = 600.0
MOST_OF_CELL = 1_200  # bytes in memory for a cell of a sheet


def _exact(raw: bytes, folder: Path) -> None:
    (folder / "a.csv").write_bytes(raw)
    read_histories(read_text(folder / "a.csv", "a.csv"), "a.csv", SETS["nav"])


def _fetched(raw: bytes, folder: Path) -> None:
    declared = source("nav", codes=("990101",))
    table_conversion.convert_histories(read_table(raw, "a", declared, code="990101"), declared)


def _declared(raw: bytes, folder: Path) -> None:
    (folder / "sources.yml").write_bytes(raw)
    sources_yml.load(folder / "sources.yml", "sources.yml")


def _front(raw: bytes, folder: Path) -> None:
    understand(SourceFile(path="briefings/a.md", text=f"---\n{raw.decode()}\n---\n\n一\n"), zone="UTC")


def _expression(raw: bytes, folder: Path) -> None:
    looks_meant(raw.decode())
    parse_claim(raw.decode())


def _ledger(raw: bytes, folder: Path) -> None:
    decode_ledger(raw.decode(), "a.json")


def _script(raw: bytes, folder: Path) -> None:
    read_history(raw.decode(), "a.js", "012733")


def _sheet(row: list[str], count: int) -> bytes:
    """A sheet with a row of headings, and this row so many times."""
    rows = [["date", "nav", *"abcdefghijklmnopqr"], *[row] * count]
    lines = []
    for number, cells in enumerate(rows, 1):
        written = "".join(
            f'<c r="{chr(65 + column)}{number}" t="str"><v>{cell}</v></c>' for column, cell in enumerate(cells)
        )
        lines.append(f'<row r="{number}">{written}</row>')
    return spreadsheet("".join(lines))


ENTRY = {
    "ask": {"series": "fund:990101", "measure": "nav", "as_of": "2024-02-19"},
    "value": 1.0,
    "unit": "nav",
    "seen": "0",
}
POINT = '{"x":1704124800000,"y":1.05,"equityReturn":0.1,"unitMoney":""}'
DOORS: dict[str, tuple[Callable[[bytes, Path], None], int]] = {
    "history": (_exact, 64 * KILOBYTE),
    "export": (_fetched, 16 * KILOBYTE),
    "sources.yml": (_declared, 8 * KILOBYTE),
    "front matter": (_front, 8 * KILOBYTE),
    "expression": (_expression, 32 * KILOBYTE),
    "ledger": (_ledger, 64 * KILOBYTE),
    "pingzhongdata": (_script, 64 * KILOBYTE),
}
PIECES: dict[str, tuple[tuple[str, str, str], ...]] = {  # what comes first, what is repeated, what comes last
    "history": (("date,nav\n", "2024-01-02,1.0\n", ""), ("date,nav\n", "x\n", ""), ("date,nav\n", ",", ""), ("", '"\n', "")),
    "export": (
        ("date,nav\n", "2024-01-02,1.0\n", ""),
        ("date,nav\n", "x,y\n", ""),
        ("", ",\n", ""),
        ('[{"date":"2024-01-02"}', ',{"nav":1}', "]"),
        ("[", "[],", "[]]"),
        ("", "[", ""),
    ),
    "sources.yml": (("", "a: \n", ""), ("nav: {codes: '", "012733,", "'}"), ("nav:\n", " codes: 1\n", ""), ("", "- ", "")),
    "front matter": (("title: ", "甲", ""), ("topics:\n", "- 甲\n", ""), ("", "a: \n", ""), ("topics: [", "甲,", "]")),
    "expression": (("", "a ", ""), ("990101 ", "return ", "> 1%"), ("", ">", ""), ("990101 nav > ", "9", "")),
    "ledger": (("[", f"{json.dumps(ENTRY)},", f"{json.dumps(ENTRY)}]"), ("[", "0,", "0]"), ("", "[", ""), ("[", "{},", "{}]")),
    "pingzhongdata": (
        ('var fS_code = "012733";var Data_netWorthTrend = [', f"{POINT},", f"{POINT}];var Data_ACWorthTrend = [];"),
        ("", "var a=[", ""),
        ("", "var a=1;", ""),
        ("", "/**/", ""),
        ('var fS_code = "012733";var Data_netWorthTrend = [', "[],", "[]];"),
    ),
}  # fmt: skip


def peak(read: Callable[[bytes, Path], None], raw: bytes, folder: Path) -> int:
    """The most bytes that a reading has in memory at once, whatever comes of it."""
    tracemalloc.start()
    try:
        with suppress(Failed, ExpressionError):
            read(raw, folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def rate(read: Callable[[bytes, Path], None], short: bytes, long: bytes, folder: Path) -> float:
    """The bytes in memory for each byte that the longer text has more."""
    peak(read, short, folder)  # what is imported at first use
    return (peak(read, long, folder) - peak(read, short, folder)) / (len(long) - len(short))


@pytest.mark.parametrize(
    ("door", "piece"), [(door, number) for door, texts in PIECES.items() for number in range(len(texts))]
)
def test_a_text_takes_memory_in_proportion_to_its_length(door: str, piece: int, tmp_path: Path) -> None:
    read, size = DOORS[door]
    first, repeated, last = PIECES[door][piece]
    short, long = (
        (first + repeated * (length // len(repeated.encode())) + last).encode() for length in (size, 2 * size)
    )
    most = MOST_OF_YAML if door in ("sources.yml", "front matter") else MOST
    assert rate(read, short, long, tmp_path) < most


@pytest.mark.parametrize("row", [["2024-01-02", "1.0"], ["", "", "x"], ["x" * 50] * 20], ids=["rows", "gaps", "texts"])
def test_a_sheet_takes_memory_in_proportion_to_its_cells(row: list[str], tmp_path: Path) -> None:
    """Bytes for a cell: a sheet is compressed, so its own length says little."""
    short, long = (_sheet(row, count) for count in (500, 1_000))
    peak(_fetched, short, tmp_path)
    taken = peak(_fetched, long, tmp_path) - peak(_fetched, short, tmp_path)
    assert taken / (500 * len(row)) < MOST_OF_CELL


def test_what_keeps_more_is_seen(tmp_path: Path) -> None:
    def nested(raw: bytes, folder: Path) -> None:
        [raw[:end] for end in range(0, len(raw), 64)]

    assert rate(nested, b"x" * 64 * KILOBYTE, b"x" * 128 * KILOBYTE, tmp_path) > MOST
