"""An instrument, or the share classes of one fund, in; a card of its latest state out.

All but the line since publication is the same on every page, so within a batch it is rendered once per instrument.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from builder.blocks import data, quote, spark, terms
from builder.blocks.block import Answers, Block, Params, Request, Tools
from builder.blocks.cashtag import class_of, resolve
from builder.model import Ask, Fragment
from builder.problem import Problem

_GAP = "\ue003"  # where the line since publication goes; authors and data cannot write it

Rendered = dict[tuple[str, ...], tuple[str, str]]


def asks(params: Params) -> tuple[Ask, ...]:
    """Facts, latest values and windows of every class, a year's history of the first, and the return since `since`."""
    series = [str(one) for one in params["series"]]
    asked = [ask for one in series for ask in (*quote.facts(one), *quote.live(one))]
    asked.append(quote.history(series[0]))
    return (*asked, *(_since(one, str(params.get("since") or "")) for one in series if params.get("since")))


def _since(series: str, date: str) -> Ask:
    return Ask(series=series, measure="since-publication", start=date)


def render(requests: Sequence[Request], tools: Tools) -> list[Fragment | Problem]:
    """The cards of a batch, in order."""
    rendered: Rendered = {}
    return [Fragment(html=html(params, answers, tools, rendered)) for params, answers in requests]


def html(params: Params, answers: Answers, tools: Tools, rendered: Rendered) -> str:
    """One card; what it shares with other cards of the same instruments is looked up in `rendered` and left there."""
    series, since = tuple(params["series"]), str(params.get("since") or "")
    if series not in rendered:
        before, _, after = _face(series, answers, tools).partition(_GAP)
        rendered[series] = before, after
    before, after = rendered[series]
    return f"{before}{_since_line(series, since, answers) if since else ''}{after}"


def _face(series: tuple[str, ...], answers: Answers, tools: Tools) -> str:
    quotes = [quote.Quote(one, answers) for one in series]
    return tools.templates.render(
        "blocks/card.html",
        quotes=quotes,
        first=quotes[0],
        several=len(quotes) > 1,
        windows=[(name, terms.window(name)) for name in terms.CARD_WINDOWS],
        line=spark.line(answers[quote.history(series[0])].points),
        synthetic=any(one.synthetic for one in quotes),
        gap=_GAP,
    ).strip()


def _since_line(series: tuple[str, ...], since: str, answers: Answers) -> str:
    """Written here and not in a template: it is what differs between thirty pages that show the same card."""
    asked = [_since(one, since) for one in series]
    found = [answers[ask] for ask in asked]
    letters = [_letter(one, answers) if len(series) > 1 else "" for one in series]
    values = "".join(
        f'<span class="since-value">{_coded(letter)}{data.element(ask, answer, coloured=True)}</span> '
        for letter, ask, answer in zip(letters, asked, found, strict=True)
    )
    dated = next((answer for answer in found if answer.end and answer.value is not None), None)
    told = f"{dated.start or since} 至 {dated.end}" if dated else next((one.note for one in found if one.note), "")
    label = f'<span class="label">{escape(told)}</span>' if told else ""
    return f'<p class="card-since"><span class="label">自本文发布以来</span> {values}{label}</p>'


def _coded(letter: str) -> str:
    return f'<span class="code">{escape(letter)}</span> ' if letter else ""


def _letter(series: str, answers: Answers) -> str:
    return class_of(quote.words(series, "name", answers)) or quote.code_of(series)


BLOCK = Block(resolve=resolve, asks=asks, render=render)
