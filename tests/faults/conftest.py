"""What the tests of faults share: the mark by which `make faults` chooses them, and the figures that they print at their end."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `make check` and `make test` leave them out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("fault")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print how many faults were tried, by kind, for docs/reliability.md. Tests note them by `record_property`."""
    figures: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, number in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
                figures[name] += number
    if figures:
        terminalreporter.section("faults")
        for name in sorted(figures):
            terminalreporter.write_line(f"{name}: {figures[name]}")
