"""What a fetcher is given and what it returns: the declared source, tools with limits, and tables.

Every fetcher is written against these types; users' own fetchers too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from builder.problem import Failed, Problem
from builder.vocabulary import SETS

if TYPE_CHECKING:
    import pandas as pd

_MOST_FAILURES = 3  # in a row; then nothing more is asked of a source


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a set of data comes from, as sources.yml declares it; a field is empty where the key is missing."""

    set: str  # "nav", "index", "stock", "funds", "indexes", "stocks", "calendars"
    fetcher: str  # a name of FETCHERS, or of an entry point
    location: str = ""  # `from`: a path from the project's folder or a URL, e.g. "exports/{code}.csv"
    codes: tuple[str, ...] = ()  # ("all",) for whatever the source has
    named: bool = False  # whether the declaration names the codes: then each must be there
    columns: Mapping[str, str] = field(default_factory=dict)  # our name -> the source's, e.g. {"nav": "单位净值"}
    dates: str = ""  # "day-first", "month-first" or "year-first"
    decimal: str = ""  # "point" or "comma"
    since: str = ""  # ISO date: the first day to ask for, where a source wants one
    calendar: str = ""  # NAME of calendars/NAME.csv
    splits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # code -> day -> ratio; 1: a jump is real
    place: str = ""  # of the declaration, for problems, e.g. "content/data/sources.yml"
    lines: Mapping[str, int] = field(default_factory=dict)  # key -> its line there; "" for the set's own line

    @cached_property
    def code_set(self) -> frozenset[str]:
        """The codes, to look one up."""
        return frozenset(self.codes)

    def problem(self, key: str, message: str, hint: str = "", *, id_: str = "bad-value") -> Problem:
        """A problem at a key of the declaration: with its value, or with what its value leads to."""
        return Problem(
            id=id_, path=self.place, line=self.lines.get(key, self.lines.get("", 0)), message=message, hint=hint
        )

    def places(self) -> list[tuple[str, str]]:
        """Every code with its path or URL; one pair where all codes are in one table, with the code if it is the only one."""
        if "{code}" not in self.location:
            only_code = self.codes[0] if self.named and len(self.codes) == 1 and self.codes != ("all",) else ""
            return [(only_code, self.location)]
        return [(code, self.location.replace("{code}", code)) for code in self.codes]


class LeftOut(NamedTuple):
    """A row of a file that is no row of its table: its line, its text, and what it is, e.g. "a note"."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FileReading:
    """How a file was understood; a field is empty where the format has no such thing."""

    format: str = ""  # e.g. "CSV"
    encoding: str = ""  # e.g. "GB 18030"
    separator: str = ""  # e.g. "semicolon"
    sheet: str = ""
    heading_lines: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a source, under the source's own column names; codes are text."""

    frame: pd.DataFrame | None  # None: unchanged since it was last accepted, or not to be read
    place: str  # where it is from, for problems, e.g. "exports/012733.csv"
    code: str = ""  # of the one series in it; empty for a catalogue, or where a column holds codes
    problems: tuple[Problem, ...] = ()  # why it cannot be read: its series keeps its rows, the others are new
    first: int = 2  # not 0: the index of the frame has the line of each row, for problems; 0: rows have no lines
    reading: FileReading = FileReading()
    seal: Mapping[str, str] = field(default_factory=dict)  # for the next request, to ask for changes, e.g. {"etag": …}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long to wait for a server, in seconds, how often to ask it, and how much to take from it."""

    connect: float = 10.0
    read: float = 30.0  # between two pieces
    whole: float = 300.0  # for one file, with all tries and redirects
    source: float = 3600.0  # for all files of a source
    refresh: float = 7200.0  # for all sources
    tries: int = 4
    pause: float = 0.5  # before the second try, then twice as long each time
    longest_pause: float = 60.0  # also where the server asks for more
    largest: int = 1 << 28  # bytes of one file, unpacked


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a fetcher works with: it reads no clock and prints nothing by itself, and reads no other files."""

    root: Path  # the project's folder
    clock: Callable[[], float]  # seconds, never going back
    say: Callable[[str], None] = lambda said: None  # shows progress, e.g. "nav 012733"
    seals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # URL -> the seal of what was accepted from it
    today: str = ""  # ISO date
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)  # environment variable -> secret; never shown
    limits: Limits = Limits()
    hosts: tuple[str, ...] = ()  # that may be asked, as mkdocs.yml names them; see `allowed_hosts`


class Fetcher(Protocol):
    """Brings the tables of one source.

    `source.codes` are the codes to ask for; empty where none are declared and none are known. A frame holds cells as
    text, numbers or dates: which column is which, and whether its cells are right, is checked for the fetcher. Raises
    Failed with problems at the declaration or at the file.
    """

    def __call__(self, source: Source, tools: Tools) -> Iterable[Table]: ...


def read_places(source: Source, tools: Tools, read: Callable[[str, str], Table]) -> Iterator[Table]:
    """The table of each code and place of a source, by `read`; of a history that fails its problems, and the others go on.

    Where three in a row cannot be fetched, nothing more is asked for, and the rest has that problem. Raises Failed where what is
    declared is wrong, the table is no history, or the first three fail or have problems: that is a log-in page.
    """
    failures: list[Problem] = []
    not_fetched = 0  # in a row
    has_read = False
    places = source.places()
    for position, (code, place) in enumerate(places, 1):
        tools.say(f"{source.set} {code}".strip())
        try:
            table = read(code, place)
            not_fetched = 0
        except Failed as failed:
            if not code or source.set not in SETS or any(problem.id == "bad-value" for problem in failed.problems):
                raise
            table = Table(frame=None, place=place, code=code, problems=failed.problems)
            not_fetched += 1
        yield table
        failures += table.problems
        has_read = has_read or not table.problems
        if not has_read and position >= _MOST_FAILURES:
            raise Failed(failures)
        if not_fetched >= _MOST_FAILURES:
            rest = places[position:]
            message = f"{len(rest)} more were not asked for, since {not_fetched} in a row could not be fetched"
            problem = source.problem("from", message, id_="fetch-failed")
            yield from (Table(frame=None, place=place, code=code, problems=(problem,)) for code, place in rest)
            return
