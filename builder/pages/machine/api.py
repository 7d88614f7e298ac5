"""The JSON files for other programs: all briefings, each fund, and the histories that charts of funds are drawn from.

`pages` uses it; `api_page` describes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from builder.language import LANGUAGES
from builder.model import GeneratedFile, PageProjection, Slot, hole
from builder.pages.fund_pages import benchmark_file, followed_index
from builder.pages.machine import api_page
from builder.pages.site_content import SiteContent, fund_codes
from builder.slot_params.generated import FundJsonParams, HistoryParams
from builder.templating import Templates
from builder.vocabulary import KINDS


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The page, api/briefings.json, api/funds/<code>.json, and a history.json for each fund, followed index and benchmark."""
    yield from api_page.files(site, templates)
    others = {page.url: page for page in site.translations}
    briefings = [
        _briefing(site, twin)
        for page in site.briefings
        for twin in (page, *(others[twin.url] for twin in site.twins.get(page.path, ()) if twin.url in others))
    ]
    yield GeneratedFile(path="api/briefings.json", text=json.dumps(briefings, ensure_ascii=False, indent=1) + "\n")
    for fund in site.funds:
        slot = Slot(params=FundJsonParams(series=fund.id))
        yield GeneratedFile(path=f"api/funds/{fund.code}.json", text=hole("fund"), slots={"fund": slot})
    indexes = {index.id: index for fund in site.funds if (index := followed_index(site, fund))}
    for instrument in (*(fund for fund in site.funds if fund.has_history), *indexes.values()):
        folder = KINDS[instrument.kind].plural
        slot = Slot(params=HistoryParams(series=instrument.id))
        path = f"api/{folder}/{instrument.code}/history.json"
        yield GeneratedFile(path=path, text=hole("history"), slots={"history": slot})
    benchmarks = {fund.benchmark: fund for fund in site.funds if fund.benchmark}
    for fund in benchmarks.values():
        slot = Slot(params=HistoryParams(series=fund.id, of_benchmark=True))
        yield GeneratedFile(path=benchmark_file(fund), text=hole("history"), slots={"history": slot})


def _briefing(site: SiteContent, page: PageProjection) -> dict[str, Any]:
    meta = page.meta
    return {
        "url": page.url,
        "lang": LANGUAGES[meta.lang or site.settings.language],
        "title": meta.title,
        "series": meta.column,
        "date": meta.date,
        "as_of": meta.as_of,
        "summary": site.summary(page),
        "authors": list(meta.authors),
        "topics": list(meta.topics),
        "funds": list(fund_codes(page)),
    }
