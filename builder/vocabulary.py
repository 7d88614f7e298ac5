"""The one list of the kinds of instrument, sets of data, markets, windows and units; every room takes them from here."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

# The lowest and the highest number of columns that mean the same in every set.
_BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"split": (1e-4, 1e4), "adjusted": (1e-9, 1e12), "income": (-1e3, 1e3), "yield7": (-1e2, 1e3)}
)
# Behind a former name: the day on which another one came.


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A set of histories: the kind of its instruments, and its columns besides date (and code, in a long table)."""

    name: str  # the folder "nav/" or the long table "nav.csv", "nav.parquet"
    kind: str  # of its instruments, e.g. "fund"
    catalogue: str  # the file that lists its instruments, e.g. "funds.csv"
    label: str  # what readers call it, e.g. "净值"
    value: str  # the column that must be there,
    instead: str = ""  # unless this one is, e.g. "income" of a money-market fund
    limits: tuple[float, float]  # the lowest and highest that a value may be: beyond, it is another column or unit
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ("open", "high", "low", "volume", "amount", "turnover", "change")

    @property
    def values(self) -> tuple[str, ...]:
        """The columns of which every history has one: each is blank in all of its rows, or in none."""
        return (self.value, self.instead) if self.instead else (self.value,)

    @property
    def known(self) -> tuple[str, ...]:
        """All columns that hold values."""
        return tuple(dict.fromkeys((*self.values, *self.optional)))

    def columns(self, header: Container[str]) -> tuple[str, ...]:
        """The columns of a header that hold values: all but the date, the code and the ignored ones."""
        return tuple(column for column in self.known if column in header)

    def bounds(self, column: str) -> tuple[float, float]:
        """The lowest and the highest number that a column may have."""
        low, high = self.limits
        return {"dividend": (0.0, high), **_BOUNDS}.get(column, (low, high))

    def filled(self, column: str, header: Container[str]) -> bool:
        """Whether no cell of a column may be blank."""
        return column == "adjusted" or (column in self.values and not all(value in header for value in self.values))


@dataclass(frozen=True, kw_only=True)
class InstrumentKind:
    """A kind of instrument: its words, its files, and how its values are read and checked."""

    name: str  # before the colon of an id, e.g. "fund" in "fund:012733"
    plural: str  # its catalogue as a set, and its folder in the API, e.g. "funds"
    label: str  # e.g. "基金"
    value_label: str  # what its history is of, for notes, e.g. "净值"
    level: str  # the measure of its last value, e.g. "nav"
    unit: str  # of its values
    pays: bool  # whether it pays dividends or splits, so that its adjusted values differ from the raw ones
    six_digits: bool  # whether a code of digits alone has six of them
    largest_move: float  # beyond this daily change the audit quarantines a row; 0.3 is 30 %
    histories: DataSet


@dataclass(frozen=True, kw_only=True)
class Market:
    """A market or exchange, as authors write it before or behind a code: `SH600519`, `00700.HK`."""

    name: str
    kinds: tuple[str, ...]  # what it lists
    # How it numbers what it lists, e.g. (("index", ("000",)), ("fund", ("5",))); any other code is of the first kind.
    code_prefixes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before_code: bool = False  # `SH600519`
    behind_code: bool = True  # `600519.SH`


@dataclass(frozen=True, kw_only=True)
class Window:
    """A length of time that ends at the cut-off."""

    name: str
    label: str  # e.g. "近1年"
    length: str = ""  # for notes, e.g. "1 年"; empty where it has no fixed length
    days: int = 0  # it counts back days,
    months: int = 0  # or calendar months
    reach: int = 15  # days that the value at an end of it may be older than that end: two weekly values, or a holiday
    on_card: bool = False  # whether cards and comparisons show its return

    @property
    def is_fixed(self) -> bool:
        """Whether it is as long on every day."""
        return bool(self.length)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """What a value is counted in."""

    name: str
    label: str = ""  # on the page of methods, e.g. "元/份"
    places: int = 2  # decimals; of a ratio, those of its percentage
    formats: tuple[str, ...] = ()  # what authors may write behind `as`
    is_figure: bool = True  # whether it can be drawn
    is_level: bool = False  # whether it is a value of a history


