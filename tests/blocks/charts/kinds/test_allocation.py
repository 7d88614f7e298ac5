"""The chart of what a fund held."""

from __future__ import annotations

from tests.blocks.charts.kinds.gallery_chart import GalleryChart


def test_shares_are_from_the_funds_reports(charts: dict[str, GalleryChart]) -> None:
    assert "来源：基金定期报告；报告期2023年12月31日" in charts["allocation"].html
