"""The content of a site, as generated pages read it."""

from __future__ import annotations

from dataclasses import replace

from builder.pages import SiteContent

from .conftest import CHIPS, FUND, OTHER, SORA


def test_funds_are_those_of_the_catalogue_by_code(site: SiteContent) -> None:
    assert site.funds == (FUND, OTHER)
    assert site.fund("990001") == FUND
    assert site.fund("111111") is None


def test_a_topic_a_column_and_an_author_list_their_briefings_that_with_the_newest_first(site: SiteContent) -> None:
    assert [(listing.kind, listing.name, listing.briefings) for listing in site.listings] == [
        ("topics", "Sora横空出世,哪些板块受益?", (SORA,)),
        ("topics", "人工智能", (SORA, CHIPS)),
        ("series", "热点追踪", (SORA,)),
        ("authors", "研究部", (SORA,)),
    ]


def test_a_topic_that_asks_is_a_question_and_a_column_never_is(site: SiteContent) -> None:
    asks = {listing.name: listing.is_question for listing in site.listings}
    assert asks == {"Sora横空出世,哪些板块受益?": True, "人工智能": False, "热点追踪": False, "研究部": False}
    column = replace(site.listings[2], name="怎么看？")
    assert not column.is_question and replace(column, kind="topics").is_question


def test_a_listing_has_the_funds_of_all_its_briefings_each_once(site: SiteContent) -> None:
    assert site.listings[1].fund_codes == ("990001", "111111")


def test_the_front_page_shows_so_many_as_the_settings_say(site: SiteContent) -> None:
    assert site.latest == (SORA, CHIPS)
    fewer = replace(site.settings, options=replace(site.settings.options, latest=1))
    assert replace(site, settings=fewer).latest == (SORA,)


def test_a_fund_is_mentioned_in_the_text_or_in_the_front_matter(site: SiteContent) -> None:
    assert site.mentions == {"990001": (SORA,), "111111": (CHIPS,)}


def test_the_summary_is_the_authors_or_the_first_paragraph(site: SiteContent) -> None:
    assert site.summary(SORA) == "文生视频会带来什么?"
    assert site.summary(CHIPS) == "一月里芯片板块先抑后扬。"
