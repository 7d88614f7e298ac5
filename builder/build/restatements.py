"""Numbers as they were first published and the data's answers of today in, what has been restated out.

A briefing's record is `ledger/<slug>.json` in the data folder: a list of frozen numbers, each with its question, its
unrounded value, its dates and the digest of all that it was made of. The record is never rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from math import inf
from typing import Any

from builder import blocks, numbers
from builder.build.cached_data import CachedData
from builder.build.fragments import SlotRequest
from builder.cache.store import Store, key
from builder.model import RESTATED, Answer, Ask, Slot, canonical_json
from builder.number_format import percent
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.slot_params.generated import RestatedParams, RestatedRow

# DOMAIN: a fund administrator reports an error of the NAV at 0.25 % and announces it at 0.5 %.
NOTED, CORRECTED = 0.0025, 0.005
_NOISE = 1e-9
# Facts of the catalogue have no history: they are shown as they are now, and so are not frozen.
_FACTS = ("text", "money")
Entry = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """A recorded number that the data tell otherwise now."""

    ask: Ask
    unit: str
    old: float | str
    new: float | str | None
    size: float  # 0.0025 is 0.25 %; see `shift`
    late: bool = False  # a row that was missing then, of a day up to the cut-off; what was known still stands
    on: str = ""  # for a line: the day that moved most; old and new are then in its first value
    start: str = ""  # the dates of the new value
    end: str = ""
    synthetic: bool = False


def frozen(asks: Iterable[Ask]) -> list[Ask]:
    """The questions whose answers stand still, in order, each once."""
    measures = numbers.vocabulary()
    return sorted(
        {
            ask
            for ask in asks
            if ask.as_of and measures[ask.measure].unit not in _FACTS and ask.measure != "effective-date"
        }
    )


def entries(asks: Iterable[Ask], data: CachedData, on: str) -> list[dict[str, Any]]:
    """What is to be recorded of these questions on a day; those without an answer are no numbers."""
    answers = [(ask, data.answer(ask)) for ask in frozen(asks)]
    return [_entry(ask, answer, data, on) for ask, answer in answers if answer.value is not None]


def _entry(ask: Ask, answer: Answer, data: CachedData, on: str) -> dict[str, Any]:
    through = data.answer(Ask(series=ask.series, measure="date", as_of=ask.as_of)).value
    found: dict[str, Any] = {
        "ask": {name: value for name, value in ask._asdict().items() if value},
        "value": answer.value,
        "unit": answer.unit,
        "from": answer.start,
        "to": answer.end,
        "through": through,
        "seen": data.scope_digest(ask.series, ask.as_of),
        "recorded": on,
    }
    if answer.points:
        first = 1.0 if answer.unit == "ratio" else answer.points[0][1]
        found["levels"] = [round(value / first, 6) for _, value in answer.points]
        if answer.start:
            days = [date.fromisoformat(day) for day, _ in answer.points]
            found["steps"] = [(later - day).days for day, later in pairwise(days)]
        else:  # no line in time: the shares of a report
            found["names"] = [name for name, _ in answer.points]
    return {name: value for name, value in found.items() if value != ""}


def written(rows: Iterable[Entry]) -> str:
    """A record as its file has it: one number a line, sorted by its question."""
    ordered = sorted(rows, key=lambda one: canonical_json(one["ask"]))
    return "[\n" + ",\n".join(canonical_json(one) for one in ordered) + "\n]\n"


def read(text: str, place: str) -> dict[Ask, Entry]:
    """A record by question. Raises Failed where the file is no record."""
    try:
        rows = {Ask(**one["ask"]): one for one in json.loads(text)}
        for one in rows.values():
            if not isinstance(one["value"], int | float | str) or len(
                one.get("names", (*one.get("steps", ()), 0))
            ) != len(one.get("levels", "-")):
                raise ValueError("a value that is none")
            for day in (one["through"], one["from"] if "steps" in one else one["to"]):
                date.fromisoformat(day)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "take back the last change of this file: records are written by `briefings publish-record` alone"
        message = f"not a record of published numbers: {error!r}"
        raise Failed([Problem(id="bad-ledger", path=place, message=message, hint=hint)]) from None
    return rows


def shift(unit: str, old: float, new: float) -> float:
    """How far a value moved, so that an error of x in one NAV moves what is made of it by x.

    A level by its own share; a ratio by that of the growth it stands for, (1 + new) ÷ (1 + old) − 1; any other number
    by its share, or as it is where it is below 1.
    """
    if unit in ("nav", "points", "price"):
        return abs(new / old - 1) if old else inf
    if unit == "ratio":
        return abs((1 + new) / (1 + old) - 1) if old > -1 else inf
    return abs(new - old) / max(abs(old), 1.0)


def changes(record: Mapping[Ask, Entry], asks: Iterable[Ask], data: CachedData) -> list[Restatement]:
    """What the data tell otherwise than recorded of these questions, by 0.25 % or more; lines come last."""
    found = (_change(ask, record[ask], data) for ask in frozen(asks) if ask in record)
    return sorted((one for one in found if one is not None), key=lambda one: bool(one.on))  # lines behind numbers


def _change(ask: Ask, entry: Entry, data: CachedData) -> Restatement | None:
    answer = data.answer(ask)
    size, on, old, new = _difference(entry, answer)
    if size < NOTED - _NOISE:
        return None
    # A row of a day up to the cut-off that came only later: with the rows of then, is the number what it was?
    known = data.answer(ask._replace(end=min(ask.end or entry["through"], entry["through"])))
    at_the_time = size if known.value is None else _difference(entry, known)[0]
    return Restatement(
        ask=ask,
        unit=answer.unit,
        old=old,
        new=new,
        size=size,
        late=at_the_time < NOTED - _NOISE,
        on=on,
        start=answer.start,
        end=answer.end,
        synthetic=answer.synthetic,
    )


def _difference(entry: Entry, answer: Answer) -> tuple[float, str, float | str, float | str | None]:
    """How far an answer is from what was recorded, the day of it in a line, and both values."""
    old = entry["value"]
    if "levels" in entry:
        return _line(entry, answer)
    if answer.value is None:
        return inf, "", old, None
    if isinstance(old, str) or isinstance(answer.value, str):
        return (0.0 if old == answer.value else inf), "", old, answer.value
    return shift(answer.unit, float(old), answer.value), "", float(old), answer.value


def _line(entry: Entry, answer: Answer) -> tuple[float, str, float, float | None]:
    """The point that moved most: a level in its line's first value, a ratio or a share as it is."""
    points, places = dict(answer.points), _places(entry)
    first = 1.0 if entry["unit"] == "ratio" else points.get(places[0])
    worst: tuple[float, str, float, float | None] = (0.0, "", 1.0, 1.0)
    for on, old in zip(places, entry["levels"], strict=True):
        value = points.get(on)
        if value is None or first is None:
            return inf, on, old, None
        size = shift("ratio", old, value) if entry["unit"] == "ratio" else abs(value / first / old - 1)
        if size > worst[0]:
            worst = size, on, old, value / first
    return worst


