"""What the front page shows of the newest briefings' data: the lead's drawing, its returns since, and latest values. Part of a
site plan.

Which instruments a briefing names is known once its marks are resolved, so these slots are made after those of pages. They
change with what briefings ask of the data, and not with their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from builder.blocks.share_classes import are_classes
from builder.cache.store import Store
from builder.model import Directory, Instrument, PageProjection, Slot, hole
from builder.output.fill_job import LEAD_DRAWING
from builder.site_build.slot_requests import Requests, load_requests
from builder.slot_params.authored import NothingParams
from builder.slot_params.charts import ChartParams
from builder.slot_params.generated import HtmlParams, QuotesParams, ReturnsSinceParams

_MOST = {"index": 4, "fund": 6}  # of each kind, in a list
_NOTHING = Slot(params=NothingParams())
_FIGURE = Markup('<figure class="lead-chart">{}{}</figure>')
_CAPTION = Markup("<figcaption>{}</figcaption>")


def front_page_slots(
    briefings: Sequence[PageProjection], slot_keys: Mapping[str, str], directory: Directory, store: Store
) -> dict[str, Slot]:
    """The slots of the front page by hole. `briefings` are those that it shows, newest first, the first is its lead;
    `slot_keys` go by source path."""
    requests = load_requests(store, [(page.path, slot_keys[page.path], "") for page in briefings])
    named = [_instruments(page, requests[page.path], directory) for page in briefings]
    slots = {"figure": _NOTHING, "returns": _NOTHING}
    if briefings:
        slots |= _figure(requests[briefings[0].path])
        slots["returns"] = Slot(params=ReturnsSinceParams(series=_most(named[:1]), since=briefings[0].meta.as_of))
    return {**slots, "quotes": Slot(params=QuotesParams(series=_most(named)))}


def _in_order(requests: Requests) -> list[str]:
    """The holes of a page's marks, as they follow each other in its text."""
    return sorted((name for name in requests if name.isdecimal()), key=int)


def _figure(requests: Requests) -> dict[str, Slot]:
    """The page's first chart that is drawn, around it what makes it a figure: the same slot as on the page, drawn once."""
    for name in _in_order(requests):
        params = requests[name].slot.params if requests[name].block == ChartParams.block else None
        if isinstance(params, ChartParams) and params.type != "table":
            caption = _CAPTION.format(params.caption) if params.caption else ""
            html = _FIGURE.format(Markup(hole(LEAD_DRAWING.rpartition("/")[2])), caption)
            return {"figure": Slot(params=HtmlParams(html=str(html))), LEAD_DRAWING: Slot(params=params)}
    return {}


def _instruments(page: PageProjection, requests: Requests, directory: Directory) -> list[Instrument]:
    """The indexes and funds with a history that a briefing names, in the order of its text; of share classes the first."""
    named = [series for name in _in_order(requests) for series, _ in requests[name].scopes]
    ids = dict.fromkeys((*named, *(f"fund:{code}" for code in page.mentions)))
    known = (directory.instruments[id_] for id_ in ids if id_ in directory.instruments)
    return _without_classes([instrument for instrument in known if instrument.has_history and instrument.kind in _MOST])


def _without_classes(instruments: Sequence[Instrument]) -> list[Instrument]:
    first: list[Instrument] = []
    for instrument in instruments:
        if not any(are_classes(instrument, other) for other in first):
            first.append(instrument)
    return first


def _most(named: Sequence[Sequence[Instrument]]) -> tuple[str, ...]:
    """The ids of the first indexes, then of the first funds, of these briefings."""
    instruments = _without_classes([instrument for page in named for instrument in page])
    return tuple(
        id_
        for kind, count in _MOST.items()
        for id_ in [instrument.id for instrument in instruments if instrument.kind == kind][:count]
    )
