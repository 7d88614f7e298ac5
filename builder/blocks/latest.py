"""An instrument's latest state: what cards, links and lists ask of it, and the answers as a template shows them."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from builder.blocks.block import Answers
from builder.blocks.share_classes import class_of, currency_of, stem_of
from builder.blocks.wording import age_note, chinese_terms, data_element
from builder.language import translate
from builder.model import Ask
from builder.vocabulary import CARD_WINDOWS, KINDS

BRIEF = ("name", "kind", "risk")
PROFILE = ("effective-date", "company", "index", "benchmark")  # shown where a fund has no number yet


def kind_of(series: str) -> str:
    """The kind of an instrument by its id, e.g. "fund"."""
    return series.partition(":")[0]


def code_of(series: str) -> str:
    """The code in an instrument's id, e.g. "012733"."""
    return series.partition(":")[2]


def href(series: str) -> str:
    """A fund's page from the site's root, e.g. "funds/012733/"."""
    return f"funds/{quote(code_of(series), safe='')}/"


def level(series: str) -> Ask:
    """The latest value: a fund's unit NAV, otherwise the close."""
    return Ask(series=series, measure=KINDS[kind_of(series)].level)


def change(series: str) -> Ask:
    """The change of the last day."""
    return Ask(series=series, measure="change")


def figures(series: str) -> tuple[Ask, ...]:
    """The latest value and the change of the day; of a fund also the two that a money-market fund has in their place."""
    money = ("income", "yield7") if kind_of(series) == "fund" else ()
    return (level(series), change(series), *(Ask(series=series, measure=name) for name in money))


def is_money_fund(series: str, answers: Answers) -> bool:
    """Whether the answers to `figures` are those of a money-market fund; one without any value has not shown that it is."""
    level_value, _, *money = (answers[ask].value for ask in figures(series))
    return level_value is None and any(value is not None for value in money)


def window(series: str, name: str) -> Ask:
    """The return over a window, live."""
    return Ask(series=series, measure="return", window=name)


def fact(series: str, name: str) -> Ask:
    """A fact of the catalogue, which is asked like a number."""
    return Ask(series=series, measure=name)


def history(series: str) -> Ask:
    """The year that a card's small line shows."""
    return Ask(series=series, measure="history", window="1y")


def brief(series: str) -> tuple[Ask, ...]:
    """The name and, for a fund, kind and risk level."""
    return tuple(fact(series, name) for name in (BRIEF if kind_of(series) == "fund" else BRIEF[:1]))


def facts(series: str) -> tuple[Ask, ...]:
    """What a card shows besides numbers."""
    return (*brief(series), *(fact(series, name) for name in PROFILE if kind_of(series) == "fund"))


def live(series: str) -> tuple[Ask, ...]:
    """The numbers of a card: level, change of the day and six windows; and the status of the source."""
    windows = (window(series, name) for name in CARD_WINDOWS)
    return (*figures(series), *windows, *age_note.asks(series))


def fact_text(series: str, name: str, answers: Answers) -> str:
    """A fact as text, e.g. fact_text("fund:012733", "name", …); "" where the catalogue has none."""
    answer = answers.get(fact(series, name))
    return str(answer.value) if answer and answer.value is not None else ""


class LatestState:
    """An instrument's latest state as a template shows it: texts and `<data>` elements."""

    def __init__(self, series: str, answers: Answers) -> None:
        self.series, self._answers = series, answers
        self.code, self.is_fund = code_of(series), kind_of(series) == "fund"
        self.name = fact_text(series, "name", answers) or self.code
        self.letter = class_of(self.name) if self.is_fund else ""
        self.stem = stem_of(self.name) if self.is_fund else self.name
        self.kind = fact_text(series, "kind", answers) or (
            "" if self.is_fund else translate(KINDS[kind_of(series)].label)
        )
        self.risk, self.risk_word = chinese_terms.risk(fact_text(series, "risk", answers))
        self.href = href(series)
        profile = ((translate(chinese_terms.FACTS[name]), fact_text(series, name, answers)) for name in PROFILE)
        self.profile = [(label, text) for label, text in profile if text]
        self._figures = figures(series)
        self.is_money_fund = is_money_fund(series, answers)
        latest_level = answers[self._figures[2 if self.is_money_fund else 0]]
        self.date, self.synthetic = latest_level.end, latest_level.synthetic
        self.ended = translate(latest_level.note) if latest_level.ended else ""  # e.g. "净值止于 2022-06-30"

    @property
    def class_label(self) -> str:
        """What tells it from the other classes of its fund, e.g. "C 类", "A 类（美元）", or its name."""
        currency = currency_of(self.name)
        if not self.letter:
            return self.name
        letter = translate("{letter} 类", letter=self.letter)
        return f"{letter}{translate('（{text}）', text=translate(currency))}" if currency else letter

    @property
    def fresh(self) -> Markup:
        """Attributes for the `<time>` of its date, by which the reader's browser tells stale data; none where it has ended."""
        return age_note.fresh(self.series, self._answers)

    @property
    def failing(self) -> Markup:
        """That its source fails, where it does."""
        return age_note.failing(self.series, self._answers)

    @property
    def level_label(self) -> str:
        """What the latest value is, e.g. "单位净值"."""
        return translate("万份收益" if self.is_money_fund else "单位净值" if self.is_fund else "收盘")

    @property
    def level(self) -> Markup:
        """The latest value; a money-market fund's income of 10,000 units."""
        return self._element(self._figures[2 if self.is_money_fund else 0])

    @property
    def change_label(self) -> str:
        """What stands beside the latest value."""
        return translate("七日年化" if self.is_money_fund else "日涨跌")

    @property
    def change(self) -> Markup:
        """The change of the last day; a money-market fund's seven-day annualised yield."""
        return self._element(self._figures[3 if self.is_money_fund else 1], coloured=not self.is_money_fund)

    def window(self, name: str) -> Markup:
        """The return over a window, e.g. window("1y")."""
        return self._element(window(self.series, name), coloured=True)

    def _element(self, ask: Ask, *, coloured: bool = False) -> Markup:
        return data_element.element(ask, self._answers[ask], coloured=coloured)
