"""What the tests of faults share: how many faults they tried, held to docs/reliability.md."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from _pytest.main import Session
from _pytest.terminal import TerminalReporter


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print how many faults were tried, by kind. Tests note them by `record_property`."""
    figures = _figures(terminalreporter)
    if figures:
        terminalreporter.section("faults")
        for name in sorted(figures):
            terminalreporter.write_line(f"{name}: {figures[name]}")
        for line in _fewer(figures):
            terminalreporter.write_line(line, red=True)


def pytest_sessionfinish(session: Session) -> None:
    """Fail where all kinds of faults were tried, and of one fewer than the document says."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.exitstatus == 0 and reporter and _fewer(_figures(reporter)):
        session.exitstatus = 1


def _figures(reporter: TerminalReporter) -> Counter[str]:
    figures: Counter[str] = Counter()
    for reports in reporter.stats.values():
        for report in reports:
            for name, number in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
                figures[name] += number
    return figures


def _fewer(figures: Counter[str]) -> list[str]:
    """A line for each kind of which fewer were tried than the document says; none for a part of the suite."""
    text = (Path(__file__).parents[2] / "docs/reliability.md").read_text("utf-8")
    said = {name: int(number) for name, number in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", text, re.MULTILINE)}
    if not said or said.keys() != figures.keys():
        return []
    return [f"docs/reliability.md says {said[name]} {name}" for name in said if figures[name] < said[name]]
