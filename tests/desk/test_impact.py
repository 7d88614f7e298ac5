"""A refresh reports what changes for readers: latest values, live numbers, corrected numbers, broken claims."""

from __future__ import annotations

import pytest

from builder.desk import impact
from builder.desk.impact import AnswerChange, Impact, _is_same
from tests.desk.declared_source import export, exported, run
from tests.site import SmallSite


def test_new_rows_change_latest_values_and_live_numbers(site: SmallSite) -> None:
    exported(site)
    report = run(site)
    assert [(outcome.set, outcome.state, outcome.files) for outcome in report.outcomes] == [("nav", "accepted", 3)]
    assert report.is_complete
    assert site.read("content/data/nav/990101.csv").splitlines()[-1] == "2024-03-04,1.1641,0.05"
    latest = report.impact.latest[0]
    assert (latest.series, latest.before, latest.after, latest.date_after) == (
        "fund:990101",
        1.1612,
        1.1641,
        "2024-03-04",
    )
    assert set(report.impact.pages) == {
        "content/briefings/2024/2024-02-20-a.md",
        "content/briefings/2024/2024-02-21-b.md",
    }
    assert not [change for change in report.impact.changes if change.frozen]
    assert not site.build().problems


def test_a_correction_of_history_changes_frozen_numbers_and_breaks_claims(site: SmallSite) -> None:
    exported(site, f990101=export(0.0005, start=2.0))
    site.write(
        "content/briefings/2024/2024-02-20-a.md",
        "---\ntitle: 一\ndate: 2024-02-20\n---\n\n当日 {{ 990101 nav }},[涨了]{990101 nav < 1.2}。\n",
    )
    changes = [change for change in run(site).impact.changes if change.frozen and change.page.endswith("a.md")]
    assert [(change.block, change.line, change.broken, change.before) for change in changes] == [
        ("number", 6, False, 1.1583),
        ("claim", 6, True, 1.1583),
    ]
    assert changes[0].after == pytest.approx(2.3166, abs=1e-4)
    assert [problem.id for problem in site.build().problems] == ["false-claim"]


def test_the_text_groups_changes_and_counts_pages() -> None:
    common = {"series": "fund:990101", "asked": "return 1y", "unit": "ratio", "before": 0.0518, "after": 0.0521}
    changes = (
        AnswerChange(page="a.md", line=6, block="number", as_of="2024-02-19", **common),
        AnswerChange(page="a.md", line=7, block="claim", as_of="2024-02-19", broken=True, **common),
        AnswerChange(page="a.md", line=8, block="card", as_of="", **common),
        AnswerChange(page="b.md", line=3, block="card", as_of="", **common),
    )
    assert impact.text(Impact(changes=changes)) == [
        "latest values of 0 instruments change",
        "claims that no longer hold: 1, on 1 page; the build will fail",
        "  a.md:7: claim fund:990101 return 1y: +5.18% → +5.21%",
        "frozen numbers that change: 1, on 1 page; history was corrected",
        "  a.md:6: number fund:990101 return 1y: +5.18% → +5.21%",
        "live numbers that change: 2, on 2 pages",
        "  a.md: fund:990101: 1",
        "  b.md: fund:990101: 1",
    ]


def test_what_was_missing_is_no_correction() -> None:
    change = AnswerChange(
        page="a.md", line=6, block="number", series="fund:990101", asked="nav", as_of="2024-02-19", unit="nav",
        before=None, after=1.7623, was_missing=True,
    )  # fmt: skip
    assert impact.text(Impact(changes=(change,)))[1:] == [
        "frozen numbers that were missing: 1, on 1 page; the data have them now",
        "  a.md:6: number fund:990101 nav: -- → 1.7623",
    ]


def test_the_first_history_of_a_fund_corrects_nothing(site: SmallSite) -> None:
    exported(site)
    (site.root / "content/data/nav/990101.csv").unlink()
    frozen = [change for change in run(site).impact.changes if change.frozen and change.series == "fund:990101"]
    assert frozen and all(change.was_missing for change in frozen)


def test_values_that_look_the_same_are_shown_with_all_digits() -> None:
    change = AnswerChange(
        page="a.md", line=6, block="number", series="fund:990101", asked="return 1y", as_of="2024-02-19", unit="ratio",
        before=0.05181, after=0.05182,
    )  # fmt: skip
    assert impact.text(Impact(changes=(change,)))[-1].endswith(": +5.18% (0.05181) → +5.18% (0.05182)")


def test_other_last_bits_of_a_number_are_no_change() -> None:
    assert _is_same(
        (1.3932, "2024-02-19", (("2024-02-19", 0.1),)),
        (1.3932000000000002, "2024-02-19", (("2024-02-19", 0.1 + 2e-16),)),
    )
    assert not _is_same((1.3932, "2024-02-19"), (1.3933, "2024-02-19"))
    assert not _is_same((("2024-02-19", 0.1),), ())


def test_what_is_missing_still_is_no_change(site: SmallSite) -> None:
    """A new history that ends before the cut-off, where there was none: the number is `--` before and after."""
    (site.root / "content/data/nav/990102.csv").unlink()
    exported(site, f990102=export(0.0004, days=60))
    site.write(
        "content/briefings/2024/2024-02-20-a.md",
        "---\ntitle: 一\ndate: 2024-02-20\n---\n\n$示例人工智能联接C(OTCFUND|990102)$\n\n{{ 990102 return 1m }}\n",
    )
    changes = run(site).impact.changes
    assert any(change.series == "fund:990102" for change in changes)
    assert all(change.after is not None or change.points for change in changes if change.was_missing)
