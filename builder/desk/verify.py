"""A built site in, what differs from its own record out."""

from __future__ import annotations

import json
from pathlib import Path

from builder.model import digest
from builder.output.publish import RECORD


def verify(site: Path) -> list[str]:
    """What is wrong with the site, one line each; empty where it is complete and every file as it was built."""
    try:
        record = json.loads((site / RECORD).read_bytes())
        files = dict(record["files"])
    except FileNotFoundError:
        return [f"{site / RECORD} is missing: this is not a finished site"]
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{site / RECORD} cannot be read: this is not a finished site"]
    if record.get("incomplete"):
        return [f"{site} is incomplete: a build was interrupted; build again"]
    found = []
    present = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_symlink() or not path.is_dir()}
    for path in sorted(present - set(files) - {RECORD}):
        found.append(f"added: {path} is not of this build")
    for path in sorted(files):
        target = site / path
        if path not in present:
            found.append(f"missing: {path}")
        elif target.is_symlink():
            found.append(f"changed: {path} is a symbolic link")
        elif digest(target.read_bytes()) != files[path]:
            found.append(f"changed: {path}")
    return found
