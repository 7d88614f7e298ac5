"""Runs the Python programs of `altair` fences, each in a sandboxed process of its own, and returns the specification that
each leaves in `chart`. Custom charts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

COMMAND = (sys.executable, "-P", "-m", "builder.blocks.charts.custom.sandbox")
LARGEST = 16 << 20  # bytes of a specification
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


def run(
    scripts: Sequence[Script], *, seconds: int = SECONDS, unconfined: bool = False
) -> list[dict[str, Any] | ScriptFailure]:
    """The Vega-Lite specification of each program's chart, in order. `unconfined` lets them run without the kernel's filter."""
    with ThreadPoolExecutor(max(1, min(len(scripts), os.cpu_count() or 1))) as threads:
        return list(threads.map(lambda script: _run(script, seconds, unconfined), scripts))


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


def _run(script: Script, seconds: int, unconfined: bool) -> dict[str, Any] | ScriptFailure:
    limits = {"seconds": seconds, "unconfined": unconfined}
    request = json.dumps({"code": script.code, "tables": dict(script.tables), **limits}).encode()
    late = ScriptFailure(reason=f"the program ran longer than {seconds} seconds")
    with subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        assert process.stdin and process.stdout
        end = threading.Timer(2 * seconds + 10, process.kill)
        feed = threading.Thread(target=_feed, args=(process.stdin, request), daemon=True)
        end.start()
        feed.start()
        written = process.stdout.read(LARGEST + 1)  # what a program writes is not trusted, nor is its end
        if len(written) > LARGEST:
            process.kill()
        process.stdout.close()
        status = process.wait()
        end.cancel()
        feed.join()
    if len(written) > LARGEST:
        return ScriptFailure(reason=f"the program's chart has more than {LARGEST >> 20} MB")
    if status in (-9, -24):  # the timer's end, and what the kernel sends when the processor time is used up
        return late
    return _read_answer(written) or ScriptFailure(
        reason=f"the program's process ended with code {status} and without a chart"
    )


def _feed(stdin: IO[bytes], request: bytes) -> None:
    with suppress(OSError), stdin:  # a process may end before it has read all
        stdin.write(request)


def _read_answer(written: bytes) -> dict[str, Any] | ScriptFailure | None:
    """What a sandboxed process answered; None where that is no answer."""
    try:
        answer = json.loads(written)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    error, line, spec = answer.get("error"), answer.get("line"), answer.get("spec")
    if isinstance(error, str):
        return ScriptFailure(reason=error, line=line if isinstance(line, int) and 0 <= line < 1_000_000 else 0)
    return spec if isinstance(spec, dict) else None
