"""The parameters of blocks that generated pages and the build place: fund pages, lists, JSON files, the restatement note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from builder.model import RELATED, Ask, SlotParams
from builder.slot_params.json_fields import JsonFields


@dataclass(frozen=True, kw_only=True)
class CalendarsParams(JsonFields):
    """The trading calendars, for the script that tells stale data."""

    block: ClassVar[str] = "calendars"
    zone: str  # e.g. "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class DataAgeParams(JsonFields):
    """The line that says how old data are."""

    block: ClassVar[str] = "through"
    of: str  # an instrument's id, or "set:nav", "set:index", "set:stock"
    label: str = ""  # what its values are called, where not as those of its set, e.g. "收益"


@dataclass(frozen=True, kw_only=True)
class Mention(JsonFields):
    """A briefing that mentions a fund."""

    url: str  # e.g. "briefings/sora/"
    title: str
    date: str  # ISO date


@dataclass(frozen=True, kw_only=True)
class ListedMention(Mention):
    """A briefing that mentions a fund, with the column it belongs to, and the day of its last numbers."""

    since: str  # ISO date, e.g. "2024-02-19"; "" for none
    column: str = field(metadata={"key": "series"})


@dataclass(frozen=True, kw_only=True)
class FundChartParams(JsonFields):
    """The two drawings of a fund's year."""

    block: ClassVar[str] = "fund-chart"
    series: str
    benchmark: str = ""  # an index's id, or CONTRACT
    benchmark_file: str = ""  # from the site's root: the history of the contract's benchmark
    mentions: tuple[Mention, ...]  # dots below the line


@dataclass(frozen=True, kw_only=True)
class MoneyChartParams(JsonFields):
    """The drawing of a money-market fund's year: its seven-day annualised yield, and a table of its income."""

    block: ClassVar[str] = "money-chart"
    series: str


@dataclass(frozen=True, kw_only=True)
class FundQuoteParams(JsonFields):
    """The latest value of a fund, below its name."""

    block: ClassVar[str] = "fund-quote"
    series: str


@dataclass(frozen=True, kw_only=True)
class FundFactsParams(JsonFields):
    """What the catalogue knows of a fund."""

    block: ClassVar[str] = "fund-facts"
    series: str
    index: str = ""  # the id of the index that it follows, shown by its name


@dataclass(frozen=True, kw_only=True)
class FundJsonParams(JsonFields):
    """The content of `api/funds/<code>.json`."""

    block: ClassVar[str] = "fund-json"
    series: str


@dataclass(frozen=True, kw_only=True)
class RowColumn(JsonFields):
    """A column of a list of funds."""

    measure: str
    window: str = ""


@dataclass(frozen=True, kw_only=True)
class FundRowsParams(JsonFields):
    """A list of funds: name, kind, risk, NAV and change, then these columns."""

    block: ClassVar[str] = "fund-rows"
    series: tuple[str, ...]
    columns: tuple[RowColumn, ...] = (
        RowColumn(measure="return", window="1y"),
        RowColumn(measure="return", window="ytd"),
    )


@dataclass(frozen=True, kw_only=True)
class HistoryParams(JsonFields):
    """The content of `history.json` of a fund or an index."""

    block: ClassVar[str] = "history"
    series: str
    of_benchmark: bool = False  # of the fund's contract, instead of the fund itself


@dataclass(frozen=True, kw_only=True)
class HtmlParams(JsonFields):
    """HTML that differs between pages of one shell."""

    block: ClassVar[str] = "html"
    html: str


@dataclass(frozen=True, kw_only=True)
class IconsParams(JsonFields):
    """The site's icon, to be drawn as PNG files."""

    block: ClassVar[str] = "icons"
    svg: str
    width: int  # of the SVG, in its own units
    sizes: tuple[int, ...]  # in pixels, e.g. (192, 512)