def _places(entry: Entry) -> list[str]:
    """The days of a line, or the names of a report's shares."""
    if "names" in entry:
        return [str(name) for name in entry["names"]]
    day = date.fromisoformat(entry["from"])
    days = [day.isoformat()]
    for step in entry["steps"]:
        day += timedelta(days=step)
        days.append(day.isoformat())
    return days


class Ledger:
    """All records of a site."""

    def __init__(self, settings: Settings, store: Store, engine: str, files: Mapping[str, str]) -> None:
        self._settings, self._store, self._engine, self._files = settings, store, engine, files

    def record(self, slug: str) -> dict[Ask, Entry]:
        """What was recorded of a briefing; nothing where it was not. Raises Failed where its file is no record."""
        file = _file(slug)
        if file not in self._files:
            return {}
        place = f"{self._settings.content}/{self._settings.options.data}/{file}"
        return read((self._settings.data_dir / file).read_text(encoding="utf-8", errors="replace"), place)

    def announced(
        self, slots: Mapping[str, Mapping[str, SlotRequest]], data: CachedData
    ) -> tuple[dict[str, dict[str, SlotRequest]], list[Problem]]:
        """The slots of each page, with what was restated on those that tell it; and what its author has to tell."""
        found = {path: dict(holes) for path, holes in slots.items()}
        problems: list[Problem] = []
        for holes in found.values():
            note = holes.get(RESTATED)
            if note is None or _file(note.params["slug"]) not in self._files:
                continue
            # The first place that shows a number is where its author looks for it.
            asks = {ask: one for one in reversed(holes.values()) for ask in blocks.asks(one.slot)}
            try:
                moved = self._changes(note.params["slug"], list(asks), data)
            except Failed as failed:
                problems += failed.problems
                continue
            if not note.params["corrected"]:
                grave = (one for one in moved if one.size >= CORRECTED - _NOISE and not one.late)
                problems += [asks[one.ask].placed(_problem(one)) for one in grave]
            if moved:
                rows = tuple([_row(one, data) for one in moved])
                slot = Slot(params=replace(RestatedParams.from_json(note.params), rows=rows))
                holes[RESTATED] = note._replace(id=slot.id, params=slot.params.to_json())
        return found, problems

    def _changes(self, slug: str, asks: Sequence[Ask], data: CachedData) -> list[Restatement]:
        """Computed once for the same record, code and rows."""
        sights = sorted({data.scope_digest(ask.series, ask.as_of) for ask in frozen(asks)})
        name = key("restated", self._engine, self._files[_file(slug)], sights, sorted(asks))
        known = self._store.get(name)
        if known is None:
            known = json.dumps(
                [asdict(one) | {"ask": one.ask._asdict()} for one in changes(self.record(slug), asks, data)]
            )
            self._store.put(name, known)
        return [Restatement(**{**one, "ask": Ask(**one["ask"])}) for one in json.loads(known)]


def _file(slug: str) -> str:
    return f"ledger/{slug}.json"


def _row(one: Restatement, data: CachedData) -> RestatedRow:
    return RestatedRow(
        ask=one.ask,
        name=data.directory.instruments[one.ask.series].name,
        label=numbers.vocabulary()[one.ask.measure].label,
        unit=one.unit,
        old=one.old,
        new=one.new,
        late=one.late,
        on=one.on,
        start=one.start,
        end=one.end,
        synthetic=one.synthetic,
    )


def _problem(one: Restatement) -> Problem:
    ask = one.ask
    what = " ".join(part for part in (ask.series, ask.measure, ask.window, "as of", ask.as_of) if part)
    where = f" on {one.on}" if one.on else ""
    now = "there is none" if one.new is None else f"it is {one.new!r}"
    size = "" if one.size == inf else f", a change of {percent(one.size, signed=False)}"
    message = f"the data restate {what}{where}: {one.old!r} was published, now {now}{size}"
    limit = percent(CORRECTED, places=1, signed=False)
    hint = f"say so to readers under `corrections:` in the front matter; below {limit} the note on the page is enough"
    return Problem(id="restated", message=message, hint=hint)
