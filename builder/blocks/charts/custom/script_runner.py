"""Runs the Python programs of `altair` fences, each in a sandboxed process of its own, and returns the specification that
each leaves in `chart`. Custom charts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-P", "-m", "builder.blocks.charts.custom.sandbox")
SECONDS = 10  # of processor time; as many again may pass in waiting
Table = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Script:
    """A program, and the tables that it is handed by their names."""

    code: str
    tables: Mapping[str, Table]


@dataclass(frozen=True, kw_only=True)
class ScriptFailure:
    """Why a program left no chart."""

    reason: str
    line: int = 0  # of the program, 1-based; 0 where no line is the cause


def run(scripts: Sequence[Script], *, seconds: int = SECONDS) -> list[dict[str, Any] | ScriptFailure]:
    """The Vega-Lite specification of each program's chart, in order."""
    with ThreadPoolExecutor(max(1, min(len(scripts), os.cpu_count() or 1))) as threads:
        return list(threads.map(lambda script: _run(script, seconds), scripts))


def environment() -> dict[str, str]:
    """The whole environment of such a process: our import path, one time zone, one hash seed, one thread."""
    return {
        "PYTHONPATH": os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _run(script: Script, seconds: int) -> dict[str, Any] | ScriptFailure:
    request = json.dumps({"code": script.code, "tables": dict(script.tables), "seconds": seconds}).encode()
    late = ScriptFailure(reason=f"the program ran longer than {seconds} seconds")
    try:
        process = subprocess.run(
            COMMAND, input=request, capture_output=True, env=environment(), timeout=2 * seconds + 10, check=False
        )
    except subprocess.TimeoutExpired:
        return late
    if process.returncode in (-9, -24):  # what the kernel sends when the processor time is used up
        return late
    try:
        answer = json.loads(process.stdout)
    except ValueError:
        return ScriptFailure(reason=f"the program's process ended with code {process.returncode} and without a chart")
    if "error" in answer:
        return ScriptFailure(reason=str(answer["error"]), line=int(answer["line"]))
    spec: dict[str, Any] = answer["spec"]
    return spec
