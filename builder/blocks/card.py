"""A card of an instrument's latest state, or of a fund's share classes; a grid of cards; and their lines since publication.

All of a card but its line since publication is the same on every page, so the line goes into a hole of the card. The lines
of all cards of a page are one slot: a refresh changes all of them, and together they cost little more than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from builder.blocks import latest
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.share_classes import class_of, currency_of
from builder.blocks.wording import chinese_terms, data_element, sparkline
from builder.language import translate
from builder.model import Answer, Ask, Fragment, Slot, hole, unique
from builder.slot_params.authored import CardGridParams, CardParams, SinceLine, SincesParams
from builder.vocabulary import CARD_WINDOWS


def asks(params: CardParams) -> tuple[Ask, ...]:
    """Facts, latest values and windows of every class, and a year's history of the first."""
    return _asks(params.series)


def _asks(series: Sequence[str]) -> tuple[Ask, ...]:
    asked = [ask for id_ in series for ask in (*latest.facts(id_), *latest.live(id_))]
    return (*asked, latest.history(series[0]))


def render(params: CardParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The card; where it is `dated`, with a hole for the line since publication."""
    return Fragment(html=_card(params.series, answers, tools, hole("since") if params.dated else ""))


def _card(series: Sequence[str], answers: Answers, tools: RenderTools, since: str) -> str:
    states = [latest.LatestState(id_, answers) for id_ in series]
    dated = [state for state in states if state.date]
    return tools.templates.render(
        "blocks/card.html",
        quotes=states,
        dated=dated[:1] if len({state.date for state in states}) == 1 else dated,  # one date, or that of each class
        first=states[0],
        several=len(states) > 1,
        windows=[(name, chinese_terms.window(name)) for name in CARD_WINDOWS],
        # A money-market fund rises evenly, so that its line would say nothing.
        line=""
        if states[0].ended or states[0].is_money_fund
        else sparkline.line(answers[latest.history(series[0])].points),
        since=Markup(since),
    ).strip()


# ------------------------------------------------------------------------------------------------------- a grid of cards


def grid_asks(params: CardGridParams) -> tuple[Ask, ...]:
    """All that the cards ask."""
    asked = (
        ask for line in _lines(params) for ask in (*_asks(line.series), *(_since_asks(line) if line.since else ()))
    )
    return tuple(dict.fromkeys(asked))


def render_grid(params: CardGridParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The cards below their caption."""
    cards = [
        _card(line.series, answers, tools, _since_html(line, answers) if line.since else "") for line in _lines(params)
    ]
    caption = tools.templates.render("blocks/cards.html", caption=params.caption).strip()
    return Fragment(html="\n".join(['<div class="fund-cards">', caption, *cards, "</div>"]))


def _lines(params: CardGridParams) -> list[SinceLine]:
    return [SinceLine(series=unique(group), since=params.since) for group in params.groups]


# ------------------------------------------------------------------------------------------------ lines since publication


def since_lines(slots: Mapping[str, Slot], published: str) -> dict[str, SinceLine]:
    """The lines of a page's dated cards, by the holes that they fill, e.g. {"3/since": …}."""
    return {
        f"{name}/since": SinceLine(series=slot.params.series, since=published)
        for name, slot in slots.items()
        if isinstance(slot.params, CardParams) and slot.params.dated
    }


def sinces_asks(params: SincesParams) -> tuple[Ask, ...]:
    """All that the lines ask."""
    return tuple(dict.fromkeys(ask for line in params.lines.values() for ask in _since_asks(line)))


def render_sinces(params: SincesParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The lines one after another, each behind the mark of the hole that it fills; see `fill.split_fragment`."""
    return Fragment(
        html="".join(f"{hole(name)}{_since_html(line, answers)}" for name, line in sorted(params.lines.items()))
    )


def _since_asks(line: SinceLine) -> tuple[Ask, ...]:
    """The return of every class since publication, and their names where there are several."""
    returns = [_since_ask(id_, line.since) for id_ in line.series]
    return (*returns, *(latest.fact(id_, "name") for id_ in line.series if len(line.series) > 1))


def _since_ask(series: str, date: str) -> Ask:
    return Ask(series=series, measure="since-publication", start=date)


def _since_html(line: SinceLine, answers: Answers) -> str:
    """What happened since publication, with its dates; nothing of funds that have ended, of which the card says so itself.

    Written here and not in a template for speed: this alone differs between thirty pages that show the same card.
    """
    asked = [_since_ask(id_, line.since) for id_ in line.series]
    returns = [answers[ask] for ask in asked]
    if all(answer.ended and answer.value is None for answer in returns):
        return ""
    letters = [_letter(id_, answers) if len(line.series) > 1 else "" for id_ in line.series]
    spans = {(answer.start or line.since, answer.end) for answer in returns if answer.end and answer.value is not None}
    own = len(spans) > 1  # each value says its own dates
    values = "".join(
        f'<span class="since-value">{_code_html(letter)}{data_element.element(ask, answer, coloured=True)}'
        f"{f' {_span_html(answer, line)}' if own and answer.value is not None else ''}</span> "
        for letter, ask, answer in zip(letters, asked, returns, strict=True)
    )
    known = next((answer for answer in returns if answer.end and answer.value is not None), None)
    note = next((answer.note for answer in returns if answer.note and not answer.ended), "")
    label = (
        ""
        if own
        else _span_html(known, line)
        if known
        else f'<span class="label">{escape(translate(note))}</span>'
        if note
        else ""
    )
    return f'<p class="card-since"><span class="label">{translate("自本文发布以来")}</span> {values}{label}</p>'


def _span_html(answer: Answer, line: SinceLine) -> str:
    start, end = _date_html(answer.start or line.since), _date_html(answer.end)
    return f'<span class="label">{translate("{start} 至 {end}", start=start, end=end)}</span>'


def _date_html(date: str) -> str:
    return f'<span class="date">{escape(date)}</span>'


def _code_html(letter: str) -> str:
    return f'<span class="code">{escape(letter)}</span> ' if letter else ""


def _letter(series: str, answers: Answers) -> str:
    name = latest.fact_text(series, "name", answers)
    return class_of(name) + currency_of(name) or latest.code_of(series)


BLOCK = Block(params=CardParams, asks=asks, render=one_by_one(render))
GRID = Block(params=CardGridParams, asks=grid_asks, render=one_by_one(render_grid))
SINCES_BLOCK = Block(params=SincesParams, asks=sinces_asks, render=one_by_one(render_sinces))
