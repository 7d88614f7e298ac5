"""Published numbers that the data contradict now: found by holding each ledger against today's answers.

The build announces them on the briefing's page. One of 0.5 % or more fails the build until its author adds `corrections:`; see
docs/decisions/0008-the-ledger.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import inf

from builder import blocks, numbers
from builder.cache.store import Store, key
from builder.model import RESTATED, Answer, Ask
from builder.number_format import percent
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.site_build.cached_data import CachedData
from builder.site_build.ledger import LedgerEntry, decode_ledger, frozen_asks, ledger_path, point_names
from builder.site_build.slot_requests import Requests, SlotRequest
from builder.slot_params.generated import ArticleParams, RestatedEntryParams, RestatedParams, RestatedRow
from builder.vocabulary import RATIOS, UNITS

# Fund administrators report an error of the NAV from 0.25 % on and announce one from 0.5 % on.
NOTED, CORRECTED = 0.0025, 0.005
_NOISE = 1e-9  # of floating point
# What tells other programs what a page's note says.
_RETOLD: Mapping[str, type[ArticleParams | RestatedEntryParams]] = {
    params.block: params for params in (ArticleParams, RestatedEntryParams)
}


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """A published number that the data contradict now, by 0.25 % or more."""

    ask: Ask
    unit: str
    old: float | str
    new: float | str | None
    size: float  # 0.0025 is 0.25 %; see `size_of_change`
    late: bool = False  # only because a row of a day up to the cut-off came later: what was known then is unchanged
    on: str = ""  # for a line: the day that moved most; old and new are relative to its first value
    start: str = ""  # dates of the new value
    end: str = ""
    synthetic: bool = False


def size_of_change(unit: str, old: float, new: float) -> float:
    """How far a value moved, so that an error of x in one NAV moves what is made of it by x.

    A level by its own share; a ratio by that of the growth it stands for, (1 + new) ÷ (1 + old) − 1; any other number by its
    share, or as it is where it is below 1.
    """
    if unit in UNITS and UNITS[unit].is_level:
        return abs(new / old - 1) if old else inf
    if unit in RATIOS:
        return abs((1 + new) / (1 + old) - 1) if old > -1 else inf
    return abs(new - old) / max(abs(old), 1.0)


def restatements(ledger: Mapping[Ask, LedgerEntry], asks: Sequence[Ask], data: CachedData) -> list[Restatement]:
    """The restatements of these questions; lines come last."""
    changes = (_restatement(ask, ledger[ask], data) for ask in frozen_asks(asks) if ask in ledger)
    return sorted((change for change in changes if change is not None), key=lambda change: bool(change.on))


def _restatement(ask: Ask, entry: LedgerEntry, data: CachedData) -> Restatement | None:
    answer = data.answer(ask)
    size, day, old, new = _difference(entry, answer)
    if size < NOTED - _NOISE:
        return None
    # Asked again with the rows of then: if that gives the published number, a row only came later.
    at_the_time = data.answer(ask._replace(end=min(ask.end or entry["through"], entry["through"])))
    size_then = size if at_the_time.value is None else _difference(entry, at_the_time)[0]
    return Restatement(
        ask=ask,
        unit=answer.unit,
        old=old,
        new=new,
        size=size,
        late=size_then < NOTED - _NOISE,
        on=day,
        start=answer.start,
        end=answer.end,
        synthetic=answer.synthetic,
    )


def _difference(entry: LedgerEntry, answer: Answer) -> tuple[float, str, float | str, float | str | None]:
    """How far an answer is from what was recorded; of a line the day; and both values."""
    old = entry["value"]
    if "levels" in entry:
        return _difference_of_lines(entry, answer)
    if answer.value is None:
        return inf, "", old, None
    if isinstance(old, str) or isinstance(answer.value, str):
        return (0.0 if old == answer.value else inf), "", old, answer.value
    return size_of_change(answer.unit, float(old), answer.value), "", float(old), answer.value


def _difference_of_lines(entry: LedgerEntry, answer: Answer) -> tuple[float, str, float, float | None]:
    """The point that moved most: a level relative to the line's first value, a ratio or a share as it is."""
    points, names = dict(answer.points), point_names(entry)
    first = 1.0 if entry["unit"] in RATIOS else points.get(names[0])
    largest: tuple[float, str, float, float | None] = (0.0, "", 1.0, 1.0)
    for name, old in zip(names, entry["levels"], strict=True):
        value = points.get(name)
        if value is None or first is None:
            return inf, name, old, None
        size = size_of_change("ratio", old, value) if entry["unit"] in RATIOS else abs(value / first / old - 1)
        if size > largest[0]:
            largest = size, name, old, value / first
    return largest


