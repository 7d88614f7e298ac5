"""The content of a site, as generated pages read it."""

from __future__ import annotations

from builder.pages import SiteContent

from .conftest import CHIPS, FUND, OTHER, SORA


def test_funds_are_those_of_the_catalogue_by_code(site: SiteContent) -> None:
    assert site.funds == (FUND, OTHER)
    assert site.fund("990001") == FUND
    assert site.fund("111111") is None


def test_the_topic_with_the_newest_briefing_comes_first(site: SiteContent) -> None:
    assert site.topics == {"Sora横空出世,哪些板块受益?": (SORA,), "人工智能": (SORA, CHIPS)}


def test_a_fund_is_mentioned_in_the_text_or_in_the_front_matter(site: SiteContent) -> None:
    assert site.mentions == {"990001": (SORA,), "111111": (CHIPS,)}


def test_the_summary_is_the_authors_or_the_first_paragraph(site: SiteContent) -> None:
    assert site.summary(SORA) == "文生视频会带来什么?"
    assert site.summary(CHIPS) == "一月里芯片板块先抑后扬。"
