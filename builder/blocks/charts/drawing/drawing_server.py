"""Answers scenes in a process that draws, a JSON line each, within limits of memory and time. Both programs that draw use it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

MEMORY = 512 << 20  # bytes for drawing, beyond what the renderer has when it is ready
SECONDS = 10  # of processor time, for each scene
TOO_LARGE = f"drawing takes more than {MEMORY >> 20} MB of memory"
TOO_SLOW = f"drawing takes more than {SECONDS} seconds"


def serve(draw: Callable[[Any], Mapping[str, Any]], lines: BinaryIO, out: BinaryIO) -> None:
    """Answers each line with a line: what `draw` makes of its JSON, or {"error": …} where that fails. The process should have
    drawn something before, so that its libraries are loaded."""
    _limit_memory()
    for line in lines:
        _limit_time()
        try:
            answer = draw(json.loads(line))
        except MemoryError:
            answer = {"error": TOO_LARGE}
        except Exception as error:  # whatever a renderer may raise is an answer to whoever asked
            answer = {"error": f"{type(error).__name__}: {error}"[:500]}
        out.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n")
        out.flush()


def _limit_memory() -> None:
    """Keep this process from growing by more than MEMORY from now on: the kernel refuses, and V8 aborts.

    V8 reserves far more address space than it uses, at its start: what is reserved by now does not count. Where the system
    is not Linux, V8 ends at some 1.5 GB.
    """
    if sys.platform == "linux":
        import resource

        fields = dict(line.split(":\t") for line in Path("/proc/self/status").read_text().splitlines())
        most = (int(fields["VmData"].split()[0]) << 10) + MEMORY
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _limit_time() -> None:
    """Let the system end this process (SIGXCPU) when it has used SECONDS more; the next call starts anew."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        most = int(usage.ru_utime + usage.ru_stime) + 1 + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
