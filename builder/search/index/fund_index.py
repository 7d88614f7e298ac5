"""The part of the search index that finds funds: its shards, and the records of all funds. Used by `site_build.search`."""

from __future__ import annotations

from typing import Any

from builder.model import Directory, digest
from builder.search.index.fund_records import fund_records, fund_terms
from builder.search.index.segments import FUNDS, encode_segment
from builder.search.index.shards import checksum

RECORDS_PER_FILE = 32


def fund_index_files(directory: Directory) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of this part by site path, e.g. "search/funds/0.jsonl", and its entry in the manifest."""
    instruments = directory.instruments.values()
    index_names = {instrument.code.lower(): instrument.name for instrument in instruments if instrument.kind == "index"}
    records = fund_records((instrument for instrument in instruments if instrument.kind == "fund"), index_names)
    segment = encode_segment(FUNDS, [fund_terms(record) for record in records])
    files = dict(segment.contents)
    for start in range(0, len(records), RECORDS_PER_FILE):
        lines = "".join(record.line + "\n" for record in records[start : start + RECORDS_PER_FILE])
        files[f"search/{FUNDS}/{start // RECORDS_PER_FILE}.jsonl"] = lines.encode()
    manifest = {
        "bits": segment.bits,
        "check": checksum(segment.contents[f"search/{FUNDS}/sums.bin"]),
        "count": len(records),
        "together": RECORDS_PER_FILE,
        "stamp": digest("".join(record.line for record in records))[:4],
    }
    return files, manifest
