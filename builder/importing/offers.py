"""Offers a binding for each figure that the words state and the data know: its mark, its value, and whether the words hold.

Nothing is put into the text: an author takes an offer or leaves it. Used by `desk.import_article`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from builder.blocks.claim import holds
from builder.blocks.wording import value_text
from builder.importing.statements import Statement, statements
from builder.model import Answer, Ask, Directory
from builder.problem import Failed
from builder.words.source_text import SourceText

# Days that articles call by an event; `--event` adds others.
KNOWN_EVENTS: Mapping[str, str] = {
    "ChatGPT发布": "2022-11-30",
    "GPT-4发布": "2023-03-14",
    "Sora发布": "2024-02-15",
    "DeepSeek-R1发布": "2025-01-20",
}
HOLDS, FALSE, UNKNOWN = "holds", "does not hold", "no answer"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A mark that an author may write in place of words."""

    line: int
    column: int
    words: str  # as they stand, e.g. "上涨超300%"
    mark: str  # e.g. "[上涨超300%]{NVDA return from 2022-11-30 > 300%}"; "" where a day is not known
    subject: str  # e.g. "英伟达"
    verdict: str  # HOLDS, FALSE or UNKNOWN
    value: str = ""  # what the data say, e.g. "+338.79%"
    note: str = ""  # between which days, or why there is no value


def offers(
    text: str,
    first: int,
    *,
    directory: Directory,
    as_of: str,
    events: Mapping[str, str],
    answer: Callable[[Ask], Answer],
) -> list[Offer]:
    """An offer for each figure in the text from the offset `first` on. `as_of` is the cut-off of the briefing, an ISO date."""
    source = SourceText(path="", text=text)
    stated = statements(text, first, directory, {**KNOWN_EVENTS, **events})
    offered = [_offer(source, statement, directory, as_of, answer) for statement in stated]
    return sorted(offered, key=lambda offer: (offer.line, offer.column))


def _offer(
    source: SourceText, statement: Statement, directory: Directory, as_of: str, answer: Callable[[Ask], Answer]
) -> Offer:
    line, column = source.line_and_column(statement.start)
    words = source.text[statement.start : statement.end]
    subject = statement.instrument.name
    if statement.missing:
        note = f"the day of {statement.missing} is not known: say it with --event {statement.missing}=2024-02-15"
        return Offer(line=line, column=column, words=words, mark="", subject=subject, verdict=UNKNOWN, note=note)
    ask = Ask(
        series=statement.instrument.id,
        measure=statement.measure,
        window=statement.window,
        start=statement.since,
        as_of=statement.as_of or as_of,
    )
    mark = _mark(statement, words, directory)
    try:
        answered = answer(ask)
    except (Failed, KeyError):
        answered = Answer(None, "number", note="the data cannot be read")
    if answered.value is None or answered.ended or (statement.as_of and answered.end != statement.as_of):
        note = answered.note or f"the last value is of {answered.end}"
        return Offer(line=line, column=column, words=words, mark=mark, subject=subject, verdict=UNKNOWN, note=note)
    number = statement.value.rstrip("%")
    value = float(number) / 100 if statement.value.endswith("%") else float(number)
    is_true = holds(answered.value, statement.operator, value, statement.value, answered.unit)
    dates = f"{answered.start} to {answered.end}" if answered.start else answered.end
    return Offer(
        line=line,
        column=column,
        words=words,
        mark=mark,
        subject=subject,
        verdict=HOLDS if is_true else FALSE,
        value=value_text.text(answered.value, answered.unit, signed=answered.signed),
        note=dates,
    )


def _mark(statement: Statement, words: str, directory: Directory) -> str:
    """The mark as an author would write it."""
    instrument = statement.instrument
    is_alone = len(directory.by_code.get(instrument.code.lower(), ())) == 1
    terms = [instrument.code if is_alone else instrument.id, statement.measure, statement.window]
    terms += ["from", statement.since] if statement.since else []
    terms += ["as of", statement.as_of] if statement.as_of else []
    expression = " ".join(term for term in terms if term)
    if statement.is_claim:
        return f"[{words}]{{{expression} {statement.operator} {statement.value}}}"
    return f"{{{{ {expression} }}}}"
