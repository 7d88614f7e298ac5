"""A cashtag in a sentence is a link to the fund's page, with a preview."""

from __future__ import annotations

from builder import blocks
from builder.model import ROOT
from tests.blocks.block_examples import (
    cashtag,
    html,
    of_money_fund,
    slot,
    tree,
)


def test_a_cashtag_in_a_sentence_is_a_link_with_a_preview() -> None:
    asked = slot(cashtag("012733", "示例AI联接A", place="inline", group=-1))
    fragment = html(asked)
    tree(fragment, "p")
    assert f'<a class="fund-link" href="{ROOT}funds/012733/" data-fund="012733">示例AI联接A</a>' in fragment
    assert "单位净值 <data" in fragment
    stock = html(slot(cashtag("NVDA", "英伟达", market="US", place="inline", group=-1)))
    assert 'class="series-link"' in stock
    assert "<a " not in stock


def test_a_link_to_a_money_fund_previews_income_and_yield() -> None:
    asked = slot(cashtag("012733", "示例AI联接A", place="inline", group=-1))
    words = "".join(tree(html(asked, of_money_fund(blocks.asks(asked))), "p").itertext())
    assert "012733 万份收益 0.4388 七日年化 1.623% 2024-03-01" in words
