"""A subject in, one fact of its catalogue line out, as text, or as a number or a date where it is one."""

from __future__ import annotations

from collections.abc import Callable

from builder.model import Answer, Ask
from builder.numbers.files.csv_cells import parse_number
from builder.numbers.measures.subject import Subject

ABSENT = "未提供"


def fact(column: str, unit: str = "text") -> Callable[[Subject, Ask], Answer]:
    """What answers with a column of the catalogue, e.g. fact("risk_level")."""

    def compute(subject: Subject, ask: Ask) -> Answer:
        written = subject.instrument.facts.get(column)
        return subject.answer(written, unit) if written else subject.answer(None, unit, note=ABSENT)

    return compute


def name(subject: Subject, ask: Ask) -> Answer:
    """The full name."""
    return subject.answer(subject.instrument.name, "text")


def short_name(subject: Subject, ask: Ask) -> Answer:
    """The short name; the full one where the catalogue has no other."""
    return subject.answer(subject.instrument.facts.get("short_name") or subject.instrument.name, "text")


def code(subject: Subject, ask: Ask) -> Answer:
    """The code, with all its zeros."""
    return subject.answer(subject.instrument.code, "text")


def size(subject: Subject, ask: Ask) -> Answer:
    """The net assets in yuan where the catalogue has a plain number, otherwise as it says; end is their date."""
    written, on = (subject.instrument.facts.get(column, "") for column in ("size", "size_date"))
    if not written:
        return subject.answer(None, "money", note=ABSENT)
    amount = parse_number(written)
    if amount is None:
        return subject.answer(written, "text", end=on)
    return subject.answer(amount, "money", end=on)
