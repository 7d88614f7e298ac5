"""What became of each source in, two files beside the data out: status.csv for readers, .refresh.json for the next refresh."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from builder.model import canonical_json, digest
from builder.numbers.files.data_folder import digests
from builder.numbers.files.data_layout import STATUS
from builder.numbers.sources.source import Source
from builder.numbers.sources.staging import StagedSource
from builder.problem import Problem

_MEMORY = ".refresh.json"
_COLUMNS = ("set", "since", "last_success", "last_attempt", "reason")


@dataclass(kw_only=True)
class SourceMemory:
    """What earlier refreshes left: when each set last succeeded, and by what its source can be asked for changes."""

    successes: dict[str, str] = field(default_factory=dict)  # set -> ISO date-time
    seals: dict[str, dict[str, Any]] = field(default_factory=dict)  # set -> {"of": …, "urls": {URL: seal}}

    @classmethod
    def read(cls, data: Path) -> SourceMemory:
        """The memory; an empty one where there is none, or it cannot be read: then all is fetched anew."""
        try:
            record = json.loads((data / _MEMORY).read_bytes())
            return cls(successes=dict(record["successes"]), seals=dict(record["seals"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()

    def seals_of(self, source: Source, data: Path) -> Mapping[str, Mapping[str, str]]:
        """By what to ask for changes: nothing unless the files are those that were accepted, declared the same way."""
        known = self.seals.get(source.set, {})
        urls: Mapping[str, Mapping[str, str]] = known.get("urls", {})
        return urls if urls and known.get("of") == _name(source, data) else {}

    def note(self, source: Source, staged: StagedSource, data: Path) -> None:
        """Remember a source that was accepted."""
        if staged.seals:
            urls = {url: dict(seal) for url, seal in staged.seals.items()}
            self.seals[source.set] = {"of": _name(source, data), "urls": urls}
        else:
            self.seals.pop(source.set, None)


def _name(source: Source, data: Path) -> str:
    """Names a declaration and the files that were made by it."""
    own = {name: one for name, one in digests(data).items() if name.startswith((f"{source.set}/", f"{source.set}."))}
    said = {key: value for key, value in asdict(source).items() if key not in ("place", "lines")}
    return digest(canonical_json([said, own]))


def write(data: Path, memory: SourceMemory, outcomes: Mapping[str, Sequence[Problem]], now: datetime) -> None:
    """Note when each source last succeeded, and which failed and why; status.csv is there only while one fails."""
    at = now.isoformat(timespec="seconds")
    rows = {row["set"]: row for row in read(data)}
    for name, problems in outcomes.items():
        if problems:
            reason = f"{problems[0].id}: {problems[0].message}"
            success = memory.successes.get(name, "")
            # The first failure is what readers are told; later ones change nothing for them.
            since = rows.get(name, {}).get("since") or at[:10]
            rows[name] = dict(zip(_COLUMNS, (name, since, success, at, reason), strict=True))
        else:
            memory.successes[name] = at
            rows.pop(name, None)
    _put(data / _MEMORY, json.dumps({"successes": memory.successes, "seals": memory.seals}, indent=1, sort_keys=True))
    if not rows:
        (data / STATUS).unlink(missing_ok=True)
        return
    said = io.StringIO()
    writer = csv.DictWriter(said, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[name] for name in sorted(rows))
    _put(data / STATUS, said.getvalue())


def read(data: Path) -> list[dict[str, str]]:
    """The sets whose last refresh failed, as status.csv has them."""
    try:
        with (data / STATUS).open(encoding="utf-8", newline="") as file:
            return [{name: str(row.get(name) or "") for name in _COLUMNS} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError):
        return []


def removed(folder: Path) -> None:
    """Take away what an interrupted refresh left."""
    shutil.rmtree(folder, ignore_errors=True)


def _put(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    draft.write_text(content, encoding="utf-8")
    draft.replace(path)
