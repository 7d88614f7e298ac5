"""The part of the index that finds funds."""

from __future__ import annotations

from builder.model import Directory, Instrument
from builder.search.index.fund_index import RECORDS_PER_FILE, fund_index_files
from builder.search.index.shards import checksum


def directory(count: int) -> Directory:
    funds = (Instrument(id=f"fund:{n:06}", code=f"{n:06}", name=f"基金{n}") for n in range(count))
    return Directory(instruments={fund.id: fund for fund in funds})


def test_records_are_in_files_of_a_few_in_the_order_of_codes() -> None:
    files, manifest = fund_index_files(directory(RECORDS_PER_FILE + 1))
    assert (manifest["count"], manifest["together"]) == (RECORDS_PER_FILE + 1, RECORDS_PER_FILE)
    assert len(files["search/funds/0.jsonl"].splitlines()) == RECORDS_PER_FILE
    assert len(files["search/funds/1.jsonl"].splitlines()) == 1
    assert manifest["check"] == checksum(files["search/funds/sums.bin"])


def test_a_fund_more_changes_the_stamp() -> None:
    assert fund_index_files(directory(2))[1]["stamp"] != fund_index_files(directory(3))[1]["stamp"]
