"""Work that takes too long is left alone."""

from __future__ import annotations

import threading
import time

import pytest

from builder.numbers.sources.time_limit import pause, within


def test_work_in_time_gives_its_result_or_its_error() -> None:
    assert within(10, lambda: 3) == 3
    assert within(10, lambda: None) is None
    with pytest.raises(KeyError):
        within(10, lambda: {}["a"])


def test_late_work_is_not_waited_for() -> None:
    go_on = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.02, lambda: go_on.wait(20))
    go_on.set()


def test_without_time_no_work_begins() -> None:
    begun = []
    with pytest.raises(TimeoutError):
        within(0, lambda: begun.append(1))
    assert begun == []


def test_a_pause_is_as_long_as_it_is_asked_to_be() -> None:
    begun = time.monotonic()
    pause(0.05)
    assert time.monotonic() - begun >= 0.05