KINDS: Mapping[str, InstrumentKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            InstrumentKind(
                name="fund",
                plural="funds",
                label="基金",
                value_label="净值",
                level="nav",
                unit="nav",
                pays=True,
                six_digits=True,
                largest_move=0.30,
                histories=DataSet(
                    name="nav",
                    kind="fund",
                    catalogue="funds.csv",
                    label="净值",
                    value="nav",
                    instead="income",
                    limits=(1e-4, 1e6),
                    optional=("accumulated", "dividend", "split", "yield7", "announced"),
                    ignored=("change",),
                ),
            ),
            InstrumentKind(
                name="index",
                plural="indexes",
                label="指数",
                value_label="点位",
                level="close",
                unit="points",
                pays=False,
                six_digits=True,
                largest_move=0.25,
                histories=DataSet(
                    name="index",
                    kind="index",
                    catalogue="indexes.csv",
                    label="指数行情",
                    value="close",
                    limits=(1e-4, 1e9),
                    optional=("announced",),
                    ignored=(*DataSet.ignored, "adjusted"),
                ),
            ),
            InstrumentKind(
                name="stock",
                plural="stocks",
                label="股票",
                value_label="价格",
                level="close",
                unit="price",
                pays=True,
                six_digits=False,
                largest_move=0.60,
                histories=DataSet(
                    name="stock",
                    kind="stock",
                    catalogue="stocks.csv",
                    label="股票行情",
                    value="close",
                    instead="adjusted",
                    limits=(1e-4, 1e8),
                    optional=("adjusted", "dividend", "split", "announced"),
                ),
            ),
        )
    }
)

# What measures may read of a history, and what a history is of: usually of quoted values (NAV or close, as published) and of
# adjusted ones, else of what its word says.
QUOTED, ADJUSTED, INCOME, UNKNOWN = "quoted", "adjusted", "income", "unknown"
HISTORY_VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": (QUOTED, ADJUSTED),
        QUOTED: (QUOTED,),  # a stock without adjusted closes, dividends or splits
        ADJUSTED: (ADJUSTED,),  # a stock with adjusted closes alone
        INCOME: (INCOME,),  # a money-market fund
        UNKNOWN: (QUOTED, ADJUSTED, INCOME),  # no history is there to tell
    }
)
# The sets of histories by name; the same by the name of their catalogue; and the calendars.
SETS: Mapping[str, DataSet] = MappingProxyType({kind.histories.name: kind.histories for kind in KINDS.values()})
CATALOGUE_SETS: Mapping[str, DataSet] = MappingProxyType(
    {kind.plural: kind.histories for kind in KINDS.values()}
)  # e.g. "funds" -> the set nav
CALENDARS = "calendars"
DEFAULT_CALENDAR = "SSE"  # of a source that names none
ALLOCATION = "allocation"  # what funds hold, by their reports
# Catalogues come first in a refresh: they say which histories to ask for.
ALL_SETS = (*CATALOGUE_SETS, CALENDARS, *SETS, ALLOCATION)

MARKETS: Mapping[str, Market] = MappingProxyType(
    {
        market.name: market
        for market in (
            Market(name="OTCFUND", kinds=("fund",), behind_code=False),
            Market(name="OF", kinds=("fund",)),
            Market(
                name="SH",
                kinds=("stock", "fund", "index"),
                code_prefixes=(("index", ("000",)), ("fund", ("5",))),
                before_code=True,
            ),
            Market(name="SS", kinds=("stock", "fund", "index"), code_prefixes=(("index", ("000",)), ("fund", ("5",)))),
            Market(
                name="SZ",
                kinds=("stock", "fund", "index"),
                code_prefixes=(("index", ("399",)), ("fund", ("15", "16", "18"))),
                before_code=True,
            ),
            Market(name="BJ", kinds=("stock", "index"), before_code=True),
            Market(name="CSI", kinds=("index",)),
            Market(name="US", kinds=("stock",)),
            Market(name="HK", kinds=("stock", "fund", "index"), before_code=True),
        )
    }
)
FUND_MARKET = "OTCFUND"  # of codes that stand in lists of funds

