"""A fund's page lists the briefings that mention it."""

from __future__ import annotations

from builder.model import ROOT, Slot
from builder.slot_params.generated import ListedMention, MentionsParams
from tests.blocks.block_examples import html, tree


def test_a_mention_is_a_link_with_its_day_and_its_column() -> None:
    mention = ListedMention(url="briefings/sora/", title="<Sora>", date="2024-02-20", column="热点追踪")
    fragment = html(Slot(params=MentionsParams(briefings=(mention,))))
    (item,) = tree(fragment).findall(".//li")
    assert "".join(item.itertext()).split() == ["2024-02-20", "<Sora>", "热点追踪"]
    assert f'href="{ROOT}briefings/sora/"' in fragment


def test_no_mention_is_said_in_a_sentence() -> None:
    assert "还没有简报提到这只基金" in html(Slot(params=MentionsParams(briefings=())))
