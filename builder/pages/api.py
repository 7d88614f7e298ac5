"""The site in, its JSON files out: what other programs read of briefings and funds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from builder.model import GeneratedFile, PageProjection, Slot, hole
from builder.pages import fund_pages
from builder.pages.site_content import SiteContent, codes
from builder.templating import Templates
from builder.vocabulary import KINDS


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """api/briefings.json, a file per fund under api/funds/, and the histories that the charts of funds are drawn from."""
    listed = [_briefing(site, page) for page in site.briefings]
    yield GeneratedFile(path="api/briefings.json", text=json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    for fund in site.funds:
        slot = Slot(block="fund-json", params={"series": fund.id})
        yield GeneratedFile(path=f"api/funds/{fund.code}.json", text=hole("fund"), slots={"fund": slot})
    followed = {index.id: index for fund in site.funds if (index := fund_pages.followed(site, fund))}
    for one in (*(fund for fund in site.funds if fund.has_history), *followed.values()):
        folder = KINDS[one.kind].plural
        slot = Slot(block="history", params={"series": one.id})
        yield GeneratedFile(path=f"api/{folder}/{one.code}/history.json", text=hole("history"), slots={"history": slot})


def _briefing(site: SiteContent, page: PageProjection) -> dict[str, Any]:
    meta = page.meta
    return {
        "url": page.url,
        "title": meta.title,
        "series": meta.column,
        "date": meta.date,
        "as_of": meta.as_of,
        "summary": site.summary(page),
        "authors": list(meta.authors),
        "topics": list(meta.topics),
        "funds": list(codes(page)),
    }
