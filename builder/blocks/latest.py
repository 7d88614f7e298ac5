"""What is asked of an instrument wherever its latest state is shown, and the answers put together for a template."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from builder.blocks import cashtag_slot
from builder.blocks.block import Answers
from builder.blocks.wording import age_note, chinese_terms, data_element
from builder.model import Answer, Ask
from builder.vocabulary import CARD_WINDOWS, KINDS

BRIEF = ("name", "kind", "risk")
PROFILE = ("effective-date", "company", "index", "benchmark")  # shown where there is no number yet


def kind_of(series: str) -> str:
    """Its kind of instrument, e.g. "fund"."""
    return series.partition(":")[0]


def code_of(series: str) -> str:
    """The code in a series' id, e.g. "012733"."""
    return series.partition(":")[2]


def href(series: str) -> str:
    """A fund's page from the site's root, e.g. "funds/012733/"."""
    return f"funds/{quote(code_of(series), safe='')}/"


def level(series: str) -> Ask:
    """What an instrument stands at: a fund's unit NAV, else the close."""
    return Ask(series=series, measure=KINDS[kind_of(series)].level)


def change(series: str) -> Ask:
    """The change of its last day."""
    return Ask(series=series, measure="change")


def window(series: str, name: str) -> Ask:
    """Its return over a window, live."""
    return Ask(series=series, measure="return", window=name)


def fact(series: str, name: str) -> Ask:
    """A fact of the catalogue, asked like a number."""
    return Ask(series=series, measure=name)


def history(series: str) -> Ask:
    """The year that its small line shows."""
    return Ask(series=series, measure="history", window="1y")


def brief(series: str) -> tuple[Ask, ...]:
    """Its name and, for a fund, kind and risk level."""
    return tuple(fact(series, name) for name in (BRIEF if kind_of(series) == "fund" else BRIEF[:1]))


def facts(series: str) -> tuple[Ask, ...]:
    """What a card says of it besides its numbers."""
    return (*brief(series), *(fact(series, name) for name in PROFILE if kind_of(series) == "fund"))


def live(series: str) -> tuple[Ask, ...]:
    """Level, change of the day, the six windows of a card, and how its source stands."""
    windows = (window(series, name) for name in CARD_WINDOWS)
    return (level(series), change(series), *windows, *age_note.asks(series))


def words(series: str, name: str, answers: Answers) -> str:
    """A fact as text; "" where the catalogue has none."""
    answer = answers.get(fact(series, name))
    return str(answer.value) if answer and answer.value is not None else ""


class LatestState:
    """An instrument's latest state, ready for a template: texts and `<data>` elements."""

    def __init__(self, series: str, answers: Answers) -> None:
        self.series, self._answers = series, answers
        self.code, self.is_fund = code_of(series), kind_of(series) == "fund"
        self.name = words(series, "name", answers) or self.code
        self.letter = cashtag_slot.class_of(self.name) if self.is_fund else ""
        self.stem = cashtag_slot.stem_of(self.name) if self.is_fund else self.name
        self.kind = words(series, "kind", answers) or ("" if self.is_fund else KINDS[kind_of(series)].label)
        self.risk, self.risk_word = chinese_terms.risk(words(series, "risk", answers))
        self.href = href(series)
        known = ((chinese_terms.FACTS[name], words(series, name, answers)) for name in PROFILE)
        self.profile = [(label, text) for label, text in known if text]
        self.date = answers[level(series)].end
        self.synthetic = self._answer(level(series)).synthetic

    def _answer(self, ask: Ask) -> Answer:
        return self._answers[ask]

    @property
    def fresh(self) -> Markup:
        """Attributes for the `<time>` of its date."""
        return age_note.fresh(self.series, self._answers)

    @property
    def failing(self) -> Markup:
        """That its source could not be brought, where that is so."""
        return age_note.failing(self.series, self._answers)

    @property
    def level(self) -> Markup:
        return data_element.element(level(self.series), self._answer(level(self.series)))

    @property
    def change(self) -> Markup:
        return data_element.element(change(self.series), self._answer(change(self.series)), coloured=True)

    def window(self, name: str) -> Markup:
        """Its return over a window, e.g. window("1y")."""
        ask = window(self.series, name)
        return data_element.element(ask, self._answer(ask), coloured=True)
