"""Two snapshots and the slots of all briefings in, what changes for readers out: latest values, numbers, charts, claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from builder import blocks
from builder.blocks import claim
from builder.blocks.wording import value_text
from builder.build.fragments import SlotRequest
from builder.model import SHARE, Answer, Ask
from builder.numbers.snapshot import Snapshot
from builder.vocabulary import KINDS

_SHOWN = 12  # lines of a kind in the text; the JSON has all


@dataclass(frozen=True, kw_only=True)
class LatestChange:
    """An instrument whose last value or its date is another one now; a side that has none is empty."""

    series: str
    name: str
    date_before: str
    date_after: str
    before: float | str | None
    after: float | str | None


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """An answer on a briefing that is another one now."""

    page: str  # its source, e.g. "content/briefings/2024/2024-02-20-sora.md"
    line: int
    block: str  # "number", "claim", "chart", "card", …
    series: str
    asked: str  # e.g. "return 1y"
    as_of: str  # empty: live, meant to move
    unit: str
    before: float | str | None
    after: float | str | None
    points: int = 0  # of a chart: how many are new, gone or different
    broken: bool = False  # a claim that held and no longer does

    @property
    def frozen(self) -> bool:
        """Whether only a correction of history can have changed it."""
        return bool(self.as_of)


@dataclass(frozen=True, kw_only=True)
class Impact:
    """All that a refresh changes for readers."""

    latest: tuple[LatestChange, ...] = ()
    changes: tuple[AnswerChange, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages on which something changes."""
        return tuple(sorted({one.page for one in self.changes}))


def impact(before: Snapshot | None, after: Snapshot, slots: Mapping[str, Iterable[SlotRequest]]) -> Impact:
    """What differs; `slots` holds those of each page by its source. Where no data were before, only what is new."""
    changes = () if before is None else tuple(_changes(before, after, slots))
    return Impact(latest=tuple(_latest(before, after)), changes=changes)


def _latest(before: Snapshot | None, after: Snapshot) -> Iterator[LatestChange]:
    old = {} if before is None else before.directory.instruments
    new = after.directory.instruments
    for id_ in sorted(old.keys() | new.keys()):
        ask = Ask(series=id_, measure=KINDS[id_.partition(":")[0]].level)
        then = before.answer(ask) if before is not None and id_ in old else None
        now = after.answer(ask) if id_ in new else None
        if _said(then) != _said(now):
            yield LatestChange(
                series=id_,
                name=(new.get(id_) or old[id_]).name,
                date_before=then.end if then else "",
                date_after=now.end if now else "",
                before=then.value if then else None,
                after=now.value if now else None,
            )


def _said(answer: Answer | None) -> tuple[object, str]:
    return (answer.value, answer.end) if answer else (None, "")


def _changes(before: Snapshot, after: Snapshot, slots: Mapping[str, Iterable[SlotRequest]]) -> Iterator[AnswerChange]:
    moved: dict[tuple[str, str], bool] = {}
    for page, wanted in sorted(slots.items()):
        for one in wanted:
            if one.block == SHARE:
                continue  # a picture of what the page tells anyway
            for ask in blocks.asks(one.slot):
                scope = (ask.series, ask.as_of)
                if scope not in moved:
                    moved[scope] = _scope_digest(before, *scope) != _scope_digest(after, *scope)
                if moved[scope]:
                    yield from _change(page, one, ask, _answer(before, ask), _answer(after, ask))


def _scope_digest(snapshot: Snapshot, series: str, as_of: str) -> str:
    return snapshot.scope_digest(series, as_of) if series in snapshot.directory.instruments else ""


def _answer(snapshot: Snapshot, ask: Ask) -> Answer:
    if ask.series in snapshot.directory.instruments:
        return snapshot.answer(ask)
    return Answer(value=None, unit="", note="gone from the catalogue")


def _change(page: str, one: SlotRequest, ask: Ask, then: Answer, now: Answer) -> Iterator[AnswerChange]:
    if (then.value, then.end, then.points) == (now.value, now.end, now.points):
        return
    dates = [f"{word} {value}" for word, value in (("from", ask.start), ("to", ask.end)) if value]
    yield AnswerChange(
        page=page,
        line=one.line,
        block=one.block,
        series=ask.series,
        asked=" ".join([ask.measure, *([ask.window] if ask.window else []), *dates]),
        as_of=ask.as_of,
        unit=now.unit or then.unit,
        before=then.value,
        after=now.value,
        points=len(set(then.points) ^ set(now.points)) if then.points or now.points else 0,
        broken=one.block == "claim" and _holds(one, then) and not _holds(one, now),
    )


def _holds(one: SlotRequest, answer: Answer) -> bool:
    given: Mapping[str, Any] = one.params
    if answer.value is None:
        return False
    return claim.holds(answer.value, str(given["op"]), given["value"], str(given["written"]))


def plain(found: Impact) -> dict[str, Any]:
    """A radius as plain JSON values."""
    changes = [{**asdict(one), "frozen": one.frozen} for one in found.changes]
    return {"latest": [asdict(one) for one in found.latest], "pages": list(found.pages), "changes": changes}


def text(found: Impact) -> list[str]:
    """A radius as lines for a person: first what should not have happened, then what moves every day."""
    broken = [one for one in found.changes if one.broken]
    frozen = [one for one in found.changes if one.frozen and not one.broken]
    live = [one for one in found.changes if not one.frozen and not one.broken]
    lines = [f"latest values of {len(found.latest)} instruments change"]
    lines += _cut([_latest_line(one) for one in found.latest])
    for title, group in (
        ("claims no longer hold; the build will stop at them", broken),
        ("frozen numbers change: history was corrected", frozen),
        ("live numbers move", live),
    ):
        if group:
            lines.append(f"{len(group)} {title}, on {len({one.page for one in group})} pages")
            lines += _cut(_live_lines(group) if group is live else [_change_line(one) for one in group])
    if not found.changes:
        lines.append("no number on any briefing changes")
    return lines


def _cut(lines: list[str]) -> list[str]:
    rest = len(lines) - _SHOWN
    return [f"  {line}" for line in lines[:_SHOWN]] + ([f"  … and {rest} more"] if rest > 0 else [])


def _latest_line(one: LatestChange) -> str:
    before = f"{one.before} ({one.date_before})" if one.date_before else "--"
    after = f"{one.after} ({one.date_after})" if one.date_after else "--"
    return f"{one.series} {one.name}: {before} → {after}"


def _change_line(one: AnswerChange) -> str:
    place = f"{one.page}:{one.line}" if one.line else one.page
    what = f"{one.block} {one.series} {one.asked}"
    if one.points:
        return f"{place}: {what}: {one.points} points"
    shown = " → ".join("--" if value is None else _shown(value, one) for value in (one.before, one.after))
    return f"{place}: {what}: {shown}"


def _live_lines(group: list[AnswerChange]) -> list[str]:
    """A line for each page and instrument: these move with every refresh, and only how many tells anything."""
    counts = Counter((one.page, one.series) for one in group)
    return [f"{page}: {series}: {count}" for (page, series), count in counts.items()]


def _shown(value: float | str, one: AnswerChange) -> str:
    written = value_text.text(value, one.unit, measure=one.asked.partition(" ")[0])
    both = one.before, one.after
    same = (
        all(isinstance(side, float) for side in both)
        and len(
            {value_text.text(side, one.unit, measure=one.asked.partition(" ")[0]) for side in both if side is not None}
        )
        == 1
    )
    return f"{written} ({value!r})" if same else written
