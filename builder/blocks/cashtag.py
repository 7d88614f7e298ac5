"""What a cashtag in an author's text becomes: a card, a link in a sentence, or nothing where a card already shows it."""

from __future__ import annotations

import re
from dataclasses import replace

from builder.blocks import resolve_instrument
from builder.blocks.block import ResolveContext
from builder.blocks.share_classes import are_classes
from builder.model import Instrument, Mark, SlotParams, unique
from builder.problem import Failed, Problem
from builder.slot_params.authored import CardParams, LinkParams, NothingParams

_CHINESE = re.compile(r"[\u3400-\u9fff]")


def resolve(mark: Mark, context: ResolveContext) -> SlotParams:
    """The parameters of a cashtag's block. Raises Failed where its code is unknown or shared, or its name is another's."""
    instrument = instrument_of(mark, context)
    if mark.params["place"] == "inline":
        return LinkParams(series=instrument.id, words=str(mark.params["name"]).strip() or instrument.name)
    family = _family(mark, instrument, context)
    if family[0][0] is not mark:
        return NothingParams()
    series = unique(member.id for _, member in family)
    return CardParams(series=series, dated=bool(context.page.meta.as_of))


def instrument_of(mark: Mark, context: ResolveContext) -> Instrument:
    """The instrument of a cashtag, its name checked. Raises Failed with the problem at the code or at the name."""
    code, name = str(mark.params["code"]), str(mark.params["name"])
    market = str(mark.params.get("market") or "")
    try:
        instrument = resolve_instrument.find(code, context.directory, market=market, name=name)
    except Failed as failed:
        problems = failed.problems
        if not market and not _CHINESE.search(name):  # `$1.2B(AI)$2B` may be two prices
            escape = "for a plain dollar sign write \\$"
            is_price = name[:1].isdigit()  # what is near its "code" was not meant
            problems = tuple(
                replace(each, hint=escape if is_price else f"{each.hint}; {escape}".lstrip("; ")) for each in problems
            )
        raise Failed([_placed(problem, "code", code, mark, context) for problem in problems]) from None
    if name.strip() and not resolve_instrument.is_called(instrument, name):
        message = f"{instrument.code} is not called {name.strip()}"
        others = [
            other for other in context.directory.instruments.values() if resolve_instrument.is_called(other, name)
        ]
        other_code = f", and {others[0].name} has the code {others[0].code}" if others else ""
        hint = f"the name of {instrument.code} is {instrument.name}{other_code}"
        problem = Problem(id="name-mismatch", message=message, hint=hint)
        raise Failed([_placed(problem, "name", name, mark, context)])
    return instrument


def _placed(problem: Problem, part: str, token: str, mark: Mark, context: ResolveContext) -> Problem:
    """A problem at the mark's "code" or "name"."""
    column, length = mark.params.get(f"{part}_column"), mark.params.get(f"{part}_length")
    if column:
        return problem.at(
            path=context.page.path, line=mark.line, column=int(column), length=int(length or len(token) or 1)
        )
    return context.placed(problem, mark, token=token)


def _family(mark: Mark, instrument: Instrument, context: ResolveContext) -> list[tuple[Mark, Instrument]]:
    """The cashtags of this one's group that name share classes of its fund, each class's first."""
    group = mark.params["group"]
    if group not in context.cards:
        cards = context.cards.setdefault(group, {})
        for other in context.page.marks:
            if other.block == "cashtag" and other.params["place"] == "card" and other.params["group"] == group:
                member = _instrument_or_none(other, context)
                if member:
                    cards.setdefault(member.id, (other, member))
    return [card for card in context.cards[group].values() if are_classes(instrument, card[1])]


def _instrument_or_none(mark: Mark, context: ResolveContext) -> Instrument | None:
    try:
        return instrument_of(mark, context)
    except Failed:
        return None  # its problem is reported when it is resolved itself
