"""What a refresh changes for readers: latest values, numbers on briefings, charts, and claims that no longer hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from math import isclose
from typing import Any

from builder import blocks, numbers
from builder.blocks import claim
from builder.blocks.wording import value_text
from builder.desk.problem_report import count
from builder.model import EVIDENCE, SHARE, Answer, Ask, Instrument
from builder.numbers.snapshot import Snapshot
from builder.site_build.slot_requests import SlotRequest
from builder.slot_params.authored import ClaimParams
from builder.vocabulary import level_measure

_MOST_LINES = 12  # of a group in the text; the JSON has all


@dataclass(frozen=True, kw_only=True)
class LatestChange:
    """An instrument whose last value, or its date, changes. The dates of an instrument without a value are empty."""

    series: str
    name: str
    date_before: str
    date_after: str
    before: float | str | None
    after: float | str | None


@dataclass(frozen=True, kw_only=True)
class AnswerChange:
    """An answer shown on a briefing that changes."""

    page: str  # its source, e.g. "content/briefings/2024/2024-02-20-sora.md"
    line: int
    block: str  # "number", "claim", "chart", "card", …
    series: str
    asked: str  # e.g. "return 1y"
    as_of: str  # the cut-off; empty for a live number, which is meant to change
    unit: str
    before: float | str | None
    after: float | str | None
    points: int = 0  # of a chart: how many are new, gone or different
    was_missing: bool = False  # whether there was no answer before
    broken: bool = False  # whether it is a claim that held and no longer holds

    @property
    def frozen(self) -> bool:
        """Whether the number has a cut-off, so that only older rows can have changed it: corrected, or missing until now."""
        return bool(self.as_of)


@dataclass(frozen=True, kw_only=True)
class Impact:
    """All that a refresh changes for readers."""

    latest: tuple[LatestChange, ...] = ()
    changes: tuple[AnswerChange, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages on which something changes."""
        return tuple(sorted({change.page for change in self.changes}))


def impact(before: Snapshot | None, after: Snapshot, slots: Mapping[str, Iterable[SlotRequest]]) -> Impact:
    """What differs between two snapshots.

    `slots` holds the slots of each page by its source. If there were no data before, only latest values are compared.
    """
    changes = () if before is None else tuple(_answer_changes(before, after, slots))
    return Impact(latest=tuple(_latest_changes(before, after)), changes=changes)


def _latest_changes(before: Snapshot | None, after: Snapshot) -> Iterator[LatestChange]:
    old = {} if before is None else before.directory.instruments
    new = after.directory.instruments
    for id_ in sorted(old.keys() | new.keys()):
        old_answer = _latest(before, old[id_]) if before is not None and id_ in old else None
        new_answer = _latest(after, new[id_]) if id_ in new else None
        old_value, new_value = _value_and_date(old_answer), _value_and_date(new_answer)
        if old_value[1] != new_value[1] or not _is_same(old_value[0], new_value[0]):
            yield LatestChange(
                series=id_,
                name=(new.get(id_) or old[id_]).name,
                date_before=old_answer.end if old_answer else "",
                date_after=new_answer.end if new_answer else "",
                before=old_answer.value if old_answer else None,
                after=new_answer.value if new_answer else None,
            )


def _latest(snapshot: Snapshot, instrument: Instrument) -> Answer:
    measure = level_measure(instrument.kind, instrument.history_of)
    return snapshot.answer(Ask(series=instrument.id, measure=measure))


def _value_and_date(answer: Answer | None) -> tuple[object, str]:
    return (answer.value, answer.end) if answer else (None, "")


def _is_same(before: object, after: object) -> bool:
    """Whether two values, or lists of points, are the same but for the last bits of their numbers."""
    if isinstance(before, float) and isinstance(after, float):
        return isclose(before, after, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_is_same, before, after))
    return before == after


def _answer_changes(
    before: Snapshot, after: Snapshot, slots: Mapping[str, Iterable[SlotRequest]]
) -> Iterator[AnswerChange]:
    changed_scopes: dict[tuple[str, str], bool] = {}
    for page, requests in sorted(slots.items()):
        for request in requests:
            if request.block in (SHARE, EVIDENCE):
                continue  # what the page shows anyway
            for ask in blocks.asks(request.slot):
                scope = (ask.series, ask.as_of)
                if scope not in changed_scopes:
                    changed_scopes[scope] = _scope_digest(before, *scope) != _scope_digest(after, *scope)
                if changed_scopes[scope]:
                    yield from _answer_change(page, request, ask, _answer(before, ask), _answer(after, ask))


def _scope_digest(snapshot: Snapshot, series: str, as_of: str) -> str:
    return snapshot.scope_digest(series, as_of) if series in snapshot.directory.instruments else ""


