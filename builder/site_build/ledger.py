"""The ledger: what a briefing's frozen numbers were when it came out. `publish-record` writes it, `restatements` reads it.

A briefing's ledger is `ledger/<slug>.json` in the data folder, one number a line: its question, its unrounded value, its dates
and the digest of all that it was made of. Numbers are added; what is there is never rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from builder import numbers
from builder.forbidden_characters import forbidden_in_value, texts_in
from builder.model import Answer, Ask, canonical_json
from builder.problem import Failed, Problem
from builder.site_build.cached_data import CachedData
from builder.vocabulary import RATIOS

# Facts of the catalogue have no history: pages show them as they are now, so they are not frozen.
_FACTS = ("text", "money")
LedgerEntry = Mapping[str, Any]  # one published number


def ledger_path(slug: str) -> str:
    """The file of a briefing's ledger, from the data folder, e.g. "ledger/sora.json"."""
    return f"ledger/{slug}.json"


def frozen_asks(asks: Iterable[Ask]) -> list[Ask]:
    """Those questions that have a cut-off and whose answers therefore stay, sorted, each once."""
    measures = numbers.measures_by_name()
    return sorted(
        {
            ask
            for ask in asks
            if ask.as_of and measures[ask.measure].unit not in _FACTS and ask.measure != "effective-date"
        }
    )


def new_entries(asks: Iterable[Ask], data: CachedData, day: str) -> list[dict[str, Any]]:
    """What is to be recorded of these questions on a day, ISO. Questions without an answer are no numbers."""
    answers = [(ask, data.answer(ask)) for ask in frozen_asks(asks)]
    return [_entry(ask, answer, data, day) for ask, answer in answers if answer.value is not None]


def _entry(ask: Ask, answer: Answer, data: CachedData, day: str) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "ask": {name: value for name, value in ask._asdict().items() if value},
        "value": answer.value,
        "unit": answer.unit,
        "from": answer.start,
        "to": answer.end,
        "through": data.answer(Ask(series=ask.series, measure="date", as_of=ask.as_of)).value,
        "seen": data.scope_digest(ask.series, ask.as_of),
        "recorded": day,
    }
    if answer.points:
        first = 1.0 if answer.unit in RATIOS else answer.points[0][1]
        entry["levels"] = [round(value / first, 6) for _, value in answer.points]
        if answer.start:
            days = [date.fromisoformat(point_day) for point_day, _ in answer.points]
            entry["steps"] = [(later - earlier).days for earlier, later in pairwise(days)]
        else:  # no line in time: the shares of a report
            entry["names"] = [name for name, _ in answer.points]
    return {name: value for name, value in entry.items() if value != ""}


def point_names(entry: LedgerEntry) -> list[str]:
    """The days of a line, or the names of a report's shares, in the order of its levels."""
    if "names" in entry:
        return [str(name) for name in entry["names"]]
    day = date.fromisoformat(entry["from"])
    days = [day.isoformat()]
    for step in entry["steps"]:
        day += timedelta(days=step)
        days.append(day.isoformat())
    return days


def encode_ledger(entries: Iterable[LedgerEntry]) -> str:
    """A ledger as its file has it: sorted by question, so that two people who record the same write the same bytes."""
    ordered = sorted(entries, key=lambda entry: canonical_json(entry["ask"]))
    return "[\n" + ",\n".join(canonical_json(entry) for entry in ordered) + "\n]\n"


def decode_ledger(text: str, path: str) -> dict[Ask, LedgerEntry]:
    """A ledger by question. `path` is for problems. Raises Failed where the file is no ledger."""
    try:
        values = json.loads(text)
        # JSON's escapes can write any character.
        if problems := [problem for text in texts_in(values) if (problem := forbidden_in_value(text, path=path))]:
            raise Failed(problems[:1])
        entries = {Ask(**entry["ask"]): entry for entry in values}
        for entry in entries.values():
            _check(entry)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "undo the last change of this file: only `briefings publish-record` writes it"
        reason = "nested too deeply" if isinstance(error, RecursionError) else repr(error)
        message = f"not a ledger of published numbers: {reason}"
        raise Failed([Problem(id="bad-ledger", path=path, message=message, hint=hint)]) from None
    return entries


def _check(entry: LedgerEntry) -> None:
    """Raise ValueError where an entry is not one of ours."""
    names = entry.get("names", (*entry.get("steps", ()), 0))
    if not isinstance(entry["value"], int | float | str) or len(names) != len(entry.get("levels", "-")):
        raise ValueError("a value that is none")
    for day in (entry["through"], entry["from"] if "steps" in entry else entry["to"]):
        date.fromisoformat(day)
