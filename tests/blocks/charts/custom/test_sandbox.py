"""What a program of an author's may not do, and how it is reported why a program leaves no chart."""

from __future__ import annotations

import sys

import pytest

from builder.problem import Problem
from tests.blocks.charts.custom.fence_faults import Fault, assert_reported, problems_by_fault, python

FAULTS: dict[str, Fault] = {
    "raises": (python("x = 1", "1 / 0"), 5, "ZeroDivisionError"),
    "no syntax": (python("chart = ("), 4, "SyntaxError"),
    "leaves nothing": (python("x = 1"), 0, "leaves nothing in `chart`"),
    "leaves a number": (python("chart = 3"), 0, "a int"),
    "forks": (python("import os", "os.fork()"), 5, "nothing of the system"),
    "starts": (python("import subprocess", "subprocess.run(['ls'])"), 5, "start no process"),
    "socket": (python("import socket", "", "socket.socket()"), 6, "use no network"),
    "writes": (python("open('x', 'w')"), 4, "open no file"),
    "reads": (python("import pyarrow", "pyarrow.OSFile('/etc/passwd')"), 5, "Operation not permitted"),
    "memory": (python("x = [0] * 10**9"), 0, "512 MB"),
    "ends": (python("raise SystemExit"), 4, "SystemExit"),
    "vanishes": (python("import os", "os._exit(0)"), 0, "without a chart"),
    "opens the audit": (
        python("import os, sys", "sys.modules['__main__']._CLOSED.clear()", "os.fork()"),
        6,
        "nothing of the system",
    ),
    "looks for the audit": (python("import gc", "gc.get_objects()"), 5, "look at no objects"),
    "floods": (python("import os", "while True: os.write(1, b'x' * (1 << 20))"), 0, "more than 16 MB"),
}
if sys.platform != "linux":  # the kernel has no such filter, see docs/decisions/0016-charts-written-out.md
    del FAULTS["reads"], FAULTS["memory"]


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    return problems_by_fault(tmp_path_factory.mktemp("faults"), FAULTS)


@pytest.mark.slow
@pytest.mark.parametrize("label", FAULTS)
def test_a_program_that_leaves_no_chart_is_reported_at_its_line(problems: dict[str, list[Problem]], label: str) -> None:
    assert_reported(problems[label], FAULTS[label])
