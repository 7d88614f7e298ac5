"""What the tests of attacks share: an end to each that hangs or takes memory."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

_LONGEST = 60  # seconds of one test: an attack that hangs is a failed test
_MOST_MEMORY = 1 << 30  # bytes that the examples of a generating test may take beyond what is there before


@pytest.fixture(autouse=True)
def _end() -> Iterator[None]:
    """Fails a test that takes too long."""

    def stop(signal_number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"this attack still held the builder after {_LONGEST} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def _memory(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lets an example of a generating test that takes much memory fail with a MemoryError, where the kernel can."""
    sizes = Path("/proc/self/statm")
    if not request.path.name.startswith("test_fuzz") or not sizes.exists():
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(sizes.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + _MOST_MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)
