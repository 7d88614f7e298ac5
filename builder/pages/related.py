"""Where to read on from a briefing: the one before, the one after, and those with which it shares something. For `site_build`.

Of each topic, fund, column and author a briefing is led to its neighbours in time. So a new briefing changes the links of a few
others, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from builder.language import speaking, translate
from builder.model import PageProjection
from builder.pages.site_content import fund_codes
from builder.slot_params.generated import RelatedLink, RelatedParams

_MOST = 6  # links besides those to the one before and the one after
_WHY = {"fund": "提到相同基金", "column": "同一栏目", "author": "同一作者"}
Shared = tuple[str, str]  # e.g. ("topic", "人工智能"), ("author", "研究部")


def related(briefings: Sequence[PageProjection]) -> Mapping[str, RelatedParams]:
    """The links of each of these briefings, which are sorted from the newest, by its path."""
    timelines: dict[Shared, list[int]] = {}
    places: dict[tuple[Shared, int], int] = {}  # where in its timeline a briefing is
    for index, page in enumerate(briefings):
        for shared in _shared(page):
            timeline = timelines.setdefault(shared, [])
            places[shared, index] = len(timeline)
            timeline.append(index)
    params = {}
    for index, page in enumerate(briefings):
        with speaking(page.meta.lang):
            params[page.path] = _params(briefings, index, _reasons(page, index, timelines, places))
    return params


def _shared(page: PageProjection) -> Iterator[Shared]:
    """What a briefing may share with others."""
    yield from (("topic", topic) for topic in page.meta.topics)
    yield from (("fund", code) for code in fund_codes(page))
    yield from (("column", page.meta.column),) if page.meta.column else ()
    yield from (("author", author) for author in page.meta.authors)


def _reasons(
    page: PageProjection,
    index: int,
    timelines: Mapping[Shared, Sequence[int]],
    places: Mapping[tuple[Shared, int], int],
) -> Mapping[int, Sequence[str]]:
    """The neighbours in all timelines, each with what it shares."""
    reasons: dict[int, list[str]] = {}
    for shared in _shared(page):
        timeline, place = timelines[shared], places[shared, index]
        # The next newer one and two older ones; the newest has three older ones, and the oldest three newer ones.
        start = max(0, min(place - 1, len(timeline) - 4))
        for other in timeline[start : start + 4]:
            if other != index:
                reasons.setdefault(other, []).append(_reason(shared))
    return reasons


def _params(briefings: Sequence[PageProjection], index: int, reasons: Mapping[int, Sequence[str]]) -> RelatedParams:
    """The one before, the one after, and of the others those that share most, then the nearest."""

    def link(other: int) -> RelatedLink:
        page = briefings[other]
        return RelatedLink(
            url=page.url,
            title=page.meta.title,
            date=page.meta.date[:10],
            reasons=tuple(dict.fromkeys(reasons.get(other, ()))),
        )

    others = (other for other in reasons if abs(other - index) > 1)
    ranked = sorted(others, key=lambda other: (-len(set(reasons[other])), abs(other - index), other))
    return RelatedParams(
        earlier=tuple(link(other) for other in (index + 1,) if other < len(briefings)),
        later=tuple(link(other) for other in (index - 1,) if other >= 0),
        links=tuple(link(other) for other in ranked[:_MOST]),
    )


def _reason(shared: Shared) -> str:
    kind, name = shared
    return translate("同一主题“{name}”", name=name) if kind == "topic" else translate(_WHY[kind])
