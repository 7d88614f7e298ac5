"""The site in, its JSON files out: what other programs read of briefings and funds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from builder.model import Leaf, Page, Slot, hole
from builder.pages import funds
from builder.pages.site import Site, codes
from builder.render import Templates


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """api/briefings.json, a file per fund under api/funds/, and the histories that the charts of funds are drawn from."""
    listed = [_briefing(site, page) for page in site.briefings]
    yield Leaf(path="api/briefings.json", text=json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    for fund in site.funds:
        slot = Slot(block="fund-json", params={"series": fund.id})
        yield Leaf(path=f"api/funds/{fund.code}.json", text=hole("fund"), slots={"fund": slot})
    followed = {index.id: index for fund in site.funds if (index := funds.followed(site, fund))}
    for one in (*(fund for fund in site.funds if fund.has_history), *followed.values()):
        folder = "funds" if one.kind == "fund" else "indexes"
        slot = Slot(block="history", params={"series": one.id})
        yield Leaf(path=f"api/{folder}/{one.code}/history.json", text=hole("history"), slots={"history": slot})


def _briefing(site: Site, page: Page) -> dict[str, Any]:
    meta = page.meta
    return {
        "url": page.url,
        "title": meta.title,
        "series": meta.series,
        "date": meta.date,
        "as_of": meta.as_of,
        "summary": site.summary(page),
        "authors": list(meta.authors),
        "topics": list(meta.topics),
        "funds": list(codes(page)),
    }
