"""What became of the lead briefing's instruments since it came out, with the days."""

from __future__ import annotations

from builder import blocks
from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import ReturnsSinceParams
from tests.blocks.block_examples import answer, html, tree

SINCE = "2024-02-19"
SERIES = ("index:930713", "fund:012733", "fund:018411")
SLOT = Slot(params=ReturnsSinceParams(series=SERIES, since=SINCE))


def returned(series: str, value: float | None, *, end: str = "2024-03-01", note: str = "") -> dict[Ask, Answer]:
    ask = Ask(series=series, measure="since-publication", start=SINCE)
    return {ask: Answer(value=value, unit="ratio", start=SINCE, end=end, note=note)}


def shown(*returns: dict[Ask, Answer]) -> list[str]:
    """The texts of the list's elements, in order."""
    given = {ask: answer(ask) for ask in blocks.asks(SLOT)}
    for one in returns:
        given |= one
    return [" ".join("".join(item.itertext()).split()) for item in tree(html(SLOT, given)).iter() if item.tag in "li p"]


def test_returns_count_from_the_cut_off_of_the_briefing() -> None:
    asked = [ask for ask in blocks.asks(SLOT) if ask.measure == "since-publication"]
    assert [(ask.series, ask.start, ask.as_of) for ask in asked] == [(series, SINCE, "") for series in SERIES]


def test_those_of_the_same_days_stand_above_these_days() -> None:
    assert shown(*(returned(series, 0.05) for series in SERIES)) == [
        "示例人工智能主题指数 +5.00%",
        "示例人工智能主题ETF联接A +5.00%",
        "示例芯片产业ETF联接A +5.00%",
        "2024-02-19 至 2024-03-01",
    ]


def test_a_fund_whose_values_come_a_day_later_has_days_of_its_own() -> None:
    late = returned("fund:012733", -0.012, end="2024-02-29")
    assert shown(*(returned(series, 0.05) for series in SERIES), late)[-3:] == [
        "2024-02-19 至 2024-03-01",
        "示例人工智能主题ETF联接A -1.20%",
        "2024-02-19 至 2024-02-29",
    ]


def test_what_has_no_return_is_left_out_and_where_none_has_the_reason_stands() -> None:
    none = [returned(series, None, note="发布后尚无新净值") for series in SERIES]
    assert shown(*none) == ["发布后尚无新净值"]
    assert shown(*none, returned("index:930713", 0.05)) == ["示例人工智能主题指数 +5.00%", "2024-02-19 至 2024-03-01"]


def test_a_briefing_that_names_nothing_has_no_heading_for_it() -> None:
    assert html(Slot(params=ReturnsSinceParams(series=(), since=SINCE))) == ""
