"""What the tests of attacks share: the mark by which `make attacks` chooses them, and an end to each that hangs."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

_LONGEST = 60  # seconds of one test: an attack that hangs is a failed test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `make check` and `make test` leave them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("attack")


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
