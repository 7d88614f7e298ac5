"""An instrument, or the share classes of one fund, in; a card of its latest state out.

All but the line since publication is the same on every page, so that line goes into a hole of the card. The lines of all
cards of a page are one slot: a refresh changes every one of them, and a page's worth costs little more than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from builder.blocks import latest
from builder.blocks.block import Answers, Block, Params, RenderTools, each
from builder.blocks.cashtag_slot import class_of, resolve
from builder.blocks.wording import chinese_terms, data_element, sparkline
from builder.model import Ask, Fragment, Slot, hole
from builder.vocabulary import CARD_WINDOWS


def asks(params: Params) -> tuple[Ask, ...]:
    """Facts, latest values and windows of every class, and a year's history of the first."""
    series = [str(one) for one in params["series"]]
    asked = [ask for one in series for ask in (*latest.facts(one), *latest.live(one))]
    return (*asked, latest.history(series[0]))


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The card; where it is `dated`, with a hole for the line since publication."""
    return Fragment(html=face(params["series"], answers, tools, hole("since") if params.get("dated") else ""))


def face(series: Sequence[str], answers: Answers, tools: RenderTools, since: str) -> str:
    """The card's HTML, with this line since publication."""
    quotes = [latest.LatestState(one, answers) for one in series]
    return tools.templates.render(
        "blocks/card.html",
        quotes=quotes,
        first=quotes[0],
        several=len(quotes) > 1,
        windows=[(name, chinese_terms.window(name)) for name in CARD_WINDOWS],
        line=sparkline.line(answers[latest.history(series[0])].points),
        synthetic=any(one.synthetic for one in quotes),
        since=Markup(since),
    ).strip()


def since_asks(params: Params) -> tuple[Ask, ...]:
    """The return of every class since the day `since`, and their names where there are several."""
    series = [str(one) for one in params["series"]]
    returns = [_since(one, str(params["since"])) for one in series]
    return (*returns, *(latest.fact(one, "name") for one in series if len(series) > 1))


def since_line(params: Params, answers: Answers) -> str:
    """What happened since publication, with its dates.

    Written here and not in a template: it is what differs between thirty pages that show the same card.
    """
    return _since_line(tuple(params["series"]), str(params["since"]), answers)


def gathered(lines: Mapping[str, Slot]) -> Slot:
    """One slot of the lines of many cards, given by the holes that they fill, e.g. {"3/since": …}."""
    params = {name: dict(line.params) for name, line in sorted(lines.items())}
    return replace(next(iter(lines.values())), block="sinces", params={"lines": params})


def _sinces_asks(params: Params) -> tuple[Ask, ...]:
    return tuple(dict.fromkeys(ask for line in params["lines"].values() for ask in since_asks(line)))


def _render_sinces(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The lines one after another, each behind the mark of the hole that it fills; see `fill.pieces`."""
    lines = ((name, since_line(line, answers)) for name, line in params["lines"].items())
    return Fragment(html="".join(f"{hole(name)}{line}" for name, line in lines))


def _since(series: str, date: str) -> Ask:
    return Ask(series=series, measure="since-publication", start=date)


def _since_line(series: tuple[str, ...], since: str, answers: Answers) -> str:
    asked = [_since(one, since) for one in series]
    found = [answers[ask] for ask in asked]
    letters = [_letter(one, answers) if len(series) > 1 else "" for one in series]
    values = "".join(
        f'<span class="since-value">{_coded(letter)}{data_element.element(ask, answer, coloured=True)}</span> '
        for letter, ask, answer in zip(letters, asked, found, strict=True)
    )
    dated = next((answer for answer in found if answer.end and answer.value is not None), None)
    told = f"{dated.start or since} 至 {dated.end}" if dated else next((one.note for one in found if one.note), "")
    label = f'<span class="label">{escape(told)}</span>' if told else ""
    return f'<p class="card-since"><span class="label">自本文发布以来</span> {values}{label}</p>'


def _coded(letter: str) -> str:
    return f'<span class="code">{escape(letter)}</span> ' if letter else ""


def _letter(series: str, answers: Answers) -> str:
    return class_of(latest.words(series, "name", answers)) or latest.code_of(series)


BLOCK = Block(resolve=resolve, asks=asks, render=each(render))
SINCES = Block(asks=_sinces_asks, render=each(_render_sinces))
