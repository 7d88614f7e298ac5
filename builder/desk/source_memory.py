"""What refreshes note about sources, in two files beside the data.

`status.csv` lists the sources that fail; pages tell readers. `.refresh.json` tells the next refresh when each source last
succeeded, and how to ask its server for changes only.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from builder.cache.replace_file import replace_file
from builder.model import canonical_json, digest
from builder.numbers.files.data_folder import digests
from builder.numbers.files.data_layout import STATUS
from builder.numbers.sources.source import Source
from builder.problem import Problem
from builder.safe_path import read_regular

_MEMORY = ".refresh.json"
_MOST_REASONS = 20  # of one history
_COLUMNS = ("set", "since", "last_success", "last_attempt", "reason")


@dataclass(frozen=True, kw_only=True)
class SourceMemory:
    """When each source last succeeded, and the seals (ETag, Last-Modified) that its server gave then."""

    successes: Mapping[str, str] = field(default_factory=dict)  # set -> ISO date-time
    seals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # set -> {"of": digest, "urls": {URL: seal}}

    @classmethod
    def read(cls, data: Path) -> SourceMemory:
        """The memory in this data folder. Empty if there is none or it cannot be read: then everything is fetched."""
        try:
            record = json.loads(read_regular(data / _MEMORY))
            seals = {
                set_: {"of": str(known["of"]), "urls": _urls(known["urls"])} for set_, known in record["seals"].items()
            }
            return cls(successes={set_: str(time) for set_, time in record["successes"].items()}, seals=seals)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def seals_of(self, source: Source, data: Path) -> Mapping[str, Mapping[str, str]]:
        """The seals of a source, by URL; empty if its declaration or its files have changed since."""
        known = self.seals.get(source.set, {})
        urls: Mapping[str, Mapping[str, str]] = known.get("urls", {})
        return urls if urls and known.get("of") == _digest_of(source, data) else {}


def _urls(seals: Any) -> dict[str, dict[str, str]]:
    """Seals by URL. They become headers of a request, so anything but one line of text raises ValueError."""
    urls = {str(url): {str(key): str(value) for key, value in seal.items()} for url, seal in seals.items()}
    if not all(value.isprintable() for seal in urls.values() for value in seal.values()):
        raise ValueError("a seal is one line of text")
    return urls


def _digest_of(source: Source, data: Path) -> str:
    """The digest of a source's declaration and of its files."""
    prefixes = (f"{source.set}/", f"{source.set}.")
    files = {path: file_digest for path, file_digest in digests(data).items() if path.startswith(prefixes)}
    declaration = {key: value for key, value in asdict(source).items() if key not in ("place", "lines")}
    return digest(canonical_json([declaration, files]))


@dataclass(frozen=True, kw_only=True)
class SourceResult:
    """What a refresh has to remember of one source."""

    source: Source
    seals: Mapping[str, Mapping[str, str]]  # by URL
    problems: Sequence[Problem]  # why it failed; none if it succeeded
    refused: Mapping[str, Sequence[Problem]] = field(default_factory=dict)  # code -> why its history was refused


def write(data: Path, memory: SourceMemory, results: Iterable[SourceResult], now: datetime) -> None:
    """Add the results of a refresh to both files. status.csv exists only while a source fails.

    It has a row for each set that fails, and for each history that was refused, e.g. "nav/012733".
    """
    time = now.isoformat(timespec="seconds")
    successes, seals = dict(memory.successes), dict(memory.seals)
    before = {row["set"]: row for row in read(data)}
    rows = dict(before)

    def note(name: str, success: str, problems: Sequence[Problem]) -> None:
        # Readers are told the day of the first failure, so later failures leave their pages as they are.
        since = before.get(name, {}).get("since") or time[:10]
        reason = " | ".join(f"{problem.id}: {problem.message}" for problem in problems[:_MOST_REASONS])
        rows[name] = dict(zip(_COLUMNS, (name, since, success, time, reason), strict=True))

    for result in results:
        set_ = result.source.set
        if result.problems:
            note(set_, successes.get(set_, ""), result.problems[:1])
            continue
        successes[set_] = time
        rows = {name: row for name, row in rows.items() if name.partition("/")[0] != set_}
        for code, problems in result.refused.items():
            note(f"{set_}/{code}", "", problems)
        seals.pop(set_, None)
        if result.seals:
            urls = {url: dict(seal) for url, seal in result.seals.items()}
            seals[set_] = {"of": _digest_of(result.source, data), "urls": urls}
    replace_file(data / _MEMORY, json.dumps({"successes": successes, "seals": seals}, indent=1, sort_keys=True))
    if not rows:
        (data / STATUS).unlink(missing_ok=True)
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[set_] for set_ in sorted(rows))
    replace_file(data / STATUS, text.getvalue())


def read(data: Path) -> list[dict[str, str]]:
    """The rows of status.csv: the sets whose last refresh failed."""
    try:
        rows = csv.DictReader(io.StringIO(read_regular(data / STATUS).decode(), newline=""))
        return [{name: str(row.get(name) or "") for name in _COLUMNS} for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