@dataclass(frozen=True, kw_only=True)
class MentionsParams(JsonFields):
    """The list of the briefings that mention a fund."""

    block: ClassVar[str] = "mentions"
    series: str
    briefings: tuple[ListedMention, ...]


@dataclass(frozen=True, kw_only=True)
class PerformanceParams(JsonFields):
    """A fund's returns and risk."""

    block: ClassVar[str] = "performance"
    series: str
    benchmark: str = ""  # the id of an index that has a history, or CONTRACT
    years: tuple[str, ...] | None = None  # calendar years, e.g. ("2022", "2023"); None where its launch is not known
    money: bool = False  # whether it is a money-market fund, which has no risk to show


@dataclass(frozen=True, kw_only=True)
class QuotesParams(JsonFields):
    """The latest values of some indexes and funds."""

    block: ClassVar[str] = "quotes"
    series: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnsSinceParams(JsonFields):
    """What became of some indexes and funds since a briefing came out."""

    block: ClassVar[str] = "returns-since"
    series: tuple[str, ...]
    since: str  # ISO date: the cut-off of the briefing


@dataclass(frozen=True, kw_only=True)
class RelatedLink(Mention):
    """A briefing that another leads to."""

    reasons: tuple[str, ...] = ()  # what both share, e.g. ("同一主题“人工智能”", "提到相同基金")


@dataclass(frozen=True, kw_only=True)
class RelatedParams(JsonFields):
    """Where to read on from a briefing."""

    block: ClassVar[str] = RELATED
    earlier: tuple[RelatedLink, ...] = ()  # the one before, if there is one
    later: tuple[RelatedLink, ...] = ()
    links: tuple[RelatedLink, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RestatedRow(JsonFields):
    """A published number that the data contradict now."""

    ask: Ask
    name: str  # the instrument's
    label: str  # the measure's
    unit: str
    old: float | str
    new: float | str | None
    late: bool  # a row that was missing at publication
    on: str  # for a line: the day that moved most
    start: str  # the dates of the new value
    end: str
    synthetic: bool
    signed: bool  # whether a ratio above 0 has a plus


@dataclass(frozen=True, kw_only=True)
class RestatedParams(JsonFields):
    """The note at a briefing's head that says which of its numbers were restated."""

    block: ClassVar[str] = "restated"
    slug: str
    corrected: bool  # the author has announced a correction
    rows: tuple[RestatedRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ArticleParams(JsonFields):
    """All marks of a briefing, for its full text in a feed or in Markdown."""

    block: ClassVar[str] = "article"
    slug: str
    form: str  # "atom", "json" or "markdown"
    url: str  # the briefing's whole address
    root: str  # the site's, e.g. "https://example.org/repo/"
    marks: Mapping[str, tuple[str, ...]]  # by hole: the block of the mark, and its parameters as JSON
    origins: Mapping[str, str]  # where the history of each series comes from
    rows: tuple[RestatedRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RestatedEntryParams(JsonFields):
    """A briefing's entry in the feed of corrections, which is there where the data contradict one of its numbers."""

    block: ClassVar[str] = "restated-entry"
    slug: str
    title: str
    date: str  # RFC 3339
    url: str  # the briefing's whole address
    authors: tuple[str, ...]
    marks: Mapping[str, tuple[str, ...]]  # as in ArticleParams
    rows: tuple[RestatedRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TextParams(JsonFields):
    """A text."""

    block: ClassVar[str] = "text"
    text: str


PARAMS: tuple[type[SlotParams], ...] = (
    ArticleParams,
    CalendarsParams,
    DataAgeParams,
    FundChartParams,
    FundFactsParams,
    FundJsonParams,
    FundQuoteParams,
    FundRowsParams,
    HistoryParams,
    HtmlParams,
    IconsParams,
    MentionsParams,
    MoneyChartParams,
    PerformanceParams,
    QuotesParams,
    RelatedParams,
    RestatedEntryParams,
    RestatedParams,
    ReturnsSinceParams,
    TextParams,
)