def _answer(snapshot: Snapshot, ask: Ask) -> Answer:
    if ask.series in snapshot.directory.instruments:
        return snapshot.answer(ask)
    return Answer(value=None, unit="", note="gone from the catalogue")


def _answer_change(page: str, request: SlotRequest, ask: Ask, before: Answer, after: Answer) -> Iterator[AnswerChange]:
    if _is_same((before.value, before.end, before.points), (after.value, after.end, after.points)):
        return
    if all(answer.value is None and not answer.points for answer in (before, after)):
        return  # what is missing is missing still, if for another reason
    dates = [f"{word} {date}" for word, date in (("from", ask.start), ("to", ask.end)) if date]
    yield AnswerChange(
        page=page,
        line=request.line,
        block=request.block,
        series=ask.series,
        asked=" ".join([ask.measure, *([ask.window] if ask.window else []), *dates]),
        as_of=ask.as_of,
        unit=after.unit or before.unit,
        before=before.value,
        after=after.value,
        points=_changed_points(before, after),
        was_missing=before.value is None and not before.points,
        broken=_claim_holds(request, before) and not _claim_holds(request, after),
    )


def _changed_points(before: Answer, after: Answer) -> int:
    """How many points of a chart are new, gone or different."""
    old, new = dict(before.points), dict(after.points)
    changed = sum(not _is_same(old[day], new[day]) for day in old.keys() & new.keys())
    return len(old.keys() ^ new.keys()) + changed


def _claim_holds(request: SlotRequest, answer: Answer) -> bool:
    """Whether the slot is a claim, and true."""
    params = request.slot.params
    return isinstance(params, ClaimParams) and claim.is_true(params, answer)


def json_values(impact: Impact) -> dict[str, Any]:
    """The impact as JSON values."""
    changes = [{**asdict(change), "frozen": change.frozen} for change in impact.changes]
    return {"latest": [asdict(change) for change in impact.latest], "pages": list(impact.pages), "changes": changes}


def text(impact: Impact) -> list[str]:
    """The impact as lines for a person: after the latest values the surprises, then the changes of every day."""
    broken = [change for change in impact.changes if change.broken]
    frozen = [change for change in impact.changes if change.frozen and not change.broken]
    corrected = [change for change in frozen if not change.was_missing]
    arrived = [change for change in frozen if change.was_missing]
    live = [change for change in impact.changes if not change.frozen and not change.broken]
    lines = [
        f"latest values of {len(impact.latest)} instruments change",
        *_first_lines(map(_latest_line, impact.latest)),
    ]
    for title, consequence, group, group_lines in (
        ("claims that no longer hold", "; the build will fail", broken, map(_change_line, broken)),
        ("frozen numbers that change", "; history was corrected", corrected, map(_change_line, corrected)),
        ("frozen numbers that were missing", "; the data have them now", arrived, map(_change_line, arrived)),
        ("live numbers that change", "", live, _live_lines(live)),
    ):
        if group:
            pages = count(len({change.page for change in group}), "page")
            lines.append(f"{title}: {len(group)}, on {pages}{consequence}")
            lines += _first_lines(group_lines)
    if not impact.changes:
        lines.append("no number on any briefing changes")
    return lines


def _first_lines(lines: Iterable[str]) -> list[str]:
    all_lines = list(lines)
    rest = len(all_lines) - _MOST_LINES
    return [f"  {line}" for line in all_lines[:_MOST_LINES]] + ([f"  … and {rest} more"] if rest > 0 else [])


def _latest_line(change: LatestChange) -> str:
    before = f"{change.before} ({change.date_before})" if change.date_before else "--"
    after = f"{change.after} ({change.date_after})" if change.date_after else "--"
    return f"{change.series} {change.name}: {before} → {after}"


def _change_line(change: AnswerChange) -> str:
    place = f"{change.page}:{change.line}" if change.line else change.page
    what = f"{change.block} {change.series} {change.asked}"
    if change.points:
        return f"{place}: {what}: {change.points} points"
    return f"{place}: {what}: {' → '.join(_value_texts(change))}"


def _live_lines(group: list[AnswerChange]) -> list[str]:
    """How many live numbers change, by page and instrument: they change with every refresh, so details say little."""
    counts = Counter((change.page, change.series) for change in group)
    return [f"{page}: {series}: {number}" for (page, series), number in counts.items()]


def _value_texts(change: AnswerChange) -> list[str]:
    """Both values as readers see them; with all digits where they look the same."""
    measure = numbers.measures_by_name()[change.asked.partition(" ")[0]]
    values = change.before, change.after
    texts = ["--" if value is None else value_text.text(value, change.unit, signed=measure.signed) for value in values]
    if texts[0] == texts[1] and all(isinstance(value, float) for value in values):
        return [f"{text} ({value!r})" for text, value in zip(texts, values, strict=True)]
    return texts
