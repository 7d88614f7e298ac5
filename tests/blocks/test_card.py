"""Cashtags alone become cards; share classes of one fund share a card; a card tells the latest state and its date."""

from __future__ import annotations

from builder import blocks
from builder.model import ROOT, SINCES, Answer, Fragment, Slot
from builder.output.fill import cut_at_holes, fill, split_fragment
from builder.slot_params.authored import CardParams, SinceLine, SincesParams
from tests.blocks.block_examples import (
    AI_A,
    CHIP_A,
    answer,
    cashtag,
    html,
    mark_html,
    of_money_fund,
    rendered,
    resolved,
    slot,
    tree,
)

CARD = cashtag("012733", AI_A.name)


def test_a_cashtag_is_a_card_that_counts_from_the_pages_date() -> None:
    slots = resolved(CARD)
    assert slots["0"].params == CardParams(series=("fund:012733",), dated=True)
    line = SinceLine(series=("fund:012733",), since="2024-02-19")
    assert slots[SINCES].params == SincesParams(lines={"0/since": line})


def test_the_lines_since_publication_of_a_page_are_one_slot() -> None:
    slots = resolved(CARD, cashtag("018411", CHIP_A.name, line=11))
    assert list(slots) == ["0", "1", SINCES]
    result = rendered(slots[SINCES])
    assert isinstance(result, Fragment)
    lines = {
        name: fill(line, {}).decode()
        for name, line in split_fragment(cut_at_holes(result.html.encode(), depth=0)).items()
    }
    assert list(lines) == ["0/since", "1/since"]
    assert all("自本文发布以来" in line for line in lines.values())
    assert 'data-series="fund:018411"' in lines["1/since"]


def test_cards_of_one_fund_on_thirty_pages_are_one_slot_but_for_the_line_since_publication() -> None:
    pages = [resolved(CARD, as_of=f"2024-01-{day:02}") for day in range(1, 31)]
    assert len({slots["0"].id for slots in pages}) == 1
    assert len({slots[SINCES].id for slots in pages}) == 30


def test_a_card_shows_what_readers_expect() -> None:
    fragment = mark_html(CARD)
    article = tree(fragment).find(".//article")
    assert (article.get("class"), article.get("data-fund")) == ("fund-card", "012733")
    assert f'href="{ROOT}funds/012733/"' in fragment
    for shown in (
        AI_A.name,
        "012733",
        "A 类",
        "指数型-股票",
        "R4 中高风险",
        "单位净值",
        "0.7000",
        "2024-03-01",
        "-2.96%",
    ):
        assert shown in fragment
    assert "跟踪标的" not in fragment
    for label in ("近1月", "近3月", "近6月", "近1年", "今年来", "成立来"):
        assert f"<dt>{label}</dt>" in fragment
    assert "自本文发布以来" in fragment
    assert '<span class="date">2024-02-19</span> 至 <span class="date">2024-03-01</span>' in fragment
    assert article.find(".//{http://www.w3.org/2000/svg}polyline") is not None


def test_every_number_of_a_card_is_live_and_says_where_it_goes() -> None:
    assert {ask.as_of for ask in blocks.asks(slot(CARD))} == {""}
    data = tree(mark_html(CARD)).findall(".//data")
    changes = [one for one in data if one.get("data-measure") != "nav"]
    assert len(changes) == 8
    assert {one.get("class") for one in changes} == {"up", "down"}
    assert all(one.text[0] in "+-" for one in changes)


def test_a_fund_without_history_shows_its_facts_and_dashes() -> None:
    given = {ask: answer(ask) for one in resolved(CARD).values() for ask in blocks.asks(one)}
    given = {ask: old if old.unit == "text" else Answer(value=None, unit="ratio") for ask, old in given.items()}
    fragment = mark_html(CARD, given)
    assert "R4 中高风险" in fragment
    assert "<dt>跟踪标的</dt><dd>930713</dd>" in fragment
    assert "暂无净值数据" in fragment
    assert "<data" not in fragment
    assert "<svg" not in fragment
    assert fragment.count("--") == 9


def test_made_up_numbers_say_so_to_programs_and_the_page_says_it_once_to_readers() -> None:
    fragment = mark_html(CARD, synthetic=True)
    assert fragment.count('data-synthetic="true"') == fragment.count("<data ")
    assert "模拟" not in fragment


def test_a_stock_has_a_smaller_card_that_links_nowhere() -> None:
    fragment = mark_html(cashtag("NVDA", "英伟达", market="US"))
    assert tree(fragment).find(".//article").get("class") == "series-card"
    assert "<a " not in fragment
    assert "收盘" in fragment


def test_a_card_of_a_money_fund_shows_income_and_yield_and_no_line() -> None:
    slots = resolved(CARD)
    given = of_money_fund(ask for one in slots.values() for ask in blocks.asks(one))
    fragment = mark_html(CARD, given)
    words = " ".join("".join(tree(fragment).itertext()).split())
    assert "万份收益0.4388 七日年化1.623%" in words
    assert "单位净值" not in words and "日涨跌" not in words and "净值日期" not in words
    assert "日期 2024-03-01" in words
    assert "<svg" not in fragment
    assert "近1年+5.18%" in words


def test_a_card_says_once_that_its_fund_has_ended() -> None:
    asked, lines = slot(CARD), resolved(CARD)[SINCES]
    ended = "已于 2022-06-30 终止"
    given = {
        ask: Answer(value=0.7 if ask.measure == "nav" else None, unit="ratio", end="2022-06-30", note=ended, ended=True)
        if ask.measure in ("nav", "change", "return", "since-publication")
        else answer(ask)
        for ask in (*blocks.asks(asked), *blocks.asks(lines))
    }
    shown = "".join(tree(html(asked, given, lines=lines)).itertext())
    assert shown.count(ended) == 1
    assert "自本文发布以来" not in shown


def test_classes_of_different_days_say_each_their_own() -> None:
    asked = Slot(params=CardParams(series=("fund:012733", "fund:012734"), dated=True))
    lines = SincesParams(lines={"0/since": SinceLine(series=asked.params.series, since="2024-02-19")})  # type: ignore[attr-defined]
    late = {"fund:012733": "2024-03-01", "fund:012734": "2024-02-28"}
    both = (*blocks.asks(asked), *blocks.asks(Slot(params=lines)))
    given = {ask: answer(ask)._replace(end=late[ask.series]) for ask in both}
    words = " ".join("".join(tree(html(asked, given)).itertext()).split())
    assert "净值日期 A 类 2024-03-01；C 类 2024-02-28" in words
    since = "".join(tree(html(Slot(params=lines), given)).itertext())
    assert "A +5.18% 2024-02-19 至 2024-03-01 C +5.18% 2024-02-19 至 2024-02-28" in " ".join(since.split())
    alike = {ask: old._replace(end="2024-03-01") for ask, old in given.items()}
    assert "".join(tree(html(asked, alike)).itertext()).count("2024-03-01") == 1