# Shortest first.
WINDOWS: Mapping[str, Window] = MappingProxyType(
    {
        window.name: window
        for window in (
            Window(name="1w", label="近1周", length="1 周", days=7, reach=11),
            Window(name="1m", label="近1月", length="1 个月", months=1, on_card=True),
            Window(name="3m", label="近3月", length="3 个月", months=3, on_card=True),
            Window(name="6m", label="近6月", length="6 个月", months=6, on_card=True),
            Window(name="1y", label="近1年", length="1 年", months=12, on_card=True),
            Window(name="2y", label="近2年", length="2 年", months=24),
            Window(name="3y", label="近3年", length="3 年", months=36),
            Window(name="5y", label="近5年", length="5 年", months=60),
            Window(name="ytd", label="今年来", reach=11, on_card=True),
            Window(name="launch", label="成立来", on_card=True),
        )
    }
)
LONGEST_BREAK = 15  # days, the longest holiday: a line is broken where its own next value is further away
LONGEST_DAY, LONGEST_CLOSED = 4, 5  # days: a weekend with a holiday; an Easter, after which an index lacks data
DAYS_A_YEAR, WEEKS_A_YEAR, MONTHS_A_YEAR = 365, 52, 12
DRIFT_A_DAY, LARGEST_DRIFT = 0.015, 0.05  # from 1.0000, of a first class before its first row
LARGEST_FIRST_GAP = 31  # days from a contract's effect to a fund's first row: it publishes weekly while it is closed
LISTINGS: Mapping[str, str] = MappingProxyType({"topics": "主题", "series": "栏目", "authors": "作者"})
CARD_WINDOWS = tuple(window.name for window in WINDOWS.values() if window.on_card)

UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        unit.name: unit
        for unit in (
            Unit(name="ratio", label="百分比", formats=("percent", "plain", "number")),  # 0.0518 is 5.18 %
            Unit(name="nav", label="元/份", places=4, formats=("plain", "number"), is_level=True),
            Unit(name="income", label="元/万份", places=4, formats=("plain", "number"), is_level=True),
            Unit(name="yield", label="百分比", places=3, formats=("percent", "plain", "number")),  # 0.01456 is 1.456 %
            Unit(name="points", label="点或元", formats=("plain", "number"), is_level=True),
            Unit(name="price", label="元", formats=("plain", "number"), is_level=True),
            Unit(name="money", label="元", formats=("plain", "number", "yi")),
            Unit(name="number", label="无单位", formats=("plain", "number", "yi")),
            Unit(name="date", label="日期", formats=("plain", "date", "cn-date"), is_figure=False),
            Unit(name="text", label="文字", formats=("plain",), is_figure=False),
            Unit(name="track", label="数据文件", is_figure=False),
            # Of charts alone: a history that starts at 100, and numbers whose meaning only their author knows.
            Unit(name="index100", places=1),
            Unit(name="plain"),
        )
    }
)
RATIOS = ("ratio", "yield")  # of these, 0.05 is 5 %


@lru_cache(maxsize=128)  # a refresh asks it for every number
def can_read(values: tuple[str, ...], history_of: str) -> bool:
    """Whether a history has any of these values; without values there is nothing to have."""
    return not values or not {*values}.isdisjoint(HISTORY_VALUES[history_of])


def level_measure(kind: str, history_of: str) -> str:
    """The measure of an instrument's last value, e.g. "nav", or "income" of a money-market fund."""
    return history_of if history_of in (INCOME, ADJUSTED) else KINDS[kind].level


def alias_names(aliases: str) -> list[str]:
    """The names in the fact `aliases`, without the day of former ones, e.g. ["甲", "乙"] for "甲;乙@2024-03-01"."""
    return [name for text in aliases.replace("|", ";").split(";") if (name := text.partition("@")[0].strip())]
