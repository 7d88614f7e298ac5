"""Reads allocation/CODE.csv, a fund's reports of what it held, and answers the measures `holdings`, `sectors`, `assets`.

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
from builder.numbers.files.csv_cells import CsvLine, bad_cell
from builder.numbers.series.day_numbers import LAST, day, iso
from builder.problem import MOST_IN_FILE, Failed, Problem, too_many
from builder.suggest import did_you_mean

KIND_BY_MEASURE = {"holdings": "holding", "sectors": "sector", "assets": "asset"}
REQUIRED, _OPTIONAL = ("date", "kind", "name", "weight"), ("announced",)
COLUMNS = (*REQUIRED, *_OPTIONAL)
_LARGEST_WEIGHT = 2.0  # of net assets: a fund that borrows may hold more than it owns


class AllocationShare(NamedTuple):
    """A row of a report."""

    day: int
    announced: int  # day number; the report's own day where the file does not say
    kind: str
    name: str
    weight: float

    @property
    def known_from(self) -> int:
        """The day from which the row is known."""
        return max(self.day, self.announced)


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """All reports of a fund, in the file's order."""

    shares: tuple[AllocationShare, ...]

    def last(self, kind: str, until: int) -> tuple[AllocationShare, ...]:
        """The rows of one kind in the last report that was known on the day `until`, largest weight first."""
        known = [share for share in self.shares if share.kind == kind and share.known_from <= until]
        newest = max((share.day for share in known), default=0)
        return tuple(sorted((share for share in known if share.day == newest), key=lambda s: (-s.weight, s.name)))

    def scope_digest(self, until: int) -> bytes:
        """The digest of all that was known on the day `until`."""
        known = [list(share) for share in self.shares if share.known_from <= until]
        return blake2b(canonical_json(known).encode(), digest_size=16).digest()


def answer_shares(allocation: Allocation | None, ask: Ask, *, synthetic: bool) -> Answer:
    """What a fund held: points of name and weight, the value is their sum, `end` the report's date."""
    until = min(day(ask.as_of) if ask.as_of else LAST, day(ask.end) if ask.end else LAST)
    shares = allocation.last(KIND_BY_MEASURE[ask.measure], until) if allocation else ()
    if not shares:
        return Answer(value=None, unit="ratio", note="暂无持仓数据", synthetic=synthetic)
    points = tuple((share.name, share.weight) for share in shares)
    total = fsum(weight for _, weight in points)
    return Answer(value=total, unit="ratio", end=iso(shares[0].day), points=points, synthetic=synthetic)


def load(path: Path, problem_path: str) -> Allocation:
    """A fund's reports. Raises Failed with every row and cell that is wrong."""
    lines = csv_cells.read_lines(csv_cells.read_text(path, problem_path))
    header = next(lines)
    if isinstance(header, Problem):
        raise Failed([replace(header, path=problem_path)])
    problems = list(_header_problems(header))
    shares: dict[tuple[int, str, str], AllocationShare] = {}
    columns = [cell.text for cell in header.cells]
    for line in lines if not problems else ():
        share = _share(line, columns) if isinstance(line, CsvLine) else line
        if isinstance(share, Problem):
            problems.append(share)
            if len(problems) > MOST_IN_FILE:
                problems.append(too_many(problem_path, share.line))
                break
            continue
        row_id = (share.day, share.kind, share.name)
        if row_id in shares and isinstance(line, CsvLine):
            cell = line.cells[columns.index("name")]
            problems.append(bad_cell(line, cell, f"{share.name} appears twice in one report"))
        else:
            shares[row_id] = share
    if not shares and not problems:
        problems.append(Problem(id="empty-data", line=header.number, message="the file has a header and no rows"))
    if problems:
        raise Failed(replace(problem, path=problem_path) for problem in problems)
    return Allocation(shares=tuple(shares.values()))


def _header_problems(header: CsvLine) -> Iterator[Problem]:
    if separator := csv_cells.separator_problem(header):
        yield separator
        return
    columns = [cell.text for cell in header.cells]
    hint = f"expected {','.join(COLUMNS)} (may be left out: {', '.join(_OPTIONAL)})"
    for column in REQUIRED:
        if column not in columns:
            yield bad_cell(header, header.cells[0], f"the column {column} is missing", hint, id_="bad-header")
    for position, cell in enumerate(header.cells):
        if cell.text not in COLUMNS:
            yield bad_cell(header, cell, f"no column is called {cell.text}", hint, id_="bad-header")
        elif cell.text in columns[:position]:
            yield bad_cell(header, cell, f"the column {cell.text} appears twice", hint, id_="bad-header")


def _share(line: CsvLine, columns: list[str]) -> AllocationShare | Problem:
    if wrong_length := csv_cells.wrong_length(line, columns):
        return wrong_length
    cells = dict(zip(columns, line.cells, strict=True))
    days: dict[str, int] = {}
    for column in ("date", "announced"):
        cell = cells.get(column)
        if cell is None or (column == "announced" and not cell.text):
            continue
        day_number = csv_cells.parse_day(cell.text)
        if day_number is None:
            return bad_cell(line, cell, f"{column} is {cell.text or 'blank'}, which is not a date", "e.g. 2023-12-31")
        days[column] = day_number
    announced = days.get("announced", days["date"])
    if announced < days["date"]:
        return bad_cell(line, cells["announced"], "announced is before the report's own date")
    kind, name, weight = (cells[column].text for column in ("kind", "name", "weight"))
    if kind not in KIND_BY_MEASURE.values():
        hint = did_you_mean(
            kind, KIND_BY_MEASURE.values(), otherwise=f"there are {', '.join(KIND_BY_MEASURE.values())}", cutoff=50
        )
        return bad_cell(line, cells["kind"], f"no kind of share is called {kind or 'nothing'}", hint)
    if not name:
        return bad_cell(line, cells["name"], "name is blank")
    value = csv_cells.parse_number(weight)
    if value is None or not 0 <= value <= _LARGEST_WEIGHT:
        message = f"weight is {weight or 'blank'}, which is not a number from 0 to 2"
        return bad_cell(line, cells["weight"], message, "a share of net assets, e.g. 0.0834 for 8.34 %")
    return AllocationShare(days["date"], announced, kind, name, value)
