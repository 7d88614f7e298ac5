"""What a user declares of a set's source in, the tables that a fetcher found there out: the two values, and the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from builder.problem import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a set of data is to be had, as sources.yml says; empty fields are not said."""

    set: str  # "nav", "index", "stock", "funds", "indexes", "stocks", "calendar"
    fetcher: str  # a name of FETCHERS, or of an entry point
    location: str = ""  # `from`: a path from the project's folder or a URL, e.g. "exports/{code}.csv"
    codes: tuple[str, ...] = ()  # ("all",) for whatever the source has
    named: bool = False  # whether the declaration names the codes: then each must be there
    columns: Mapping[str, str] = field(default_factory=dict)  # our name -> the source's, e.g. {"nav": "单位净值"}
    dates: str = ""  # "day-first" or "month-first"
    hosts: tuple[str, ...] = ()  # where redirects may lead besides the URL's own host
    since: str = ""  # ISO date: the first day to ask for, where a source wants one
    place: str = ""  # of the declaration, for problems
    lines: Mapping[str, int] = field(default_factory=dict)  # key -> its line there; "" for the entry's own

    def problem(self, key: str, message: str, hint: str = "", *, id_: str = "bad-value") -> Problem:
        """What is wrong with a key of the declaration, or with what it leads to."""
        return Problem(
            id=id_, path=self.place, line=self.lines.get(key, self.lines.get("", 0)), message=message, hint=hint
        )

    def places(self) -> list[tuple[str, str]]:
        """Every code with its path or URL; one without a code where all are in one table."""
        if "{code}" not in self.location:
            one = self.codes[0] if self.named and len(self.codes) == 1 and self.codes != ("all",) else ""
            return [(one, self.location)]
        return [(code, self.location.replace("{code}", code)) for code in self.codes]


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a source has, under the source's own column names; a code is text."""

    frame: pd.DataFrame | None  # None: unchanged since it was last accepted
    place: str  # where it is from, for problems, e.g. "exports/012733.csv"
    code: str = ""  # of the one series it holds; empty for a catalogue, or where a column holds codes
    first: int = 2  # the line of its first row, for problems; 0 where it has no lines
    seal: Mapping[str, str] = field(default_factory=dict)  # what the next request may ask by, e.g. {"etag": …}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long a server is waited for, in seconds, how often it is asked, and how much is taken from it."""

    connect: float = 10.0
    read: float = 30.0  # between two pieces
    whole: float = 300.0  # for one file
    tries: int = 4
    pause: float = 0.5  # before the second try, then twice as long each time
    longest_pause: float = 60.0  # also where the server asks for more
    largest: int = 1 << 28  # bytes of one file, unpacked


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a fetcher is handed: it reads no clock, prints nothing, and looks nowhere else."""

    root: Path  # the project's folder
    clock: Callable[[], float]  # seconds, only ever forward
    say: Callable[[str], None] = lambda said: None  # progress, e.g. "nav 012733"
    seals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # URL -> the seal of what was accepted from it
    today: str = ""  # ISO date
    limits: Limits = Limits()


class Fetcher(Protocol):
    """Brings the tables of one source.

    It is given codes to ask for unless the source declares none and none are known. Raises Failed with problems whose
    place is the declaration or the file. A frame holds cells as text, numbers or dates; which column is which, and
    whether its cells are right, is found out for it.
    """

    def __call__(self, source: Source, tools: Tools) -> Iterable[Table]: ...
