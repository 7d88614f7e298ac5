"""The briefings that mention a fund, as a list on its page, and what the fund returned since each came out."""

from __future__ import annotations

from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import data_element
from builder.language.date_format import long_date
from builder.model import Ask, Fragment
from builder.slot_params.generated import ListedMention, MentionsParams

MOST_RETURNS = 10  # a return for each of the newest; a fund that many briefings mention would be slow to refresh


def asks(params: MentionsParams) -> tuple[Ask, ...]:
    """The return since each of the newest briefings came out."""
    return tuple(
        dict.fromkeys(_return(params, mention) for mention in params.briefings[:MOST_RETURNS] if mention.since)
    )


def _return(params: MentionsParams, mention: ListedMention) -> Ask:
    return Ask(series=params.series, measure="since-publication", start=mention.since)


def render(params: MentionsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The list, in the order given, each return with its dates; or a sentence that there is no briefing."""
    known = {ask.start: (ask, answers[ask]) for ask in asks(params) if answers[ask].value is not None}
    rows = [
        {
            "mention": mention,
            "day": long_date(mention.date),
            "value": data_element.element(*known[mention.since], coloured=True) if mention.since in known else "",
            "dates": (known[mention.since][1].start, known[mention.since][1].end) if mention.since in known else (),
        }
        for mention in params.briefings
    ]
    return Fragment(html=tools.templates.render("blocks/mentions.html", rows=rows).strip())


BLOCK = Block(params=MentionsParams, asks=asks, render=one_by_one(render))
