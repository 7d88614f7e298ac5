"""Briefings as lists show them."""

from __future__ import annotations

from builder.pages import SiteContent
from builder.pages.teasers import teaser, teasers

from .conftest import CHIPS, SORA


def test_a_teaser_names_column_day_topics_and_funds(site: SiteContent) -> None:
    shown = teaser(site, SORA)
    assert (shown.column, shown.day) == ("热点追踪", "2024年2月20日")
    assert shown.column_url == "series/re-dian-zhui-zong/"
    assert shown.topics[1] == ("人工智能", "topics/ren-gong-zhi-neng/")
    assert shown.funds == (("示例AI A", "funds/990001/"),)


def test_a_fund_that_the_catalogue_lacks_is_left_out(site: SiteContent) -> None:
    first, second = teasers(site, (SORA, CHIPS))
    assert (first.url, second.funds) == ("briefings/sora/", ())
