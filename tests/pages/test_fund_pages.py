"""The list of funds, and the page of each fund."""

from __future__ import annotations

from dataclasses import replace

from builder.cache.codec import to_json
from builder.model import Directory
from builder.pages import SiteContent, fund_pages
from builder.slot_params.generated import (
    DataAgeParams,
    HtmlParams,
    ListedMention,
    MentionsParams,
    MoneyChartParams,
    PerformanceParams,
    TextParams,
)
from builder.templating import Templates

from .conftest import FUND, INDEX, OTHER, by_path


def test_there_is_a_list_and_a_page_for_each_fund(site: SiteContent, templates: Templates) -> None:
    paths = [file.path for file in fund_pages.files(site, templates)]
    assert paths == ["funds/index.html", "funds/990001/index.html", "funds/990002/index.html"]


def test_all_funds_share_one_shell(site: SiteContent, templates: Templates) -> None:
    files = by_path(fund_pages.files(site, templates))
    first, second = files["funds/990001/index.html"], files["funds/990002/index.html"]
    assert first.shell_input is second.shell_input
    assert to_json(first.shell_input).find("990001") == -1
    assert first.slots["title"].params == TextParams(text="示例人工智能联接A（990001）")
    assert first.slots != second.slots


def test_a_fund_lists_the_briefings_that_mention_it(site: SiteContent, templates: Templates) -> None:
    files = by_path(fund_pages.files(site, templates))
    title = "一文看懂 <Sora> & 文生视频"
    mention = ListedMention(
        url="briefings/sora/", title=title, date="2024-02-20", column="热点追踪", since="2024-02-19"
    )
    assert files["funds/990001/index.html"].slots["mentions"].params == MentionsParams(
        series="fund:990001", briefings=(mention,)
    )
    assert files["funds/990002/index.html"].slots["mentions"].params == MentionsParams(
        series="fund:990002", briefings=()
    )


def test_a_fund_is_shown_with_its_index_and_its_last_five_whole_years(site: SiteContent, templates: Templates) -> None:
    fund = replace(FUND, facts={**FUND.facts, "index": "990930", "effective_date": "2016-03-01"})
    index = replace(INDEX, has_history=True)
    directory = Directory(instruments={fund.id: fund, index.id: index}, data_as_of={"nav": "2024-02-19"})
    slot = by_path(fund_pages.files(replace(site, directory=directory), templates))["funds/990001/index.html"].slots[
        "performance"
    ]
    years = ("2019", "2020", "2021", "2022", "2023")
    assert slot.params == PerformanceParams(series="fund:990001", benchmark="index:990930", years=years)


def test_a_money_fund_has_its_own_drawing_and_words_on_the_page_of_every_fund(
    site: SiteContent, templates: Templates
) -> None:
    money = replace(OTHER, history_of="income")
    directory = Directory(instruments={FUND.id: FUND, money.id: money})
    files = by_path(fund_pages.files(replace(site, directory=directory), templates))
    first, second = files["funds/990001/index.html"], files["funds/990002/index.html"]
    assert first.shell_input is second.shell_input
    assert second.slots["chart"].params == MoneyChartParams(series="fund:990002")
    assert second.slots["performance"].params == PerformanceParams(series="fund:990002", money=True)
    assert second.slots["through"].params == DataAgeParams(of="fund:990002", label="收益")
    head = second.slots["metadata"].params
    assert isinstance(head, HtmlParams)
    assert "示例芯片联接C（990002）的基本资料、收益、业绩，以及提到它的简报。" in head.html
    assert first.slots["through"].params == DataAgeParams(of="fund:990001")
