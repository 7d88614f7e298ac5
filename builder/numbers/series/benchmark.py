"""A fund's benchmark: its formula as a catalogue writes it, and its daily growth from the histories of its indexes.

The snapshot builds it; the measures of benchmark return and tracking error read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np

from builder.number_format import significant
from builder.numbers.series.series import Days, Series, Values

_COMPONENT = re.compile(r"(?P<name>.+?)\s*(?:[×*xX＊✕]\s*(?P<weight>\d+(?:\.\d+)?)\s*[%％])?")
_CASH = re.compile("存款|利率(?!债)|^现金(?!流)")  # 利率债 and 现金流 name indexes
_TERM = re.compile(r"(?P<factor>[A-Za-z0-9:._-]+%?)\s*[*×]\s*(?P<weight>\d*\.?\d+)(?P<percent>%?)", re.ASCII)
_RATE = re.compile(r"(\d*\.\d+)|(\d+(?:\.\d+)?)%", re.ASCII)
_DAYS_A_YEAR = 365  # over which a yearly rate is spread


class BenchmarkFormula(NamedTuple):
    """What a benchmark is made of."""

    indexes: tuple[tuple[str, float], ...]  # code and weight, e.g. (("930713", 0.95),)
    cash: float | None  # what its cash earns a year, times its weight; None where only its weight is known


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


def index_weight(benchmark: str) -> float | str:
    """The weight of the only index in a contract's words, or why there is none.

    E.g. 0.95 for "中证人工智能主题指数×95%+活期存款利率×5%".
    """
    if not benchmark.strip():
        return "未提供业绩比较基准"
    components = [_COMPONENT.fullmatch(component.strip()) for component in re.split("[+＋]", benchmark)]
    weights = {component["name"]: float(component["weight"] or 100) for component in components if component}
    index_weights = [weight for name, weight in weights.items() if not _CASH.search(name)]
    if len(weights) != len(components) or len(index_weights) != 1 or abs(sum(weights.values()) - 100) > 1e-9:
        return "业绩比较基准不是单一指数加现金，暂不计算"
    return index_weights[0] / 100


def formula_of(facts: Mapping[str, str]) -> BenchmarkFormula | str:
    """The benchmark of a fund's catalogue row, or why there is none.

    It is the fund's formula, or else what the contract's words say of the index that the fund follows.
    """
    if written := facts.get("benchmark_formula", ""):
        return formula(written)
    weight = index_weight(facts.get("benchmark", ""))
    if isinstance(weight, str):
        return weight
    # Cash of weight 0 earns nothing; of any other the rate is not known.
    cash = 0.0 if weight == 1 else None
    return BenchmarkFormula(((facts.get("index", "").removeprefix("index:"), weight),), cash)


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A benchmark with the histories of its indexes."""

    indexes: tuple[tuple[Series, float], ...]  # history and weight
    cash: float | None  # as in `BenchmarkFormula`

    @cached_property
    def days(self) -> Days:
        """The days that all its indexes have."""
        histories = (series.days for series, _ in self.indexes)
        return reduce(lambda days, more: np.intersect1d(days, more, assume_unique=True), histories)

    def growth(self, days: Days) -> Values:
        """The growth from each of these days to the next, with the weights restored on every day.

        Σ weight × (index ÷ index of the day before − 1) + cash × days ÷ 365: index returns, rebalanced daily, plus the
        cash rate. `days` are some of its own.
        """
        total: Values = np.diff(days) / _DAYS_A_YEAR * (self.cash or 0.0)
        for series, weight in self.indexes:
            values = series.raw[series.days.searchsorted(days)]
            total = total + weight * (values[1:] / values[:-1] - 1)
        return total

    def known(self, by: int) -> Benchmark:
        """The benchmark as it was known on a day; this very object where no row was announced later."""
        indexes = tuple((series.known(by), weight) for series, weight in self.indexes)
        is_same = all(known is series for (known, _), (series, _) in zip(indexes, self.indexes, strict=True))
        return self if is_same else Benchmark(indexes=indexes, cash=self.cash)
