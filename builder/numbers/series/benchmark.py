"""A benchmark as the catalogue writes it in, its legs out; those and their histories in, its daily growth out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np

from builder.number_format import significant
from builder.numbers.series.series import Days, Series, Values

_LEG = re.compile(r"(?P<name>.+?)\s*(?:[×*xX＊✕]\s*(?P<weight>\d+(?:\.\d+)?)\s*[%％])?")
_CASH = re.compile("存款|利率(?!债)|^现金(?!流)")  # 利率债 and 现金流 name indexes
_TERM = re.compile(r"(?P<what>[A-Za-z0-9:._-]+%?)\s*[*×]\s*(?P<weight>\d*\.?\d+)(?P<percent>%?)", re.ASCII)
_RATE = re.compile(r"(\d*\.\d+)|(\d+(?:\.\d+)?)%", re.ASCII)
_YEAR = 365  # days over which a yearly rate is spread


class BenchmarkFormula(NamedTuple):
    """What a benchmark is made of."""

    legs: tuple[tuple[str, float], ...]  # code of an index and its weight, e.g. (("930713", 0.95),)
    cash: float | None  # what its cash earns a year, times its weight; None where only its weight is known


def formula(written: str) -> BenchmarkFormula | str:
    """`930713*0.95 + 0.0035*0.05` as legs: index × weight, yearly rate × weight, weights adding up to 1; or what is wrong.

    A factor with a decimal point or a per cent sign is a rate, any other the code of an index.
    """
    legs: list[tuple[str, float]] = []
    cash = total = 0.0
    for part in written.split("+"):
        term = _TERM.fullmatch(part.strip())
        if term is None:
            return f"{part.strip() or 'a blank'} is not an index or a rate times a weight"
        weight = float(term["weight"]) / (100 if term["percent"] else 1)
        rate = _RATE.fullmatch(term["what"])
        total += weight
        if rate:
            cash += weight * (float(rate[1]) if rate[1] else float(rate[2]) / 100)
        else:
            legs.append((term["what"].removeprefix("index:"), weight))
    if abs(total - 1) > 1e-9:
        return f"the weights add up to {significant(total, 10)}, not to 1"
    return BenchmarkFormula(tuple(legs), cash) if legs else "it names no index"


def index_weight(benchmark: str) -> float | str:
    """The weight of the one index in a contract's words, 0.95 in "中证人工智能主题指数×95%+活期存款利率×5%"; or why none."""
    if not benchmark.strip():
        return "未提供业绩比较基准"
    legs = [_LEG.fullmatch(leg.strip()) for leg in re.split("[+＋]", benchmark)]
    weights = {leg["name"]: float(leg["weight"] or 100) for leg in legs if leg}
    risky = [weight for name, weight in weights.items() if not _CASH.search(name)]
    if len(weights) != len(legs) or len(risky) != 1 or abs(sum(weights.values()) - 100) > 1e-9:
        return "业绩比较基准不是单一指数加现金，暂不计算"
    return risky[0] / 100


def of(facts: Mapping[str, str]) -> BenchmarkFormula | str:
    """A fund's benchmark: its formula, or else the contract's words and the code of its index; or why there is none."""
    if written := facts.get("benchmark_formula", ""):
        return formula(written)
    weight = index_weight(facts.get("benchmark", ""))
    if isinstance(weight, str):
        return weight
    # Cash of weight 0 earns nothing; of any other its rate is not known.
    return BenchmarkFormula(((facts.get("index", "").removeprefix("index:"), weight),), 0.0 if weight == 1 else None)


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A benchmark with the histories of its legs."""

    legs: tuple[tuple[Series, float], ...]
    cash: float | None

    @cached_property
    def days(self) -> Days:
        """The days that all legs have."""
        return reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), (s.days for s, _ in self.legs))

    def growth(self, days: Days) -> Values:
        """How much it grew from each of these days to the next, its weights restored on each of them.

        Σ weight × (index ÷ index of the day before − 1) + cash × days ÷ 365. `days` are some of its own. (DOMAIN:
        weights × index returns, rebalanced daily, plus cash rate.)
        """
        total: Values = np.diff(days) / _YEAR * (self.cash or 0.0)
        for series, weight in self.legs:
            values = series.raw[series.days.searchsorted(days)]
            total = total + weight * (values[1:] / values[:-1] - 1)
        return total

    def known(self, by: int) -> Benchmark:
        """With no more than was known on a day; this very object where nothing was late."""
        legs = tuple((series.known(by), weight) for series, weight in self.legs)
        same = all(one is other for (one, _), (other, _) in zip(legs, self.legs, strict=True))
        return self if same else Benchmark(legs=legs, cash=self.cash)
