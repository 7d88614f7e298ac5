"""What a `funds` fence asks for, read from its YAML with each mistake at its key's line: a table of funds or their cards.

Keys: `show` (table, cards), `funds`, `filter`, `columns`, `sort`, `limit`, `as_of` or `live`, `caption`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from builder.blocks import question, resolve_instrument
from builder.blocks.block import ResolveContext
from builder.blocks.share_classes import are_classes
from builder.blocks.wording import chinese_terms
from builder.expression import ExpressionError, is_date, parse_column
from builder.model import Instrument, Mark, unique
from builder.problem import Failed, Problem
from builder.slot_params.authored import CardGridParams, FundsColumn, FundsParams
from builder.suggest import did_you_mean
from builder.vocabulary import FUND_MARKET

KEYS = ("show", "funds", "filter", "columns", "sort", "limit", "as_of", "live", "caption")
SHOW = ("table", "cards")
COLUMNS = ("nav", "change", "return 1m", "return 6m", "return 1y", "return ytd")
MONEY_COLUMNS = ("income", "yield7", *COLUMNS[2:])  # of money-market funds
FILTERS = (  # columns of the catalogue
    "kind", "risk_level", "index", "parent", "manager_company", "managers", "custodian", "effective_date", "benchmark",
)  # fmt: skip


def resolve(mark: Mark, context: ResolveContext) -> FundsParams | CardGridParams:
    """What a fence shows. Raises Failed with all that is wrong in it."""
    fence = _FundsFence(mark, context)
    for key in fence.spec:
        if key not in KEYS:
            fence.report(key, f"funds has no key {key}", _nearest(key, KEYS))
    show = fence.text("show") or "table"
    if show not in SHOW:
        fence.report("show", f"funds cannot be shown as {show}", _nearest(show, SHOW))
    as_of = _as_of(fence)
    funds = _funds(fence)
    columns = _columns(fence, as_of, funds)
    sort, descending = _sort(fence, [written for written, _ in columns])
    limit = _limit(fence)
    caption = fence.text("caption")
    if fence.problems:
        raise Failed(fence.problems)
    if show == "cards":
        groups = [tuple([fund.id for fund in family]) for family in _families(funds)]
        return CardGridParams(groups=tuple(groups[: limit or None]), since=context.page.meta.as_of, caption=caption)
    return FundsParams(
        series=tuple([fund.id for fund in funds]),
        columns=tuple([column for _, column in columns]),
        as_of=as_of,
        sort=sort,
        descending=descending,
        limit=limit,
        caption=caption,
        outer=str(mark.params.get("caption") or ""),
    )


class _FundsFence:
    """The keys of a fence, and what is wrong with them."""

    def __init__(self, mark: Mark, context: ResolveContext) -> None:
        self.mark, self.context = mark, context
        self.spec: Mapping[str, Any] = mark.params["spec"] if isinstance(mark.params["spec"], dict) else {}
        self.problems: list[Problem] = []

    def report(self, key: str, message: str, hint: str = "", id: str = "bad-fence", token: str = "") -> None:
        """Note a problem at a word behind a key; at the key where there is no such word."""
        problem = self.context.on_line(self.mark, key, id, message, hint=hint)
        _, behind, values = self.mark.text.partition(f"\n{key}:")
        if token and token in values:
            problem = self.context.placed(problem, self.mark, token=token, after=behind)
        self.problems.append(problem)

    def text(self, key: str) -> str:
        """The one value of a key; "" where it is absent."""
        value = self.spec.get(key) or ""
        if isinstance(value, str):
            return value.strip()
        self.report(key, f"{key} is one value, not a list or a table")
        return ""

    def texts(self, key: str) -> list[str]:
        """The values of a key: a list, or a text with commas."""
        value = self.spec.get(key) or []
        if isinstance(value, str):
            return [text.strip() for text in re.split(r"[,，、]", value) if text.strip()]
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return [text.strip() for text in value]
        self.report(key, f"{key} is a list of words", f"e.g. {key}: [012733, 012734]" if key == "funds" else "")
        return []


def _nearest(word: str, choices: Sequence[str]) -> str:
    """A hint that names the nearest choice, if any is near, and all of them."""
    listed = ", ".join(choices)
    near = did_you_mean(word, choices)
    return f"{near} One of {listed}" if near else f"one of {listed}"


def _funds(fence: _FundsFence) -> list[Instrument]:
    """The funds that are listed, or all of the catalogue, as far as they pass the filter."""
    directory = fence.context.directory
    written = fence.texts("funds")
    if not written and "filter" not in fence.spec:
        fence.report("funds", "neither funds nor filter says which funds are meant", "e.g. funds: [012733, 012734]")
        return []
    listed: list[Instrument] = []
    for code in written:
        try:
            listed.append(resolve_instrument.find(code, directory, market="" if ":" in code else FUND_MARKET))
        except Failed as failed:
            for problem in failed.problems:
                fence.report("funds", problem.message, problem.hint, problem.id)
    pool = listed if written else [fund for fund in directory.instruments.values() if fund.kind == "fund"]
    ids = unique(fund.id for fund in _filtered(fence, pool))
    return [directory.instruments[id_] for id_ in (ids if written else sorted(ids))]


def _filtered(fence: _FundsFence, pool: list[Instrument]) -> list[Instrument]:
    facts = fence.spec.get("filter") or {}
    if not isinstance(facts, dict):
        fence.report("filter", "filter is a table of facts", "e.g. filter: {kind: 指数型-股票}")
        return []
    passed = pool
    for fact, value in facts.items():
        if fact not in FILTERS:
            fence.report("filter", f"funds cannot be filtered by {fact}", _nearest(fact, FILTERS))
            continue
        wanted = [str(text) for text in value] if isinstance(value, list) else [str(value)]
        known = unique(fund.facts[fact] for fund in pool if fact in fund.facts)
        for missing in (text for text in wanted if not any(_matches(fact, other, text) for other in known)):
            hint = did_you_mean(missing, known, otherwise=f"one of {', '.join(known)}" if known else "")
            fence.report("filter", f"no fund has the {fact} {missing}", hint)
        passed = [fund for fund in passed if any(_matches(fact, fund.facts.get(fact, ""), text) for text in wanted)]
    if not passed and pool and not fence.problems:
        fence.report("filter", "no fund passes the filter")
    return passed


def _matches(fact: str, text: str, wanted: str) -> bool:
    """Whether a fact is the wanted one: risk by grade or word, a kind also by its first part (指数型-股票)."""
    if fact == "risk_level":
        return bool(text) and chinese_terms.risk(text) == chinese_terms.risk(wanted)
    if fact == "index":
        return text.rpartition(":")[2] == wanted.rpartition(":")[2]
    return text == wanted or (fact == "kind" and text.partition("-")[0] == wanted)


def _families(funds: Iterable[Instrument]) -> list[list[Instrument]]:
    """The funds in order, share classes of one fund together."""
    families: list[list[Instrument]] = []
    for fund in funds:
        family = next((family for family in families if are_classes(family[0], fund)), None)
        if family is None:
            families.append([fund])
        else:
            family.append(fund)
    return families


def _columns(fence: _FundsFence, as_of: str, funds: Sequence[Instrument]) -> list[tuple[str, FundsColumn]]:
    """The columns, each with how it is written, e.g. "return 1y"."""
    usual = MONEY_COLUMNS if funds and all(fund.is_money_fund for fund in funds) else COLUMNS
    texts = [" ".join(text.split()) for text in fence.texts("columns") or usual]
    return [(written, column) for written in texts if (column := _column(fence, written, as_of))]


def _column(fence: _FundsFence, written: str, as_of: str) -> FundsColumn | None:
    """A column as it is written: an expression without its series."""
    try:
        expression = replace(parse_column(written), as_of=as_of, live=not as_of)
    except ExpressionError as error:
        message = f"the column {written} cannot be read: {error.message}"
        fence.report("columns", message, f"{error.hint}; a column is e.g. return 1y, or nav", token=written)
        return None
    faults = question.faults(expression, fence.context, None)
    for fault in faults:
        fence.report("columns", fault.problem.message, fault.problem.hint, fault.problem.id, token=written)
    measure = fence.context.measures.get(expression.measure)
    if measure is None or faults:
        return None
    if "fund" not in measure.kinds:
        fence.report("columns", f"funds have no {measure.name}", id="measure-not-applicable", token=written)
    ask = question.ask_of(expression, "", fence.context)
    return FundsColumn(
        measure=ask.measure,
        window=ask.window,
        start=ask.start,
        end=ask.end,
        as_of=ask.as_of,
        format=expression.format,
        name=measure.label,
        formula=measure.formula,
    )


def _sort(fence: _FundsFence, columns: list[str]) -> tuple[int | str, bool]:
    """The column's index, or "name", "code" or "", and whether the largest comes first."""
    written = " ".join(fence.text("sort").split())
    bare = written.removeprefix("-").removesuffix(" desc").removesuffix(" asc").strip()
    choices = ("name", "code", *columns)
    if bare and bare not in choices:
        fence.report("sort", f"funds cannot be sorted by {bare}", _nearest(bare, choices))
    return columns.index(bare) if bare in columns else bare, written.startswith("-") or written.endswith(" desc")


def _limit(fence: _FundsFence) -> int:
    written = fence.text("limit")
    if not written:
        return 0
    if not re.fullmatch(r"[1-9][0-9]{0,4}", written):
        fence.report("limit", f"{written} is not a number of funds", "a whole number, e.g. 10")
        return 0
    return int(written)


def _as_of(fence: _FundsFence) -> str:
    """The cut-off: the fence's own, none for a live table, or the page's."""
    written, live = fence.text("as_of"), fence.text("live").lower()
    published = fence.context.page.meta.as_of
    if written and not is_date(written):
        fence.report("as_of", f"{written} is not a date", "write it as 2024-02-19", "bad-date")
        return published
    if live not in ("", "true", "false", "yes", "no"):
        fence.report("live", f"live is true or false, not {live}")
    if live in ("true", "yes"):
        if written:
            fence.report("live", "both live and as_of", "leave out one of them")
        return ""
    return written or published
