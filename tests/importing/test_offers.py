"""Each figure that the data know is offered as a mark, with its value and whether the words hold."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from builder.importing.offers import FALSE, HOLDS, UNKNOWN, Offer, offers
from builder.model import Answer, Ask, Directory, Instrument

DIRECTORY = Directory(
    instruments={
        one.id: one
        for one in (
            Instrument(id="stock:EXGPU", code="EXGPU", name="示例图芯", facts={"aliases": "图芯科技"}),
            Instrument(id="stock:EXNET", code="EXNET", name="示例网芯"),
            Instrument(id="fund:990101", code="990101", name="示例人工智能联接A"),
            Instrument(id="index:990101", code="990101", name="示例人工智能指数"),
        )
    }
)
VALUES = {"stock:EXGPU": 3.2927, "stock:EXNET": 1.331, "fund:990101": -0.0741, "index:990101": 0.12}


def answer(ask: Ask) -> Answer:
    if ask.measure == "nav":
        return Answer(1.0532, "nav", end=ask.as_of)
    return Answer(VALUES[ask.series], "ratio", start="2022-11-30", end=ask.as_of)


def offered(text: str, events: Mapping[str, str] | None = None) -> list[Offer]:
    return offers(text, 0, directory=DIRECTORY, as_of="2024-02-19", events=events or {}, answer=answer)


@pytest.mark.parametrize(
    ("text", "mark", "verdict"),
    [
        ("ChatGPT发布以来,示例图芯上涨超300%。", "[上涨超300%]{EXGPU return from 2022-11-30 > 300%}", HOLDS),
        ("自2023年1月3日以来图芯科技上涨超过400%。", "[上涨超过400%]{EXGPU return from 2023-01-03 > 400%}", FALSE),
        ("示例人工智能联接A近一年下跌约7%。", "[下跌约7%]{fund:990101 return 1y ~ -7%}", HOLDS),
        ("示例人工智能联接A今年以来跌超8%。", "[跌超8%]{fund:990101 return ytd < -8%}", FALSE),
        ("示例人工智能联接A近一年收益率为-7.41%。", "{{ fund:990101 return 1y }}", HOLDS),
        ("示例人工智能联接A单位净值为1.0532元。", "{{ fund:990101 nav }}", HOLDS),
        ("2024年2月16日,示例人工智能联接A单位净值1.06。", "{{ fund:990101 nav as of 2024-02-16 }}", FALSE),
        ("2024年2月16日,示例图芯大涨329%。", "[大涨329%]{EXGPU change as of 2024-02-16 = 329%}", HOLDS),
        ("示例图芯2023年上涨329.27%。", "[上涨329.27%]{EXGPU calendar-year 2023 = 329.27%}", HOLDS),
    ],
)
def test_a_figure_is_offered_as_a_mark(text: str, mark: str, verdict: str) -> None:
    (offer,) = offered(text)
    assert (offer.mark, offer.verdict) == (mark, verdict)


def test_several_figures_belong_to_as_many_names() -> None:
    offer, other = offered("ChatGPT发布以来,示例图芯、示例网芯分别上涨超300%130%。")
    assert (offer.subject, offer.words, other.subject, other.words) == ("示例图芯", "上涨超300%", "示例网芯", "130%")
    assert (other.line, other.column, other.verdict) == (1, 31, HOLDS)


def test_the_day_after_an_event_is_a_change_of_that_day() -> None:
    (offer,) = offered("新品发布后次日,示例网芯大涨100%。", {"新品发布": "2024-02-15"})
    assert offer.mark == "[大涨100%]{EXNET change as of 2024-02-16 = 100%}"


def test_an_unknown_event_is_asked_for() -> None:
    (offer,) = offered("新品发布以来,示例网芯上涨超30%。")
    assert (offer.verdict, offer.mark) == (UNKNOWN, "") and "--event 新品发布=" in offer.note


def test_figures_of_others_are_not_offered() -> None:
    assert offered("某某公司近一年上涨超30%。用户增长30%,示例图芯发布新品。") == []
    assert offered("示例图芯的收入增长30%,价格上涨5%。") == []  # of no period that the words name
