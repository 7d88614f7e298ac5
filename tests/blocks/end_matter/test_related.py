"""The links behind a briefing."""

from __future__ import annotations

from builder.model import Slot
from builder.slot_params.generated import RelatedLink, RelatedParams
from tests.blocks.block_examples import html, tree

BEFORE = RelatedLink(url="briefings/a/", title="<上>", date="2024-02-19")
OTHER = RelatedLink(url="briefings/c/", title="又一篇", date="2024-01-02", reasons=("同一作者", "提到相同基金"))


def test_each_link_says_where_it_leads_and_why() -> None:
    root = tree(html(Slot(params=RelatedParams(earlier=(BEFORE,), links=(OTHER,)))))
    links = {link.get("href"): "".join(link.itertext()) for link in root.iter("a")}
    assert links == {"../../briefings/a/": "上一篇<上>", "../../briefings/c/": "又一篇"}
    assert "".join(root.find(".//li").itertext()) == "2024年1月2日又一篇同一作者，提到相同基金"
    assert root.find(".//nav").get("aria-label") == "继续阅读"


def test_the_only_briefing_leads_nowhere() -> None:
    assert html(Slot(params=RelatedParams())) == ""
