"""A `funds` fence becomes a table frozen at the page's date, or cards; a mistake is a problem at its key's line."""

from __future__ import annotations

from typing import Any

from builder import blocks
from builder.model import Answer, Ask
from tests.blocks.block_examples import answer, fence, html, slot, tree

TWO = {"funds": ["012733", "000001"]}


def names(fragment: str) -> list[str]:
    return [row.get("data-fund") for row in tree(fragment).findall(".//tbody/tr")]


def test_a_table_has_heads_periods_and_definitions() -> None:
    fragment = html(slot(fence(**TWO, columns=["nav", "return 1y"], caption="两只基金")))
    root = tree(fragment)
    assert root.find(".//caption").text == "两只基金"
    assert [one.get("scope") for one in root.findall(".//thead/tr/th")] == ["col"] * 3
    assert [one.get("scope") for one in root.findall(".//tbody/tr/th")] == ["row"] * 2
    assert "近1年" in fragment
    assert "<span>2023-02-20</span><span>至 2024-02-19</span>" in fragment
    assert "数据截至 2024年2月19日" in fragment
    assert "复权净值期末 ÷ 期初 − 1" in fragment


def test_where_rows_become_blocks_each_value_has_its_label_and_the_periods_stand_below() -> None:
    root = tree(html(slot(fence(**TWO, columns=["nav", "return 1y", "drawdown 1y"]))))
    assert root.find(".//div[@class='table-box']").get("data-fits") == "31"
    rows = [[cell.get("data-label") for cell in row.findall("td")] for row in root.findall(".//tbody/tr")]
    assert rows == [["单位净值", "近1年", "近1年 最大回撤"]] * 2
    periods = "".join(root.find(".//p[@class='table-note table-periods']").itertext())
    assert periods == "单位净值：2024-02-19；近1年、近1年 最大回撤：2023-02-20 至 2024-02-19。"


def test_numbers_of_different_times_tell_their_own_dates() -> None:
    asked = slot(fence(**TWO, columns=["return launch", "nav", "date"]))
    starts = {"fund:012733": "2022-03-01", "fund:000001": "2001-12-18"}

    def given(ask: Ask) -> Answer:
        old = answer(ask)
        return old._replace(start=starts[ask.series]) if ask.measure == "return" else old

    root = tree(html(asked, {ask: given(ask) for ask in blocks.asks(asked)}))
    cells = [["".join(cell.itertext()) for cell in row.findall("td")] for row in root.findall(".//tbody/tr")]
    assert cells[0] == ["+5.18%2022-03-01至 2024-02-19", "0.7000", "2024-02-19"]
    assert cells[1] == ["+5.18%2001-12-18至 2024-02-19", "0.7000", "2024-02-19"]
    heads = ["".join(head.itertext()) for head in root.findall(".//thead/tr/th")]
    assert heads == ["基金", "成立来", "单位净值2024-02-19", "数据日期"]


def test_a_table_in_a_figure_leaves_the_caption_to_the_figure() -> None:
    root = tree(html(slot(fence(**TWO, outer="三只产品"))))
    assert root.find(".//caption") is None
    assert root.find(".//table").get("aria-label") == "三只产品"
    assert tree(html(slot(fence(**TWO)))).find(".//caption").text == "基金对比"


def test_sorting_puts_missing_numbers_last_and_comes_before_the_limit() -> None:
    def shown(sort: str, **spec: Any) -> list[str]:
        asked = slot(fence(funds=["012733", "000001", "018411"], columns=["return 1y"], sort=sort, **spec))
        values = {"fund:012733": 0.1, "fund:000001": None, "fund:018411": 0.3}
        given = {
            ask: Answer(value=values[ask.series], unit="ratio") if ask.measure == "return" else answer(ask)
            for ask in blocks.asks(asked)
        }
        return names(html(asked, given))

    assert shown("return 1y desc") == shown("-return 1y") == ["018411", "012733", "000001"]
    assert shown("return 1y") == ["012733", "018411", "000001"]
    assert shown("-return 1y", limit="1") == ["018411"]
    assert shown("code") == ["000001", "012733", "018411"]


def test_cards_put_share_classes_together() -> None:
    asked = slot(fence(show="cards", funds=["012733", "000001", "012734"]))
    assert asked.block == "cards"
    assert asked.params.groups == (("fund:012733", "fund:012734"), ("fund:000001",))
    assert len(tree(html(asked)).findall(".//article")) == 2
