"""How our processes use Python: garbage collection and thread switching. Used by the command line and the render helper.

docs/performance.md says what each setting gains.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SHORT_SWITCH = 0.0003  # seconds


def collect_no_garbage() -> None:
    """Prepare a process that makes one build and then ends.

    A build makes many values and hardly a reference cycle, so collecting garbage would only cost time.
    """
    gc.disable()


def end_without_cleanup() -> None:
    """Spare a process that is about to end the search for garbage in all that the build made."""
    gc.freeze()


@contextmanager
def fast_thread_switches() -> Iterator[None]:
    """Let threads that pass work to a helper process wait 0.3 ms for the interpreter, not 5 ms: the helper would idle."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SHORT_SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
