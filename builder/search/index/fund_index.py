"""The fund directory in, its part of the index out: its shards, and its records in files of a few."""

from __future__ import annotations

from typing import Any

from builder.model import Directory, digest
from builder.search.index.fund_records import of_record, records
from builder.search.index.segments import FUNDS, encode_segment
from builder.search.index.shards import check

TOGETHER = 32  # records of one file


def files_of(directory: Directory) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files by site path, and what the manifest says of them."""
    indexes = {one.code.lower(): one.name for one in directory.instruments.values() if one.kind == "index"}
    known = records((one for one in directory.instruments.values() if one.kind == "fund"), indexes)
    shelf = encode_segment(FUNDS, [of_record(one) for one in known])
    files = dict(shelf.contents)
    for start in range(0, len(known), TOGETHER):
        lines = "".join(one.line + "\n" for one in known[start : start + TOGETHER])
        files[f"search/{FUNDS}/{start // TOGETHER}.jsonl"] = lines.encode()
    stamp = digest("".join(one.line for one in known))[:4]
    checked = check(shelf.contents[f"search/{FUNDS}/sums.bin"])
    return files, {"bits": shelf.bits, "check": checked, "count": len(known), "together": TOGETHER, "stamp": stamp}
