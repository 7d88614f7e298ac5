"""A cashtag in, the slot that it means out: a card, a link in a sentence, or nothing where a card already shows it."""

from __future__ import annotations

import re

from builder.blocks import resolve_instrument
from builder.blocks.block import ResolveContext
from builder.model import Instrument, Mark, Slot, unique
from builder.problem import Failed, Problem

_CLASS = re.compile(r"([A-Z])(?:类|份额|类份额)?\Z")


def resolve(mark: Mark, context: ResolveContext) -> Slot:
    """The slot of a cashtag. Raises Failed where its code is unknown or shared, or its name is another's."""
    instrument = instrument_of(mark, context)
    if mark.params["place"] == "inline":
        words = str(mark.params["name"]).strip() or instrument.name
        return Slot(block="link", params={"series": instrument.id, "words": words})
    family = _family(mark, instrument, context)
    if family[0][0] is not mark:
        return Slot(block="nothing", params={})
    series = list(unique(member.id for _, member in family))
    since = context.page.meta.as_of
    if not since:
        return Slot(block="card", params={"series": series})
    line = Slot(block="since", params={"series": series, "since": since})
    return Slot(block="card", params={"series": series, "dated": True}, parts={"since": line})


def instrument_of(mark: Mark, context: ResolveContext) -> Instrument:
    """The instrument of a cashtag, its name checked. Raises Failed with the problem at the code or at the name."""
    code, name = str(mark.params["code"]), str(mark.params["name"])
    market = str(mark.params.get("market") or "")
    try:
        found = resolve_instrument.find(code, context.directory, market=market, name=name)
    except Failed as failed:
        raise Failed([_at(one, "code", code, mark, context) for one in failed.problems]) from None
    if name.strip() and not resolve_instrument.is_called(found, name):
        message = f"{found.code} is not called {name.strip()}"
        others = [one for one in context.directory.instruments.values() if resolve_instrument.is_called(one, name)]
        other = f", and {others[0].name} has the code {others[0].code}" if others else ""
        hint = f"the name of {found.code} is {found.name}{other}"
        raise Failed([_at(Problem(id="name-mismatch", message=message, hint=hint), "name", name, mark, context)])
    return found


def _at(problem: Problem, part: str, token: str, mark: Mark, context: ResolveContext) -> Problem:
    column, length = mark.params.get(f"{part}_column"), mark.params.get(f"{part}_length")
    if column:
        return problem.at(
            path=context.page.path, line=mark.line, column=int(column), length=int(length or len(token) or 1)
        )
    return context.placed(problem, mark, token=token)


def _family(mark: Mark, instrument: Instrument, context: ResolveContext) -> list[tuple[Mark, Instrument]]:
    """The cashtags that stand together with this one and name share classes of its fund, each fund's first."""
    group = mark.params["group"]
    if group not in context.cards:
        cards = context.cards.setdefault(group, {})
        for other in context.page.marks:
            if other.block == "cashtag" and other.params["place"] == "card" and other.params["group"] == group:
                member = _quietly(other, context)
                if member:
                    cards.setdefault(member.id, (other, member))
    return [card for card in context.cards[group].values() if are_classes(instrument, card[1])]


def _quietly(mark: Mark, context: ResolveContext) -> Instrument | None:
    try:
        return instrument_of(mark, context)
    except Failed:
        return None  # its own turn tells what is wrong with it


def are_classes(one: Instrument, other: Instrument) -> bool:
    """Whether two instruments are the same, or share classes of one fund: by `parent`, or by names alike but for the
    class's letter."""
    if one.id == other.id:
        return True
    if one.kind != "fund" or other.kind != "fund":
        return False
    parents = [fund.facts.get("parent") or fund.code for fund in (one, other)]
    if parents[0] == parents[1]:
        return True
    stems = [_CLASS.sub("", fund.name) for fund in (one, other)]
    return stems[0] == stems[1] and all(_CLASS.search(fund.name) for fund in (one, other))


def class_of(name: str) -> str:
    """The letter of a share class, e.g. "A"; "" where the name ends with none."""
    match = _CLASS.search(name)
    return match[1] if match else ""


def stem_of(name: str) -> str:
    """A fund's name without the letter of its class."""
    return _CLASS.sub("", name)
