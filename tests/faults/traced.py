"""Runs a command under strace, so that its n-th system call of a kind fails, or kills it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.site import SmallSite

ROOT = Path(__file__).parent.parent.parent
CALLS = (
    "write",
    "pwrite64",
    "rename",
    "renameat2",
    "unlink",
    "mkdir",
    "fcntl",
    "fsync",
    "fdatasync",
    "ftruncate",
    "link",
)
# Of these calls, only those that are about files of the site: Python itself makes others.
_OF_SITES = {"write": r"^write\(\d+<{}", "pwrite64": r"<{}", "fcntl": "F_SETLK", "ftruncate": r"<{}"}


@dataclass(frozen=True)
class Done:
    """How a traced command ended."""

    code: int  # negative: the signal that killed it
    text: str  # what it printed
    is_hit: bool  # whether a call failed or killed it
    calls: Mapping[str, Sequence[int]]  # kind -> which of its main thread's system calls were about files of the site


def traced(site: SmallSite, *words: str, inject: str = "", **environment: str) -> Done:
    """`briefings …` under strace. `inject` is e.g. "rename:error=EIO:when=3" or "write:signal=KILL:when=2"."""
    log = site.root.parent / "strace.log"
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    command += ["-e", f"inject={inject}"] if inject else []
    done = subprocess.run(
        [*command, sys.executable, "-B", "-m", "builder", *words],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1709251200"} | environment,
    )
    calls: dict[str, list[int]] = {}
    counts: Counter[str] = Counter()
    main = ""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    for line in lines:
        number, rest = line.split(maxsplit=1)
        main = main or number
        if number == main and (call := re.match(r"(\w+)\(", rest)):
            counts[call[1]] += 1
            if call[1] not in _OF_SITES or re.search(_OF_SITES[call[1]].format(re.escape(str(site.root))), rest):
                calls.setdefault(call[1], []).append(counts[call[1]])
    is_hit = done.returncode < 0 or any("(INJECTED)" in line for line in lines)
    return Done(done.returncode, done.stdout + done.stderr, is_hit, calls)


def moments(calls: Sequence[int], most: int) -> list[int]:
    """Which of these calls to let fail: all, or `most` of them, spread evenly, the first and the last among them."""
    if len(calls) <= most:
        return list(calls)
    if most == 1:
        return [calls[len(calls) // 2]]
    return [calls[round(step * (len(calls) - 1) / (most - 1))] for step in range(most)]
