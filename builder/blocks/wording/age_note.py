"""What readers learn of the age of data: how old an instrument's or a set's may grow, and whether its source fails.

Used by cards and by the line "数据截至". A series here is an instrument's id, or "set:nav", "set:index", "set:stock".
"""

from __future__ import annotations

from markupsafe import Markup

from builder.blocks.block import Answers
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Answer, Ask
from builder.vocabulary import KINDS, SETS

_MEASURES = ("freshness", "failing-since", "facts-failing-since")
_FRESH = Markup(' data-fresh="{}" data-limit="{:d}"')
_FAILING = Markup('<span class="failing">{}</span>')
_TIME = Markup('<time datetime="{}">{}</time>')


def set_of(series: str) -> str:
    """The set of a series, e.g. "nav" for "fund:012733" and for "set:nav"."""
    kind, _, code = series.partition(":")
    return code if kind == "set" else KINDS[kind].histories.name


def word(series: str) -> str:
    """What readers call the set, e.g. "净值"."""
    return translate(SETS[set_of(series)].label)


def asks(series: str) -> tuple[Ask, ...]:
    """How many trading days the data may be behind, and since when the source of the history and that of the facts fail."""
    names = ("freshness", "failing-since") if series.startswith("set:") else _MEASURES
    return tuple(Ask(series=series, measure=name) for name in names)


def fresh(series: str, answers: Answers) -> Markup:
    """Attributes for the `<time>` of the last value, by which a reader's browser tells whether the data are stale; none
    for a history that has ended."""
    limit = answers[asks(series)[0]].value
    return _FRESH.format(set_of(series), int(limit)) if isinstance(limit, float) else Markup()


def failing(series: str, answers: Answers) -> Markup:
    """ "净值来源（天天基金）自 2024年2月20日 起未能更新", and the same of its facts; nothing where no source fails."""
    subjects = (word(series), translate("资料"))
    notes = (_failing(subject, answers[ask]) for subject, ask in zip(subjects, asks(series)[1:], strict=False))
    return Markup(" ").join(note for note in notes if note)


def _failing(subject: str, answer: Answer) -> Markup:
    if answer.value is None:
        return Markup()
    origin = translate("（{text}）", text=answer.note) if answer.note else ""
    words = Markup(translate("{what}来源{origin}自 {day} 起未能更新"))
    day = _TIME.format(answer.value, long_date(str(answer.value)))
    return _FAILING.format(words.format(what=subject, origin=origin, day=day))
