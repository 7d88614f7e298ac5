"""The check of a built site against its own record, build.json, for `briefings verify`."""

from __future__ import annotations

import json
from pathlib import Path

from builder.model import digest
from builder.output.publish import RECORD
from builder.safe_path import UnsafePathError, path_below, read_regular


def verify(site: Path) -> list[str]:
    """What is wrong with a built site, a line each; empty if it is complete and every file is as it was built."""
    try:
        record = json.loads(read_regular(site / RECORD))
        digests = {str(path): str(content) for path, content in record["files"].items()}
    except FileNotFoundError:
        return [f"{site / RECORD} is missing: this is not a finished site"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [f"{site / RECORD} cannot be read: this is not a finished site"]
    if record.get("incomplete"):
        return [f"{site} is incomplete: a build was interrupted; build again"]
    present = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_symlink() or not path.is_dir()}
    differences = [f"added: {path} is not part of this build" for path in sorted(present - set(digests) - {RECORD})]
    for path in sorted(digests):
        if path not in present:
            differences.append(f"missing: {path}")
            continue
        try:
            target = path_below(site, path)
            if digest(read_regular(target)) != digests[path]:
                differences.append(f"changed: {path}")
        except UnsafePathError as error:
            differences.append(f"changed: {path} {error}")
        except OSError as error:
            differences.append(f"changed: {path} cannot be read: {error.strerror}")
    return differences
