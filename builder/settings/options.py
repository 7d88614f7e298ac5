"""Our own settings, those below `plugins: - briefings:` in mkdocs.yml: their names, types and defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from builder.vocabulary import LISTINGS


@dataclass(frozen=True, kw_only=True)
class RefreshOptions:
    """The settings below `refresh:`."""

    hosts: tuple[str, ...] = ()  # that sources may be downloaded from, e.g. "data.example.com", "10.1.2.0/24:8080"
    request_seconds: int = 300  # for one file, with all tries
    source_seconds: int = 3600  # for all files of a source
    seconds: int = 7200  # for all sources


@dataclass(frozen=True, kw_only=True)
class Options:
    """The settings below `plugins: - briefings:`."""

    data: str = "data"  # the folder of the data files, below docs_dir
    zone: str = "Asia/Shanghai"  # the time zone of dates that have none
    future_dates: Literal["wait", "refuse"] = "wait"  # what becomes of a page whose date lies in the future
    rising: Literal["red", "green"] = "red"  # the colour of a gain
    profile: Literal["market-data"] = "market-data"
    risk_notice: str = ""  # shown below every briefing that has no risk notice of its own
    latest: int = 20  # how many briefings the home page lists
    # Addresses of topics, columns and authors that sound alike: {"形式": "xing-shi-2"}
    topics: dict[str, str] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    risk_free: float = 0.015  # the yearly rate in the Sharpe ratio
    trusted_code: bool = False  # whether `altair` fences may run: they hold programs
    unconfined_code: bool = False  # whether they may also run where the kernel cannot confine them, e.g. on macOS
    trading_days: Literal[242, 250, 252] = 252  # in a year, for volatility
    refresh: RefreshOptions = field(default_factory=RefreshOptions)
    documents: tuple[Literal["pdf", "csv", "xlsx"], ...] = ()  # types of documents that pages may link to
    pictures: bool = True  # whether charts get pictures, where the extra `pictures` is installed

    @property
    def listings(self) -> dict[str, dict[str, str]]:
        """The addresses that the settings give to listings, by kind."""
        return {kind: getattr(self, kind) for kind in LISTINGS}
