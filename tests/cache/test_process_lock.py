"""A second process waits, or is told who is at work; a lock ends with its process, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builder.cache.process_lock import only_process
from builder.problem import Failed
from tests.running import ROOT, running

HOLDER = """\
import sys
from pathlib import Path
from builder.cache.process_lock import only_process
with only_process(Path(sys.argv[1]), "build"):
    import os
    if os.fork() == 0:  # a helper must not keep the lock
        import time; time.sleep(5); os._exit(0)
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input ends, and has a child."""
    command = [sys.executable, "-c", HOLDER, str(file)]
    with running(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield holder


def test_a_second_process_is_told_who_holds_the_lock_and_gets_it_when_that_one_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with held(file) as holder:
        with pytest.raises(Failed) as failed, only_process(file, "build", patience=0.1):
            pass
        (problem,) = failed.value.problems
        assert problem.id == "busy"
        assert f"another build is running: process {holder.pid}, since 20" in problem.message
        os.kill(holder.pid, signal.SIGKILL)
        with only_process(file, "build", patience=5):
            assert file.read_text() == str(os.getpid())


def test_who_waits_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as holder:
        assert holder.stdin
        holder.stdin.close()
        with only_process(tmp_path / "lock", "build", patience=20):
            pass


def test_an_error_in_the_work_is_not_taken_for_one_of_the_lock(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), only_process(tmp_path / "lock", "build"):
        raise OSError(28, "full")
    with pytest.raises(Failed, match="unwritable"), only_process(tmp_path / "no/such", "build"):
        pass
