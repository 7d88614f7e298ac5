"""The YAML of a `funds` fence in, what it asks for out, each mistake at its key's line.

Keys: `show` (table, cards), `funds`, `filter`, `columns`, `sort`, `limit`, `as_of` or `live`, `caption`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.blocks import question, resolve_instrument
from builder.blocks.block import ResolveContext
from builder.blocks.wording import chinese_terms
from builder.expression import Expression, ExpressionError, is_date, parse_column
from builder.model import Instrument, Mark, unique
from builder.problem import Failed, Problem
from builder.vocabulary import FUND_MARKET

KEYS = ("show", "funds", "filter", "columns", "sort", "limit", "as_of", "live", "caption")
SHOWN = ("table", "cards")
COLUMNS = ("nav", "change", "return 1m", "return 6m", "return 1y", "return ytd")
FILTERS = (  # columns of the catalogue
    "kind", "risk_level", "index", "parent", "manager_company", "managers", "custodian", "effective_date", "benchmark",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column: a measure, asked like a number."""

    written: str  # e.g. "return 1y"
    expression: Expression


@dataclass(frozen=True, kw_only=True)
class FundsFence:
    """A `funds` fence, understood."""

    show: str
    funds: tuple[Instrument, ...]
    columns: tuple[TableColumn, ...]
    sort: str  # as a column is written; "" for the order of the funds
    descending: bool
    limit: int  # 0 for all
    as_of: str
    live: bool
    caption: str
    outer: str  # the caption line of the figure around it


class _FundsFenceReader:
    """Collects what is wrong while a fence is read."""

    def __init__(self, mark: Mark, context: ResolveContext) -> None:
        self.mark, self.context = mark, context
        self.spec: Mapping[str, Any] = mark.params["spec"] if isinstance(mark.params["spec"], dict) else {}
        self.problems: list[Problem] = []

    def wrong(self, key: str, message: str, hint: str = "", id: str = "bad-fence") -> None:
        self.problems.append(self.context.on_line(self.mark, key, id, message, hint=hint))

    def text(self, key: str) -> str:
        value = self.spec.get(key) or ""
        if isinstance(value, str):
            return value.strip()
        self.wrong(key, f"{key} is one value, not a list or a table")
        return ""

    def texts(self, key: str) -> list[str]:
        value = self.spec.get(key) or []
        if isinstance(value, str):
            return [part.strip() for part in re.split(r"[,，、]", value) if part.strip()]
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return [one.strip() for one in value]
        self.wrong(key, f"{key} is a list of words", f"e.g. {key}: [012733, 012734]" if key == "funds" else "")
        return []


def read(mark: Mark, context: ResolveContext) -> FundsFence:
    """What a fence asks for. Raises Failed with all that is wrong in it."""
    reading = _FundsFenceReader(mark, context)
    for key in reading.spec:
        if key not in KEYS:
            reading.wrong(key, f"funds has no key {key}", _nearest(key, KEYS))
    show = reading.text("show") or "table"
    if show not in SHOWN:
        reading.wrong("show", f"funds cannot be shown as {show}", _nearest(show, SHOWN))
    columns = _columns(reading)
    sort, descending = _sort(reading, columns)
    fence = FundsFence(
        show=show,
        funds=_funds(reading),
        columns=columns,
        sort=sort,
        descending=descending,
        limit=_limit(reading),
        as_of=_as_of(reading),
        live=_live(reading),
        caption=reading.text("caption"),
        outer=str(mark.params.get("caption") or ""),
    )
    if reading.problems:
        raise Failed(reading.problems)
    return fence


def _nearest(word: str, choices: tuple[str, ...]) -> str:
    near = resolve_instrument.nearest(word, choices)
    return near if near.startswith("one of") else f"{near} One of {', '.join(choices)}"


def _funds(reading: _FundsFenceReader) -> tuple[Instrument, ...]:
    directory = reading.context.directory
    written = reading.texts("funds")
    found: list[Instrument] = []
    for one in written:
        try:
            found.append(resolve_instrument.find(one, directory, market="" if ":" in one else FUND_MARKET))
        except Failed as failed:
            for problem in failed.problems:
                reading.wrong("funds", problem.message, problem.hint, problem.id)
    pool = found if written else [one for one in directory.instruments.values() if one.kind == "fund"]
    if not written and "filter" not in reading.spec:
        reading.wrong("funds", "neither funds nor filter says which funds are meant", "e.g. funds: [012733, 012734]")
        return ()
    kept = _filtered(reading, pool)
    ids = unique(one.id for one in kept)
    return tuple(directory.instruments[id_] for id_ in (ids if written else sorted(ids)))


