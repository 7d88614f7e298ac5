"""What the kernel refuses to a process that has put the filter on itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import ctypes, os
from builder.blocks.charts.custom import seccomp
libc = ctypes.CDLL(None, use_errno=True)
number = seccomp._MACHINES[os.uname().machine][4]
assert seccomp.shut()
own = libc.syscall(number, os.getpid(), os.getpid(), 0)
other = libc.syscall(number, int(os.environ["OTHER"]), int(os.environ["OTHER"]), 0)
print(own, other, ctypes.get_errno())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the filter is of Linux alone")
def test_a_process_signals_itself_and_no_other() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        environment = {"OTHER": str(other.pid), "PYTHONPATH": ":".join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM], env=environment, capture_output=True, text=True, check=False
        )
        other.communicate(b"\n")
    assert done.stdout.split() == ["0", "-1", "1"], done.stderr
