"""A fund's page lists the briefings that mention it."""

from __future__ import annotations

from builder import blocks
from builder.blocks.fund_page.mentions import MOST_RETURNS
from builder.model import ROOT, Answer, Slot
from builder.slot_params.generated import ListedMention, MentionsParams
from tests.blocks.block_examples import html, tree


def test_a_mention_is_a_link_with_its_day_and_its_column() -> None:
    mention = ListedMention(url="briefings/sora/", title="<Sora>", date="2024-02-20", column="热点追踪", since="")
    fragment = html(Slot(params=MentionsParams(series="fund:012733", briefings=(mention,))))
    (item,) = tree(fragment).findall(".//li")
    assert "".join(item.itertext()).split() == ["2024年2月20日", "<Sora>", "热点追踪"]
    assert f'href="{ROOT}briefings/sora/"' in fragment


def test_no_mention_is_said_in_a_sentence() -> None:
    assert "还没有简报提到这只基金" in html(Slot(params=MentionsParams(series="fund:012733", briefings=())))


def test_a_mention_says_what_the_fund_returned_since_the_briefings_cut_off() -> None:
    mentions = [
        ListedMention(url=f"briefings/{day}/", title="甲", date=f"2024-02-{day}", column="", since=f"2024-02-{day - 1}")
        for day in range(28, 28 - MOST_RETURNS - 1, -1)
    ]
    slot = Slot(params=MentionsParams(series="fund:012733", briefings=tuple(mentions)))
    asks = blocks.asks(slot)
    assert [(ask.measure, ask.start) for ask in asks] == [
        ("since-publication", mention.since) for mention in mentions[:MOST_RETURNS]
    ]
    answers = {ask: Answer(value=0.05, unit="ratio", start=ask.start, end="2024-03-08") for ask in asks}
    answers[asks[1]] = Answer(value=None, unit="ratio", note="发布以来没有新的净值")
    texts = [" ".join("".join(item.itertext()).split()) for item in tree(html(slot, answers)).findall(".//li")]
    assert texts[0] == "2024年2月28日 甲 发布以来 +5.00% 2024-02-27 至 2024-03-08"
    assert texts[1] == "2024年2月27日 甲"
    assert texts[-1].endswith("日 甲") and all("发布以来" in text for text in texts[2:-1])
