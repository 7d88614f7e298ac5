"""Which files are out of date, and why: the plan of the site held against the trace of the last build. `render_plan` asks this.

A trace is what the last build made each file of. A lost trace costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol

NEW = "new"
SHELL = "its words, a template or a setting changed"
SLOTS = "what it asks of the data changed"
DATA = "the data changed"
LOST = "the file on the site is missing or is not as it was written"


class FileTrace(NamedTuple):
    """What one file was made of."""

    shell: str  # key of its shell
    slots: str  # key of its slots
    filled_with: str = ""  # digest of its shell's key and of its fragments; "" for a draft, which is not published
    digest: str = ""  # of the file
    attachments: Mapping[str, str] = {}  # files that come with its fragments: site path -> digest

    @property
    def is_published(self) -> bool:
        """Whether it is a file of the site."""
        return bool(self.digest)


class Trace(NamedTuple):
    """What the last build that succeeded made."""

    data: str  # key of all data files
    files: Mapping[str, FileTrace]


class Planned(Protocol):
    """What the plan says of a file, see `site_plan.PlannedFile`."""

    @property
    def shell(self) -> str:
        """Key of its shell."""

    @property
    def slots(self) -> str:
        """Key of its slots."""


def out_of_date(
    planned: Mapping[str, Planned], trace: Trace, *, data: str, lost: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """The files that are to be looked into, each with the reasons. All others are as a build would write them.

    `data` is the key of the data files now. `lost` names files that are not on the site as the trace has them.
    """
    reasons_by_path = {}
    for path, file in planned.items():
        reasons = _reasons(file, trace.files.get(path), trace.data != data, path in lost)
        if reasons:
            reasons_by_path[path] = reasons
    return reasons_by_path


def _reasons(file: Planned, before: FileTrace | None, data_changed: bool, is_lost: bool) -> tuple[str, ...]:
    if before is None:
        return (NEW,)
    changed = {SHELL: file.shell != before.shell, SLOTS: file.slots != before.slots, DATA: data_changed, LOST: is_lost}
    return tuple(reason for reason, holds in changed.items() if holds)
