"""Writes the data files of the demo: `python examples/demo/make_data.py content/data`.

Prices are correlated random walks from a fixed seed, bent so that they reach the levels in `instruments`. Every machine writes
the same files: `numpy.random.RandomState` never changes, and all numbers are rounded.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import trading_days
from demo_funds import FUNDS
from instruments import BOND_INDEX, INDEXES, STOCKS, Fund, Quoted

SEED = 20240220
CATALOGUE = (
    "code name short_name kind risk_level manager_company custodian managers effective_date benchmark index fees "
    "size size_date parent pinyin"
)
DATA_SETS = ("funds", "nav", "indexes", "index", "stocks", "stock")
RAMP = 0.03  # how much exposure to its index a new fund gains each day of its closed period
TRACKING = 0.0003  # the daily tracking error of a fund

PricePath = Mapping[date, float]


@dataclass(frozen=True, kw_only=True)
class CommonShocks:
    """Daily moves that many instruments share, those of the market and of the technology theme, for every weekday."""

    market: PricePath
    theme: PricePath


def main(folder: Path) -> None:
    """Write every data file into this folder; files of the same names are replaced."""
    random = np.random.RandomState(SEED)
    common = CommonShocks(market=_shocks(random), theme=_shocks(random))
    paths = {quoted.code: _quoted_path(quoted, common, random) for quoted in INDEXES + STOCKS}
    growth: dict[str, PricePath] = {}
    for fund in (fund for fund in FUNDS if not fund.yields):
        a_class = growth.get(fund.parent)
        growth[fund.code] = _after_service_fee(a_class, fund) if a_class else _growth(fund, paths, common, random)
    paths[BOND_INDEX.code] = _quoted_path(BOND_INDEX, common, np.random.RandomState(SEED + 2))  # its own too
    for index in (*INDEXES, BOND_INDEX):
        _write(folder / "index" / f"{index.code}.csv", ["date", "close"], _closes(paths[index.code]))
    for stock in STOCKS:
        _write(folder / "stock" / f"{stock.code}.csv", ["date", "close", "adjusted"], _prices(stock, paths[stock.code]))
    for fund in FUNDS:
        if fund.yields:
            rows = _income_rows(fund, np.random.RandomState(SEED + 1))  # its own: it moves nothing else
            _write(folder / "nav" / f"{fund.code}.csv", ["date", "income", "yield7"], rows)
            continue
        rows = _nav_rows(fund, growth[fund.code])
        _write(folder / "nav" / f"{fund.code}.csv", ["date", "nav", "accumulated", "dividend", "split"], rows)
    _write_catalogue(folder)


# ---------------------------------------------------------------------------------------------------------------- paths


def _shocks(random: np.random.RandomState) -> PricePath:
    return dict(zip(trading_days.weekdays(), random.standard_normal(len(trading_days.weekdays())), strict=True))


def _quoted_path(quoted: Quoted, common: CommonShocks, random: np.random.RandomState) -> PricePath:
    own = _shocks(random)
    days = trading_days.new_york() if quoted.abroad else trading_days.shanghai()
    steps = [
        (quoted.market * common.market[day] + quoted.theme * common.theme[day] + quoted.own * own[day]) / np.sqrt(252)
        for day in days
    ]
    return _bend(days, steps, quoted.levels)


def _bend(days: Sequence[date], steps: Iterable[float], levels: str) -> PricePath:
    """A random walk of logarithms, tilted between every two levels so that it reaches both."""
    walk = np.cumsum(np.array(list(steps)))
    positions = {day: position for position, day in enumerate(days)}
    pairs = [pair.split() for pair in levels.split(", ")]
    knots = [positions[date.fromisoformat(day)] for day, _ in pairs]
    targets = np.log([float(level) for _, level in pairs])
    tilt = np.interp(np.arange(len(days)), knots, targets - walk[knots])
    return dict(zip(days, np.exp(walk + tilt), strict=True))


def _growth(
    fund: Fund, paths: Mapping[str, PricePath], common: CommonShocks, random: np.random.RandomState
) -> PricePath:
    """The value of one yuan invested at launch, with dividends reinvested, after fees."""
    own = _shocks(random)
    days = [day for day in (trading_days.both() if fund.abroad else trading_days.shanghai()) if day >= fund.start]
    if not fund.index:
        steps = [fund.own * (0.7 * common.market[day] + 0.7 * own[day]) / np.sqrt(252) for day in days]
        return _bend(days, steps, fund.levels)
    index, growth = paths[fund.index], {days[0]: 1.0}
    for before, day in pairwise(days):
        exposure = _exposure(fund, days.index(day), day)
        step = exposure * (index[day] / index[before] - 1 + TRACKING * own[day])
        growth[day] = growth[before] * (1 + step) * (1 - fund.yearly_fee * (day - before).days / 365)
    if fund.abroad:
        del growth[days[-1]]  # published a day later than other NAVs
    return growth


def _exposure(fund: Fund, age: int, day: date) -> float:
    closed = day.isoformat() <= fund.closed_until
    return min(fund.exposure, RAMP * age) if closed else fund.exposure


def _after_service_fee(a_class: PricePath, fund: Fund) -> PricePath:
    return {day: value * (1 - fund.service_fee / 365) ** (day - fund.start).days for day, value in a_class.items()}


# ----------------------------------------------------------------------------------------------------------------- rows


def _closes(path: PricePath) -> Iterable[list[str]]:
    return ([day.isoformat(), f"{level:.2f}"] for day, level in path.items())


def _prices(stock: Quoted, path: PricePath) -> Iterable[list[str]]:
    """Rows of closes as traded and as adjusted for later dividends; computed from the last day backwards."""
    days, rows, factor = list(path), [], 1.0
    for number in reversed(range(len(days))):
        day = days[number]
        close = path[day] / factor
        if number + 1 < len(days) and _goes_ex(days, number + 1):
            close += stock.dividend
        factor = path[day] / close
        rows.append([day.isoformat(), f"{close:.2f}", f"{path[day]:.4f}"])
    return reversed(rows)


def _goes_ex(days: Sequence[date], number: int) -> bool:
    """Whether this is the ex-dividend day of a quarter: the first trading day from the 20th of its last month on."""
    day, before = days[number], days[number - 1]
    return day.month % 3 == 0 and day.day >= 20 and (before.day < 20 or before.month != day.month)


def _nav_rows(fund: Fund, growth: PricePath) -> Iterable[list[str]]:
    days = list(growth)
    nav, paid, units = 1.0, 0.0, 1.0
    for number, day in enumerate(days):
        dividend, split = fund.dividends.get(day.isoformat(), 0.0), fund.splits.get(day.isoformat(), 1.0)
        if number:
            nav = (nav * growth[day] / growth[days[number - 1]] - dividend) / split
        paid, units = paid + dividend * units, units * split
        following = days[number + 1] if number + 1 < len(days) else None
        if day.isoformat() > fund.closed_until or _ends_week(day, following):
            yield _nav_row(day, nav, nav * units + paid, dividend, split)
        year_end = date(day.year, 12, 31)
        if following and day < year_end < following:  # funds have a NAV on 31 December, even if markets are closed
            yield _nav_row(year_end, nav, nav * units + paid, 0.0, 1.0)


def _income_rows(fund: Fund, random: np.random.RandomState) -> Iterable[list[str]]:
    """Rows of a money-market fund: its income on trading days, on the last of days without trading, and at the end of a year,
    each since the row before.

    The yield of seven days is compounded, as of a fund that carries its income over daily.
    """
    days = [fund.start + timedelta(days=number) for number in range((trading_days.LAST - fund.start).days + 1)]
    pairs = [pair.split() for pair in fund.yields.split(", ")]
    knots = [(date.fromisoformat(day) - fund.start).days for day, _ in pairs]
    yearly = np.interp(np.arange(len(days)), knots, [float(level) for _, level in pairs])
    income = yearly / 100 / 365 * 10_000 * (1 + 0.04 * random.standard_normal(len(days)))
    trading, unpaid = set(trading_days.shanghai()), 0.0
    for number, day in enumerate(days):
        unpaid += income[number]
        year_ends = (day.month, day.day) == (12, 31)  # every fund publishes then
        if day in trading or year_ends or number + 1 == len(days) or days[number + 1] in trading:
            week = income[number - 6 : number + 1]
            yield7 = (np.prod(1 + week / 10_000) ** (365 / 7) - 1) * 100 if len(week) == 7 else None
            yield [day.isoformat(), f"{unpaid:.4f}", "" if yield7 is None else f"{yield7:.3f}"]
            unpaid = 0.0


def _ends_week(day: date, following: date | None) -> bool:
    return following is None or following.isocalendar()[:2] != day.isocalendar()[:2]


def _nav_row(day: date, nav: float, accumulated: float, dividend: float, split: float) -> list[str]:
    payments = [f"{dividend:.4f}" if dividend else "", f"{split:.4f}" if split != 1 else ""]
    return [day.isoformat(), f"{nav:.4f}", f"{accumulated:.4f}", *payments]


# ---------------------------------------------------------------------------------------------------------------- files


def _write_catalogue(folder: Path) -> None:
    _write(folder / "funds.csv", CATALOGUE.split(), map(_catalogue_row, FUNDS))
    for name, instruments in (("indexes", (*INDEXES, BOND_INDEX)), ("stocks", STOCKS)):
        _write(
            folder / f"{name}.csv",
            ["code", "name", "pinyin"],
            ([quoted.code, quoted.name, quoted.pinyin] for quoted in instruments),
        )
    (folder / "sources.yml").write_text(_sources(), encoding="utf-8", newline="\n")


def _sources() -> str:
    text = "# Where the demo's data come from: all is made up, by `python examples/demo/make_data.py content/data`.\n"
    for name in DATA_SETS:
        # The histories are never continued, so pages must not say that they are out of date.
        ends = ", freshness: none" if name in ("nav", "index", "stock") else ""
        origin = f"origin: 本站示例程序, licence: MIT{ends}"
        text += f"{name}: {{synthetic: true, {origin}}}\n"
    return text


def _catalogue_row(fund: Fund) -> list[str]:
    identity = [fund.code, fund.name, fund.name.replace("主题", ""), fund.kind, fund.risk]
    people = ["示例基金管理有限公司", "示例银行股份有限公司", fund.manager]
    terms = [fund.effective, fund.benchmark, fund.index, fund.fees, str(fund.size), fund.size_date]
    return [*identity, *people, *terms, fund.parent, fund.pinyin]


def _write(file: Path, header: list[str], rows: Iterable[list[str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
