"""An end to work that waits for others: servers that drip, names that never resolve, libraries without a limit.

The downloads of `http_file`, the calls of `akshare` and each source of a refresh have one.
"""

from __future__ import annotations

import email.utils
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """The result of some work. Raises TimeoutError where it is not done in time, else what the work raises.

    The work runs in a thread of its own. Late work is left alone: whatever it still does is not waited for, and ends with the
    process.
    """
    if seconds <= 0:
        raise TimeoutError
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]


def pause(seconds: float) -> None:
    """Wait so long."""
    threading.Event().wait(seconds)


def wait_asked_for(retry_after: str, otherwise: float) -> float:
    """The seconds that a server asks to wait; "for ever" for a date, which the longest pause cuts short."""
    asked = retry_after.strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        email.utils.parsedate_to_datetime(asked)
    except (TypeError, ValueError):
        return otherwise
    return float("inf")
