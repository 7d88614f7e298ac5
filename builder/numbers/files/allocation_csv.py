"""A fund's allocation/CODE.csv in, what it held out: the shares of its last report that was known at a cut-off.

Columns: date (of the report), kind (holding, sector, asset), name, weight (0.0834 is 8.34 % of net assets), and
optionally announced (the day on which the report came out).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import fsum
from pathlib import Path
from typing import NamedTuple

from builder.model import Answer, Ask, canonical_json
from builder.numbers.files import csv_cells
from builder.numbers.files.csv_cells import CsvCell, CsvLine
from builder.numbers.series.day_numbers import LAST, day, iso
from builder.problem import Failed, Problem

KINDS = {"holdings": "holding", "sectors": "sector", "assets": "asset"}  # measure -> kind
_NEEDED, _OPTIONAL = ("date", "kind", "name", "weight"), ("announced",)
_MOST = 2.0  # of net assets: what a fund that borrows may hold


class AllocationShare(NamedTuple):
    """A line of a report."""

    day: int
    announced: int  # the report's own day where the file does not tell
    kind: str
    name: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """All reports of a fund, in the file's order."""

    shares: tuple[AllocationShare, ...]

    def last(self, kind: str, until: int) -> tuple[AllocationShare, ...]:
        """The lines of one kind in the last report that was known on a day, largest first."""
        known = [one for one in self.shares if one.kind == kind and max(one.day, one.announced) <= until]
        newest = max((one.day for one in known), default=0)
        return tuple(sorted((one for one in known if one.day == newest), key=lambda one: (-one.weight, one.name)))

    def scope_digest(self, until: int) -> bytes:
        """The digest of all that was known on a day."""
        known = [list(one) for one in self.shares if max(one.day, one.announced) <= until]
        return blake2b(canonical_json(known).encode(), digest_size=16).digest()


def answer_shares(allocation: Allocation | None, ask: Ask, *, synthetic: bool) -> Answer:
    """What a fund held, as points of name and weight; the value is their sum, `end` the report's date."""
    until = min(day(ask.as_of) if ask.as_of else LAST, day(ask.end) if ask.end else LAST)
    found = allocation.last(KINDS[ask.measure], until) if allocation else ()
    if not found:
        return Answer(value=None, unit="ratio", note="暂无持仓数据", synthetic=synthetic)
    points = tuple((one.name, one.weight) for one in found)
    total = fsum(weight for _, weight in points)
    return Answer(value=total, unit="ratio", end=iso(found[0].day), points=points, synthetic=synthetic)


def load(path: Path, place: str) -> Allocation:
    """A fund's reports. Raises Failed with every row and cell that is wrong."""
    rows = csv_cells.read_lines(csv_cells.decode(csv_cells.read_bytes(path, place), place))
    first = next(rows)
    if isinstance(first, Problem):
        raise Failed([replace(first, path=place)])
    problems = list(_header(first))
    found: dict[tuple[int, str, str], AllocationShare] = {}
    names = [cell.text for cell in first.cells]
    for row in rows if not problems else ():
        made = _row(row, names) if isinstance(row, CsvLine) else row
        if isinstance(made, Problem):
            problems.append(made)
        elif (name := (made.day, made.kind, made.name)) in found and isinstance(row, CsvLine):
            problems.append(_bad(row, row.cells[names.index("name")], f"{made.name} stands twice in one report"))
        else:
            found[name] = made
    if not found and not problems:
        problems.append(Problem(id="empty-data", line=first.number, message="the file has a header and no rows"))
    if problems:
        raise Failed(replace(problem, path=place) for problem in problems)
    return Allocation(shares=tuple(found.values()))


def _header(first: CsvLine) -> Iterator[Problem]:
    found = [cell.text for cell in first.cells]
    known = (*_NEEDED, *_OPTIONAL)
    hint = f"expected {','.join(known)} (may be left out: {', '.join(_OPTIONAL)})"
    for name in _NEEDED:
        if name not in found:
            yield replace(_bad(first, first.cells[0], f"the column {name} is missing", hint), id="bad-header")
    for at, cell in enumerate(first.cells):
        if cell.text in found[:at] or cell.text not in known:
            message = (
                f"the column {cell.text} stands twice" if cell.text in known else f"no column is called {cell.text}"
            )
            yield replace(_bad(first, cell, message, hint), id="bad-header")


def _row(row: CsvLine, names: list[str]) -> AllocationShare | Problem:
    from rapidfuzz import process

    if len(row.cells) != len(names):
        odd = row.cells[min(len(names), len(row.cells) - 1)]
        return _bad(row, odd, f"the row has {len(row.cells)} cells, the header has {len(names)}")
    by_name = dict(zip(names, row.cells, strict=True))
    dates: dict[str, int] = {}
    for name in ("date", "announced"):
        cell = by_name.get(name)
        if cell is None or (name == "announced" and not cell.text):
            continue
        try:
            dates[name] = day(cell.text) if csv_cells.is_iso_date(cell.text) else _no_date()
        except ValueError:
            return _bad(row, cell, f"{name} is {cell.text or 'blank'}, which is not a date", "e.g. 2023-12-31")
    announced = dates.get("announced", dates["date"])
    if announced < dates["date"]:
        return _bad(row, by_name["announced"], "announced lies before the report's own date")
    kind, name, weight = (by_name[one].text for one in ("kind", "name", "weight"))
    if kind not in KINDS.values():
        near = process.extractOne(kind, list(KINDS.values()), score_cutoff=50)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(KINDS.values())}"
        return _bad(row, by_name["kind"], f"no kind of share is called {kind or 'nothing'}", hint)
    if not name:
        return _bad(row, by_name["name"], "name is blank")
    value = csv_cells.parse_number(weight)
    if value is None or not 0 <= value <= _MOST:
        hint = "a share of net assets, e.g. 0.0834 for 8.34 %"
        return _bad(row, by_name["weight"], f"weight is {weight or 'blank'}, which is no share between 0 and 2", hint)
    return AllocationShare(dates["date"], announced, kind, name, value)


def _no_date() -> int:
    raise ValueError


def _bad(row: CsvLine, cell: CsvCell, message: str, hint: str = "") -> Problem:
    return Problem(id="bad-cell", line=row.number, column=cell.column, length=cell.length, message=message, hint=hint)
