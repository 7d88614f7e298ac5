"""A fund's benchmark: its formula as a catalogue writes it, and its daily growth from the histories of its indexes.

The snapshot builds it; the measures of benchmark return and tracking error read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np

from builder.model import Instrument
from builder.number_format import significant
from builder.numbers.series import benchmark_words
from builder.numbers.series.day_numbers import FIRST
from builder.numbers.series.series import Days, Series, Values
from builder.vocabulary import DAYS_A_YEAR, alias_names

# Words that tell one index of a family from the others: what it counts in, and its currency.
_OWN_KIND = re.compile(
    r"[(]|总收益|总回报|全收益|净收益|净总|财富(?!管理)|再投资|全价|净价|税后|人民币|港币|港元|美元|对冲"
    r"|total|gross|(?<![a-z])(?:n|g)?tr(?![a-z])|(?<![a-z])(?:net|usd|hkd|cny|cnh|rmb)(?![a-z])"
)
# Words that tell it from its variants, and such as say no more than the name of an index does.
_VARIANTS = re.compile("汇率|折算|调整|增强|反向|做空|倍|杠杆|等权|低波|价值|成长|红利|动量|质量|基本面")
_NO_MORE = re.compile("(?:中证|上证|深证|国证|沪深|标普|富时|msci|主题|指数|价格|本基金|标的|的)*")
NO_INDEX = "暂无业绩比较基准所用指数的数据"
_TERM = re.compile(
    r"(?P<factor>[A-Za-z0-9:._-]++%?)\s*+[*×]\s*+(?P<weight>\d++(?:\.\d++)?|\.\d++)(?P<percent>%?)", re.ASCII
)
_RATE = re.compile(r"(\d*+\.\d++)|(\d++(?:\.\d++)?)%", re.ASCII)


class BenchmarkFormula(NamedTuple):
    """What a benchmark is made of."""

    indexes: tuple[tuple[str, float], ...]  # code and weight, e.g. (("930713", 0.95),)
    cash: float | None  # what its cash earns a year, times its weight; None where only its weight is known
    since: str = ""  # the day from which its cash earns that; "" for any

    @property
    def composition(self) -> str:
        """The whole of it as a text."""
        parts = [f"{code}*{weight!r}" for code, weight in self.indexes]
        return "+".join([*parts, *([repr(self.cash)] if self.cash else [])]) + self.since


def formula(written: str) -> BenchmarkFormula | str:
    """The benchmark of a formula such as `930713*0.95 + 0.0035*0.05`, or what is wrong with it.

    Each term is the code of an index or a yearly rate, times its weight; weights add up to 1. A factor with a decimal
    point or a per cent sign is a rate, any other the code of an index.
    """
    indexes: list[tuple[str, float]] = []
    cash = total = 0.0
    for term in written.split("+"):
        match = _TERM.fullmatch(term.strip())
        if match is None:
            return f"{term.strip() or 'a blank'} is not an index or a rate times a weight"
        weight = float(match["weight"]) / (100 if match["percent"] else 1)
        rate = _RATE.fullmatch(match["factor"])
        total += weight
        if rate:
            cash += weight * (float(rate[1]) if rate[1] else float(rate[2]) / 100)
        else:
            indexes.append((match["factor"].removeprefix("index:"), weight))
    if abs(total - 1) > 1e-9:
        return f"the weights add up to {significant(total, 10)}, not to 1"
    return BenchmarkFormula(tuple(indexes), cash) if indexes else "it names no index"


@dataclass(frozen=True)
class IndexNames:
    """The codes of all indexes by their normalised names and aliases; a name of two indexes is none."""

    codes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, instruments: Iterable[Instrument]) -> IndexNames:
        """The names of the indexes among these instruments."""
        codes: dict[str, set[str]] = {}
        for instrument in instruments:
            if instrument.kind == "index":
                facts = instrument.facts
                for name in (instrument.name, facts.get("short_name", ""), *alias_names(facts.get("aliases", ""))):
                    if name.strip():
                        codes.setdefault(benchmark_words.normalised(name), set()).add(instrument.code)
        return cls({name: of_name.pop() for name, of_name in codes.items() if len(of_name) == 1})

    @cached_property
    def by_code(self) -> Mapping[str, Sequence[str]]:
        """The names of each index by its code."""
        names: dict[str, list[str]] = {}
        for name, code in self.codes.items():
            names.setdefault(code, []).append(name)
        return names


def formula_of(facts: Mapping[str, str], names: IndexNames) -> BenchmarkFormula | str:
    """The benchmark of a fund's catalogue row, or why there is none.

    It is the fund's formula, or else what the contract's words say. A single index that `names` do not have is the one that
    the fund follows.
    """
    if written := facts.get("benchmark_formula", ""):
        return formula(written)
    words = facts.get("benchmark", "")
    if not words.strip():
        return "未提供业绩比较基准"
    components = benchmark_words.components(words)
    if components is None:
        return "业绩比较基准的文字无法识别，未提供计算公式"
    legs = [component for component in components if not component.is_cash]
    indexes = tuple((names.codes.get(leg.name, ""), leg.weight) for leg in legs)
    if len(legs) == 1 and not indexes[0][0]:
        followed = facts.get("index", "").removeprefix("index:")
        if _may_be(legs[0].name, names.by_code.get(followed, ())):
            indexes = ((followed, legs[0].weight),)
    if not legs or not all(code for code, _ in indexes):
        return NO_INDEX
    cash = [component for component in components if component.is_cash and component.weight]
    rates = [component.weight * component.rate for component in cash if component.rate is not None]
    return BenchmarkFormula(
        indexes,
        sum(rates) if len(rates) == len(cash) else None,
        benchmark_words.RATES_SINCE if any(component.is_named_rate for component in cash) else "",
    )


def _may_be(name: str, names: Sequence[str]) -> bool:
    """Whether a contract's name of an index may be one of the index with these names.

    An index in another currency, with dividends, or one of its variants is not; nor is one of its names with any word more.
    """
    if _OWN_KIND.search(name):
        return False
    others = [name.replace(own, "", 1) for own in names if own in name]
    known = "".join(names)
    return any(_NO_MORE.fullmatch(other) for other in others) or (
        not others and all(word in known for word in _VARIANTS.findall(name))
    )


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A benchmark with the histories of its indexes."""

    indexes: tuple[tuple[Series, float], ...]  # history and weight
    cash: float | None  # as in `BenchmarkFormula`
    since: int = FIRST
    composition: str = ""  # e.g. "930713*0.95+0.000175": equal for equal benchmarks

    @cached_property
    def days(self) -> Days:
        """The days that all its indexes have."""
        histories = (series.days for series, _ in self.indexes)
        return reduce(lambda days, more: np.intersect1d(days, more, assume_unique=True), histories)

    @cached_property
    def priced_days(self) -> Days:
        """Those of its days from which on it is known what its cash earned."""
        return self.days[self.days.searchsorted(np.int32(self.since)) :]

    @cached_property
    def levels(self) -> Values:
        """Its value on each of these days, 1 on the first: its growth, chained."""
        return np.concatenate(([1.0], np.cumprod(1 + self.growth(self.priced_days))))[: len(self.priced_days)]

    def growth(self, days: Days) -> Values:
        """The growth from each of these days to the next, with the weights restored on every day.

        Σ weight × (index ÷ index of the day before − 1) + cash × days ÷ 365: index returns, rebalanced daily, plus the
        cash rate. `days` are some of its own.
        """
        total: Values = np.diff(days) / DAYS_A_YEAR * (self.cash or 0.0)
        for series, weight in self.indexes:
            values = series.raw[series.days.searchsorted(days)]
            total = total + weight * (values[1:] / values[:-1] - 1)
        return total

    def known(self, by: int) -> Benchmark:
        """The benchmark as it was known on a day; this very object where no row was announced later."""
        indexes = tuple((series.known(by), weight) for series, weight in self.indexes)
        is_same = all(known is series for (known, _), (series, _) in zip(indexes, self.indexes, strict=True))
        return (
            self
            if is_same
            else Benchmark(indexes=indexes, cash=self.cash, since=self.since, composition=self.composition)
        )