def _filtered(reading: _FundsFenceReader, pool: list[Instrument]) -> list[Instrument]:
    wanted = reading.spec.get("filter") or {}
    if not isinstance(wanted, dict):
        reading.wrong("filter", "filter is a table of facts", "e.g. filter: {kind: 指数型-股票}")
        return []
    kept = pool
    for fact, value in wanted.items():
        if fact not in FILTERS:
            reading.wrong("filter", f"funds cannot be filtered by {fact}", _nearest(fact, FILTERS))
            continue
        values = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        known = unique(one.facts[fact] for one in pool if fact in one.facts)
        for missing in (one for one in values if not any(_matches(fact, text, one) for text in known)):
            reading.wrong(
                "filter",
                f"no fund has the {fact} {missing}",
                resolve_instrument.nearest(missing, known) if known else "",
            )
        kept = [one for one in kept if any(_matches(fact, one.facts.get(fact, ""), text) for text in values)]
    if not kept and pool and not reading.problems:
        reading.wrong("filter", "no fund passes the filter")
    return kept


def _matches(fact: str, text: str, wanted: str) -> bool:
    """Whether a fact is the wanted one: risk by grade or word, a kind also by its first part (指数型-股票)."""
    if fact == "risk_level":
        return bool(text) and chinese_terms.risk(text) == chinese_terms.risk(wanted)
    if fact == "index":
        return text.rpartition(":")[2] == wanted.rpartition(":")[2]
    return text == wanted or (fact == "kind" and text.partition("-")[0] == wanted)


def _columns(reading: _FundsFenceReader) -> tuple[TableColumn, ...]:
    columns = []
    for written in reading.texts("columns") or list(COLUMNS):
        column = _column(reading, " ".join(written.split()))
        if column:
            columns.append(column)
    return tuple(columns)


def _column(reading: _FundsFenceReader, written: str) -> TableColumn | None:
    try:
        expression = parse_column(written)
    except ExpressionError as error:
        message = f"the column {written} cannot be read: {error.message}"
        reading.wrong("columns", message, f"{error.hint}; a column is e.g. return 1y, or nav")
        return None
    faults = question.faults(expression, reading.context, None)
    for fault in faults:
        reading.wrong("columns", fault.problem.message, fault.problem.hint, fault.problem.id)
    if not faults and "fund" not in reading.context.measures[expression.measure].kinds:
        reading.wrong("columns", f"funds have no {expression.measure}", id="measure-not-applicable")
    return None if faults else TableColumn(written=written, expression=expression)


def _sort(reading: _FundsFenceReader, columns: tuple[TableColumn, ...]) -> tuple[str, bool]:
    written = " ".join(reading.text("sort").split())
    bare = written.removeprefix("-").removesuffix(" desc").removesuffix(" asc").strip()
    choices = ("name", "code", *(column.written for column in columns))
    if bare and bare not in choices:
        reading.wrong("sort", f"funds cannot be sorted by {bare}", _nearest(bare, choices))
    return bare, written.startswith("-") or written.endswith(" desc")


def _limit(reading: _FundsFenceReader) -> int:
    written = reading.text("limit")
    if not written:
        return 0
    if not re.fullmatch(r"[1-9][0-9]{0,4}", written):
        reading.wrong("limit", f"{written} is no number of funds", "a whole number, e.g. 10")
        return 0
    return int(written)


def _as_of(reading: _FundsFenceReader) -> str:
    written = reading.text("as_of")
    if written and not is_date(written):
        reading.wrong("as_of", f"{written} is no date", "write it as 2024-02-19", "bad-date")
    return written


def _live(reading: _FundsFenceReader) -> bool:
    written = reading.text("live").lower()
    if written not in ("", "true", "false", "yes", "no"):
        reading.wrong("live", f"live is true or false, not {written}")
    if written in ("true", "yes") and reading.spec.get("as_of"):
        reading.wrong("live", "both live and as_of", "leave out one of them")
    return written in ("true", "yes")
