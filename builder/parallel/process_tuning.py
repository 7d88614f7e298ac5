"""How our processes use Python: garbage collection, thread switching and exit. Used by the command line and the helpers."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SHORT_SWITCH = 0.0003  # seconds


def tune_build_process() -> None:
    """Prepare a process that makes one build and then ends.

    A build makes many values and hardly a reference cycle, so that collecting garbage would only cost time.
    """
    gc.disable()


def leave_memory_alone() -> None:
    """Spare a process that is about to end the search for garbage in all that the build made."""
    gc.freeze()


def tune_helper_process() -> None:
    """Prepare a helper process: no garbage collection, and at its end the system takes all memory back at once."""
    gc.disable()
    atexit.register(os._exit, 0)


@contextmanager
def fast_thread_switches() -> Iterator[None]:
    """Let threads that pass work to a helper process wait 0.3 ms for the interpreter, not 5 ms: the helper would idle."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SHORT_SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
