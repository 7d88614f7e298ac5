"""The latest values on the front page: value, change and date of each index and fund."""

from __future__ import annotations

from builder import blocks
from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import QuotesParams
from tests.blocks.block_examples import answer, html, of_money_fund, tree

SLOT = Slot(params=QuotesParams(series=("index:930713", "fund:012733")))


def test_each_has_its_value_its_change_and_its_own_date() -> None:
    given = {ask: answer(ask) for ask in blocks.asks(SLOT)}
    given[Ask(series="fund:012733", measure="nav")] = Answer(value=0.7, unit="nav", end="2024-02-29")
    index, fund = tree(html(SLOT, given)).findall(".//li")
    assert [data.get("data-measure") for data in index.findall(".//data")] == ["close", "change"]
    assert [data.get("data-measure") for data in fund.findall(".//data")] == ["nav", "change"]
    assert [item.find(".//time").get("datetime") for item in (index, fund)] == ["2024-03-01", "2024-02-29"]


def test_the_browser_can_tell_whether_a_value_is_stale() -> None:
    assert [time.get("data-fresh") for time in tree(html(SLOT)).findall(".//time")] == ["index", "nav"]


def test_a_fund_is_a_link_and_an_index_has_no_page() -> None:
    assert [link.get("href") for link in tree(html(SLOT)).findall(".//li/a")] == ["../../funds/012733/"]


def test_a_money_fund_says_which_two_numbers_it_shows() -> None:
    slot = Slot(params=QuotesParams(series=("fund:012733",)))
    shown = html(slot, of_money_fund(blocks.asks(slot)))
    assert "万份收益、七日年化" in shown and 'data-measure="yield7"' in shown


def test_what_has_no_value_yet_or_has_ended_says_so() -> None:
    given = {ask: answer(ask) for ask in blocks.asks(SLOT)}
    given[Ask(series="index:930713", measure="close")] = Answer(value=None, unit="points")
    given[Ask(series="fund:012733", measure="nav")] = Answer(
        value=0.7, unit="nav", end="2022-06-30", note="净值止于 2022-06-30", ended=True
    )
    shown = html(SLOT, given)
    assert "暂无行情数据" in shown and "净值止于 2022-06-30" in shown


def test_where_no_briefing_names_anything_there_is_not_even_a_heading() -> None:
    assert html(Slot(params=QuotesParams(series=()))) == ""
