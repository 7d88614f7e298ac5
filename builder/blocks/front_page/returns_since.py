"""What became of the indexes and funds of the lead briefing since it came out: the return of each, and its dates."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import data_element
from builder.language import translate
from builder.model import Ask, Fragment
from builder.slot_params.generated import ReturnsSinceParams


def asks(params: ReturnsSinceParams) -> tuple[Ask, ...]:
    """The name of each, and its return since publication."""
    return tuple(
        ask for series in params.series for ask in (latest.fact(series, "name"), _return(series, params.since))
    )


def _return(series: str, since: str) -> Ask:
    return Ask(series=series, measure="since-publication", start=since)


def render(params: ReturnsSinceParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The returns, those of the same days together, above these days. Where none has a return yet, why; of no series, nothing."""
    returns = {series: answers[_return(series, params.since)] for series in params.series}
    known = {series: answer for series, answer in returns.items() if answer.value is not None}

    def days(series: str) -> tuple[str, str]:
        return returns[series].start, returns[series].end

    groups = [
        (start, end, [_row(series, params.since, answers) for series in members])
        for (start, end), members in groupby(sorted(known, key=days, reverse=True), key=days)
    ]
    note = next((answer.note for answer in returns.values() if answer.note), "") if not known else ""
    html = tools.templates.render("blocks/returns-since.html", groups=groups, note=translate(note))
    return Fragment(html=html.strip())


def _row(series: str, since: str, answers: Answers) -> tuple[str, str, Markup]:
    """Name, address of the page and return; an index has no page."""
    ask = _return(series, since)
    name = latest.fact_text(series, "name", answers) or latest.code_of(series)
    href = latest.href(series) if latest.kind_of(series) == "fund" else ""
    return name, href, data_element.element(ask, answers[ask], coloured=True)


BLOCK = Block(params=ReturnsSinceParams, asks=asks, render=one_by_one(render))