@dataclass(frozen=True, kw_only=True)
class Ledgers:
    """The ledgers of a site's briefings. One per build."""

    settings: Settings
    store: Store
    code: str  # digest of the code
    files: Mapping[str, str]  # every data file -> digest
    data: CachedData

    def ledger(self, slug: str) -> dict[Ask, LedgerEntry]:
        """What was recorded of a briefing; nothing where it has no ledger. Raises Failed where the file is no ledger."""
        file = ledger_path(slug)
        if file not in self.files:
            return {}
        text = (self.settings.data_dir / file).read_text(encoding="utf-8", errors="replace")
        return decode_ledger(text, f"{self.settings.content}/{self.settings.options.data}/{file}")

    def announce(self, requests: Mapping[str, Requests]) -> tuple[dict[str, Requests], list[Problem]]:
        """The requests of each file, where the slot for restatements is given what it has to show; and a problem for each
        restatement of 0.5 % or more that the author does not mention."""
        announced: dict[str, Requests] = dict(requests)
        problems: list[Problem] = []
        for path, holes in requests.items():
            for name, request in holes.items():
                if request.block in _RETOLD:
                    announced[path] = {**announced[path], name: self._retold(request)}
            if RESTATED not in holes:
                continue
            note = RestatedParams.from_json(holes[RESTATED].params)
            if ledger_path(note.slug) not in self.files:
                continue
            # The author looks for a number at the first place that shows it.
            asks = {ask: request for request in [*holes.values()][::-1] for ask in blocks.asks(request.slot)}
            try:
                changes = self._restatements(note.slug, list(asks))
            except Failed as failed:
                problems += failed.problems
                continue
            if not note.corrected:
                grave = (change for change in changes if change.size >= CORRECTED - _NOISE and not change.late)
                problems += [asks[change.ask].locate(_problem(change)) for change in grave]
            if changes:
                rows = tuple([self._row(change) for change in changes])
                announced[path] = {**holes, RESTATED: holes[RESTATED].replaced(replace(note, rows=rows))}
        return announced, problems

    def _retold(self, request: SlotRequest) -> SlotRequest:
        """The request of an article or an entry, which says what the page says. What is wrong is told at the page."""
        article = _RETOLD[request.block].from_json(request.params)
        if ledger_path(article.slug) not in self.files:
            return request
        try:
            changes = self._restatements(article.slug, list(blocks.asks(request.slot)))
        except Failed:
            return request
        rows = tuple([self._row(change) for change in changes])
        return request.replaced(replace(article, rows=rows)) if rows else request

    def _restatements(self, slug: str, asks: Sequence[Ask]) -> list[Restatement]:
        """The restatements of a briefing. Nothing is compared where ledger, code and data in scope are as before."""
        scopes = sorted({self.data.scope_digest(ask.series, ask.as_of) for ask in frozen_asks(asks)})
        result_key = key("restated", self.code, self.files[ledger_path(slug)], scopes, sorted(asks))
        known = self.store.get(result_key)
        if known is None:
            changes = restatements(self.ledger(slug), asks, self.data)
            known = json.dumps([asdict(change) | {"ask": change.ask._asdict()} for change in changes])
            self.store.put(result_key, known)
        return [Restatement(**{**change, "ask": Ask(**change["ask"])}) for change in json.loads(known)]

    def _row(self, change: Restatement) -> RestatedRow:
        """What the page shows of a restatement."""
        measure = numbers.measures_by_name()[change.ask.measure]
        return RestatedRow(
            ask=change.ask,
            name=self.data.directory.instruments[change.ask.series].name,
            label=measure.label,
            unit=change.unit,
            signed=measure.signed,
            old=change.old,
            new=change.new,
            late=change.late,
            on=change.on,
            start=change.start,
            end=change.end,
            synthetic=change.synthetic,
        )


def _problem(change: Restatement) -> Problem:
    ask = change.ask
    question = " ".join(word for word in (ask.series, ask.measure, ask.window, "as of", ask.as_of) if word)
    day = f" on {change.on}" if change.on else ""
    now = "there is none" if change.new is None else f"it is {change.new!r}"
    size = "" if change.size == inf else f", a change of {percent(change.size, signed=False)}"
    message = f"the data restate {question}{day}: {change.old!r} was published, now {now}{size}"
    limit = percent(CORRECTED, places=1, signed=False)
    hint = f"tell readers under `corrections:` in the front matter; below {limit} the note on the page is enough"
    return Problem(id="restated", message=message, hint=hint)
