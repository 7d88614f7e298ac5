"""The comparison page."""

from __future__ import annotations

from builder.pages import SiteContent, compare
from builder.templating import Templates


def test_all_funds_are_compared_by_returns_and_by_risks(site: SiteContent, templates: Templates) -> None:
    (page,) = compare.files(site, templates)
    assert page.path == "compare/index.html"
    returns, risks = (slot for slot in page.slots.values() if slot.block == "fund-rows")
    assert returns.params.series == risks.params.series == ("fund:990001", "fund:990002")
    assert {column.measure for column in returns.params.columns} == {"return"}
    assert {column.measure for column in risks.params.columns} == {"drawdown", "volatility"}
