"""The check of a built site against its own record, build.json, for `briefings verify`."""

from __future__ import annotations

import json
from pathlib import Path

from builder.model import digest
from builder.output.publish import RECORD


def verify(site: Path) -> list[str]:
    """What is wrong with a built site, a line each; empty if it is complete and every file is as it was built."""
    try:
        record = json.loads((site / RECORD).read_bytes())
        digests = dict(record["files"])
    except FileNotFoundError:
        return [f"{site / RECORD} is missing: this is not a finished site"]
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{site / RECORD} cannot be read: this is not a finished site"]
    if record.get("incomplete"):
        return [f"{site} is incomplete: a build was interrupted; build again"]
    present = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_symlink() or not path.is_dir()}
    differences = [f"added: {path} is not part of this build" for path in sorted(present - set(digests) - {RECORD})]
    for path in sorted(digests):
        target = site / path
        if path not in present:
            differences.append(f"missing: {path}")
        elif target.is_symlink():
            differences.append(f"changed: {path} is a symbolic link")
        elif digest(target.read_bytes()) != digests[path]:
            differences.append(f"changed: {path}")
    return differences
