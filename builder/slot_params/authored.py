"""The parameters of blocks that authors place: made where a mark is resolved, read where the block asks and renders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from builder.model import EVIDENCE, SINCES, Ask, SlotParams
from builder.slot_params.json_fields import JsonFields


@dataclass(frozen=True, kw_only=True)
class AddressParams(JsonFields):
    """The address of another page, in a link's `href`."""

    block: ClassVar[str] = "address"
    url: str  # e.g. "about/"
    fragment: str  # e.g. "risk"; "" for the page itself


@dataclass(frozen=True, kw_only=True)
class CardParams(JsonFields):
    """A card of an instrument, or of the share classes of one fund."""

    block: ClassVar[str] = "card"
    series: tuple[str, ...]
    dated: bool = False  # whether it has a line since publication, in a hole of its own


@dataclass(frozen=True, kw_only=True)
class CardGridParams(JsonFields):
    """A grid of cards."""

    block: ClassVar[str] = "cards"
    groups: tuple[tuple[str, ...], ...]  # the series of each card
    since: str  # ISO date: the day that the line since publication counts from; "" for cards without the line
    caption: str


@dataclass(frozen=True, kw_only=True)
class ClaimParams(JsonFields):
    """An author's words and what they claim."""

    block: ClassVar[str] = "claim"
    words: str  # e.g. "上涨超 300%"
    html: str  # the words as they are shown, e.g. "上涨<strong>超 300%</strong>"
    left: Ask  # the question whose answer is compared
    op: str  # ">", ">=", "<", "<=", "=" or "~"
    value: float | str  # what it is compared with; a date or a text as text
    written: str  # the value as the author wrote it, e.g. "300%"
    spoken: str  # the question as the author wrote it, e.g. "NVDA return 1y"
    name: str  # the instrument's
    label: str  # the measure's, e.g. "收益率"


@dataclass(frozen=True, kw_only=True)
class EvidenceEntry(JsonFields):
    """How a number or a claim of a page is known."""

    ask: Ask
    name: str  # the instrument's
    label: str  # the measure's, e.g. "收益率"
    formula: str  # the measure's
    origin: str  # where the history comes from, e.g. "中证指数"; "" where nobody said
    words: str = ""  # the claim's; "" of a number
    op: str = ""
    written: str = ""  # the value as the author of a claim wrote it, e.g. "300%"
    format: str = ""  # of a number, e.g. "percent1"


@dataclass(frozen=True, kw_only=True)
class EvidenceParams(JsonFields):
    """How all numbers and claims of a page are known."""

    block: ClassVar[str] = EVIDENCE
    entries: tuple[EvidenceEntry, ...]


@dataclass(frozen=True, kw_only=True)
class FundsColumn(JsonFields):
    """A column of a table of funds: what it asks of each, and how it is called."""

    measure: str
    window: str = ""
    start: str = ""
    end: str = ""
    as_of: str = ""
    format: str = ""
    name: str  # e.g. "收益率"
    formula: str

    def ask(self, series: str) -> Ask:
        """The question for a fund's cell."""
        return Ask(
            series=series,
            measure=self.measure,
            window=self.window,
            start=self.start,
            end=self.end,
            as_of=self.as_of,
        )


@dataclass(frozen=True, kw_only=True)
class FundsParams(JsonFields):
    """A table that compares funds."""

    block: ClassVar[str] = "funds"
    series: tuple[str, ...]
    columns: tuple[FundsColumn, ...]
    as_of: str  # the cut-off; "" for live
    sort: int | str  # a column's index, "name", "code", or "" for the order of `series`
    descending: bool
    limit: int  # rows; 0 for all
    caption: str
    outer: str  # the caption of the figure around the table


@dataclass(frozen=True, kw_only=True)
class LinkParams(JsonFields):
    """A cashtag in a sentence: a link to the instrument."""

    block: ClassVar[str] = "link"
    series: str
    words: str  # e.g. "示例AI联接A"


@dataclass(frozen=True, kw_only=True)
class NothingParams(JsonFields):
    """A cashtag that a card before it already shows: nothing."""

    block: ClassVar[str] = "nothing"


@dataclass(frozen=True, kw_only=True)
class NumberParams(JsonFields):
    """A number in a sentence."""

    block: ClassVar[str] = "number"
    series: str
    measure: str
    window: str = ""
    start: str = ""
    end: str = ""
    as_of: str = ""
    format: str = ""  # e.g. "percent1"

    @property
    def ask(self) -> Ask:
        """The question for the number."""
        return Ask(
            series=self.series,
            measure=self.measure,
            window=self.window,
            start=self.start,
            end=self.end,
            as_of=self.as_of,
        )


@dataclass(frozen=True, kw_only=True)
class SinceLine(JsonFields):
    """A card's line: the return since publication."""

    series: tuple[str, ...]
    since: str  # ISO date of publication


@dataclass(frozen=True, kw_only=True)
class SincesParams(JsonFields):
    """The lines since publication of all cards of a page."""

    block: ClassVar[str] = SINCES
    lines: Mapping[str, SinceLine]  # by the hole that each fills, e.g. "3/since"


PARAMS: tuple[type[SlotParams], ...] = (
    AddressParams,
    CardParams,
    CardGridParams,
    ClaimParams,
    EvidenceParams,
    FundsParams,
    LinkParams,
    NothingParams,
    NumberParams,
    SincesParams,
)
