"""A site before it is filled: for each file its shell, what its holes want, and the records of their fragments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.build.fragments import SlotRequest
from builder.build.search_index import SearchIndex
from builder.build.site_plan import PlannedFile, SitePlan
from builder.model import Directory


@dataclass(frozen=True, kw_only=True)
class FileToFill:
    """One file of the site that is to be filled."""

    key: str  # names the file by its shell, its slots and the data
    path: str  # e.g. "briefings/sora/index.html"
    sheet: PlannedFile
    slots: Mapping[str, SlotRequest]

    @property
    def depth(self) -> int:
        """How many folders below the root it lies."""
        return self.path.count("/")


@dataclass(frozen=True, kw_only=True)
class RenderPlan:
    """A site before it is filled."""

    todo: Sequence[FileToFill]
    settled: Sequence[Mapping[str, Any]]  # records of files that are known and stand right
    fragments: Mapping[str, Mapping[str, Any]]  # slot's id -> record of its fragment
    copies: Mapping[str, tuple[Path, str]]  # site path -> file on disk, digest
    directory: Directory
    outline: SitePlan
    index: SearchIndex

    @property
    def files(self) -> dict[str, str]:
        """Files that come with fragments, e.g. a chart's CSV: site path -> digest."""
        shown = (self.fragments[one.id] for part in self.todo for one in part.slots.values())
        return {path: name for record in (*self.settled, *shown) for path, name in record["files"].items()}

    @property
    def paths(self) -> list[str]:
        """All files of the site."""
        return [*self.outline.sheets, *self.files, *self.copies, *self.index.files]
