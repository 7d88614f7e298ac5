"""Declared sources and the files that they bring: the tests of the sources use it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from builder.numbers.sources.source import Limits, Source, Tools
from builder.numbers.sources.staged_files import StagedSource
from builder.numbers.sources.staging import stage
from builder.problem import Failed, Problem

QUICK = Limits(connect=1, read=1, whole=5, tries=2, pause=0.01, longest_pause=0.05)


def source(set_: str = "nav", fetcher: str = "file", **said: Any) -> Source:
    """A declaration."""
    return Source(set=set_, fetcher=fetcher, named="codes" in said, place="sources.yml", lines={"": 1}, **said)


def staged(
    root: Path, declared: Source, *, today: str = "2024-03-01", hosts: tuple[str, ...] = ()
) -> tuple[StagedSource, Path]:
    """What a source brings, staged below `root`."""
    folder = root / "staged" / declared.set
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools(root=root, clock=time.monotonic, limits=QUICK, today=today, hosts=hosts)
    return stage(declared, tools, folder, root / "staged", root / "data"), folder


def rows(root: Path, raw: bytes, set_: str = "nav", *, name: str = "012733.csv", **said: Any) -> list[str]:
    """The lines of our file that a file of these bytes becomes."""
    (root / name).write_bytes(raw)
    result, folder = staged(root, source(set_, location=name, **({"codes": ("012733",)} | said)))
    return (folder / result.files[0]).read_text(encoding="utf-8").splitlines()


def problems(root: Path, raw: bytes, set_: str = "nav", **said: Any) -> list[Problem]:
    """What is wrong with a file of these bytes."""
    with pytest.raises(Failed) as caught:
        rows(root, raw, set_, **said)
    return list(caught.value.problems)
