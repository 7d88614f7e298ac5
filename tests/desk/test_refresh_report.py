"""The report of a refresh is printed as text and as JSON."""

from __future__ import annotations

import json

from builder.desk import refresh_report
from builder.desk.impact import Impact
from builder.desk.refresh_report import RefreshReport, SourceOutcome
from tests.desk.declared_source import exported, run
from tests.site import SmallSite


def test_the_report_is_text_and_json(site: SmallSite) -> None:
    exported(site)
    report = run(site)
    text = refresh_report.text(report, site.root)
    assert text.splitlines()[0] == "nav: 3 files replaced"
    assert "fund:990101 示例人工智能联接A: 1.1612 (2024-02-26) → 1.1641 (2024-03-04)" in text
    value = json.loads(refresh_report.as_json(report, site.root))
    assert value["sources"] == [
        {"set": "nav", "state": "accepted", "files": 3, "problems": [], "quarantined": [], "notes": []}
    ]
    assert len(value["radius"]["changes"]) == len(report.impact.changes)


def test_a_dry_run_says_what_would_be_replaced(site: SmallSite) -> None:
    outcomes = (SourceOutcome(set="nav", state="accepted", files=1), SourceOutcome(set="index", state="unchanged"))
    report = RefreshReport(outcomes=outcomes, impact=Impact(), dry_run=True)
    assert refresh_report.text(report, site.root).splitlines()[:2] == [
        "nav: 1 file would be replaced",
        "index: unchanged",
    ]


def test_an_interrupted_refresh_that_was_undone_is_reported_first(site: SmallSite) -> None:
    report = RefreshReport(outcomes=(), impact=Impact(), dry_run=False, restored=True)
    first = refresh_report.text(report, site.root).splitlines()[0]
    assert first == "an earlier refresh was interrupted: its changes were undone first"
