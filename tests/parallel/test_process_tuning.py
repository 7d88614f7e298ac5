"""How a process uses Python is set for as long as it helps, and no longer."""

from __future__ import annotations

import subprocess
import sys

import pytest

from builder.parallel.process_tuning import fast_thread_switches


def test_threads_switch_sooner_only_within_the_block() -> None:
    before = sys.getswitchinterval()
    with pytest.raises(RuntimeError), fast_thread_switches():
        assert sys.getswitchinterval() < before
        raise RuntimeError
    assert sys.getswitchinterval() == before


def test_a_build_process_collects_no_garbage() -> None:
    code = (
        "import gc; from builder.parallel.process_tuning import collect_no_garbage, end_without_cleanup\n"
        "collect_no_garbage(); end_without_cleanup(); print(gc.isenabled(), gc.get_freeze_count() > 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
