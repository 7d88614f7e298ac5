"""The fictional instruments in, the demo's data files out: `python examples/demo/make_data.py content/data`.

Prices are correlated random walks from a fixed seed, bent so that they touch the levels that `instruments` names. The
same files come out on every machine: the generator is NumPy's frozen legacy one, and every figure is rounded.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import trading_days
from demo_funds import FUNDS
from instruments import INDEXES, STOCKS, Fund, Quoted

SEED = 20240220
CATALOGUE = (
    "code name short_name kind risk_level manager_company custodian managers effective_date benchmark index fees "
    "size size_date parent pinyin"
)
CALENDARS = {
    "funds": "Asia/Shanghai",
    "nav": "Asia/Shanghai",
    "indexes": "Asia/Shanghai",
    "index": "Asia/Shanghai",
    "stocks": "America/New_York",
    "stock": "America/New_York",
}
RAMP = 0.03  # of the way to full exposure, gained on each day of a fund's closed period
TRACKING = 0.0003  # daily, of a fund against its index

Path_ = Mapping[date, float]


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What moves everything at once: daily shocks of the market and of the technology theme, for every weekday."""

    market: Path_
    theme: Path_


def main(folder: Path) -> None:
    """Write every data file into this folder, over what is there."""
    random = np.random.RandomState(SEED)
    weather = Weather(market=_shocks(random), theme=_shocks(random))
    paths = {quoted.code: _quoted_path(quoted, weather, random) for quoted in INDEXES + STOCKS}
    growth: dict[str, Path_] = {}
    for fund in FUNDS:
        same = growth.get(fund.parent)
        growth[fund.code] = _after_service_fee(same, fund) if same else _growth(fund, paths, weather, random)
    for index in INDEXES:
        _write(folder / "index" / f"{index.code}.csv", ["date", "close"], _closes(paths[index.code]))
    for stock in STOCKS:
        _write(folder / "stock" / f"{stock.code}.csv", ["date", "close", "adjusted"], _prices(stock, paths[stock.code]))
    for fund in FUNDS:
        rows = _nav_rows(fund, growth[fund.code])
        _write(folder / "nav" / f"{fund.code}.csv", ["date", "nav", "accumulated", "dividend", "split"], rows)
    _write_catalogue(folder)


# ---------------------------------------------------------------------------------------------------------------- paths


def _shocks(random: np.random.RandomState) -> Path_:
    return dict(zip(trading_days.weekdays(), random.standard_normal(len(trading_days.weekdays())), strict=True))


def _quoted_path(quoted: Quoted, weather: Weather, random: np.random.RandomState) -> Path_:
    own = _shocks(random)
    days = trading_days.new_york() if quoted.abroad else trading_days.shanghai()
    steps = [
        (quoted.market * weather.market[day] + quoted.theme * weather.theme[day] + quoted.own * own[day]) / np.sqrt(252)
        for day in days
    ]
    return _bent(days, steps, quoted.levels)


def _bent(days: Sequence[date], steps: Iterable[float], levels: str) -> Path_:
    """A random walk of logarithms, tilted between each two levels so that it touches both."""
    walk = np.cumsum(np.array(list(steps)))
    place = {day: number for number, day in enumerate(days)}
    pairs = [pair.split() for pair in levels.split(", ")]
    knots = [place[date.fromisoformat(day)] for day, _ in pairs]
    targets = np.log([float(level) for _, level in pairs])
    numbers = np.arange(len(days))
    bend = np.interp(numbers, knots, targets - walk[knots])
    return dict(zip(days, np.exp(walk + bend), strict=True))


def _growth(fund: Fund, paths: Mapping[str, Path_], weather: Weather, random: np.random.RandomState) -> Path_:
    """What one yuan of the launch day has become, dividends put back in, after fees."""
    own = _shocks(random)
    days = [day for day in (trading_days.both() if fund.abroad else trading_days.shanghai()) if day >= fund.start]
    if not fund.index:
        steps = [fund.own * (0.7 * weather.market[day] + 0.7 * own[day]) / np.sqrt(252) for day in days]
        return _bent(days, steps, fund.levels)
    index, grown = paths[fund.index], {days[0]: 1.0}
    for before, day in pairwise(days):
        exposure = _exposure(fund, days.index(day), day)
        step = exposure * (index[day] / index[before] - 1 + TRACKING * own[day])
        grown[day] = grown[before] * (1 + step) * (1 - fund.yearly_fee * (day - before).days / 365)
    if fund.abroad:
        del grown[days[-1]]  # published a day later than the others
    return grown


def _exposure(fund: Fund, age: int, day: date) -> float:
    closed = day.isoformat() <= fund.closed_until
    return min(fund.exposure, RAMP * age) if closed else fund.exposure


def _after_service_fee(a_class: Path_, fund: Fund) -> Path_:
    return {day: grown * (1 - fund.service_fee / 365) ** (day - fund.start).days for day, grown in a_class.items()}


# ----------------------------------------------------------------------------------------------------------------- rows


def _closes(path: Path_) -> Iterable[list[str]]:
    return ([day.isoformat(), f"{level:.2f}"] for day, level in path.items())


def _prices(stock: Quoted, path: Path_) -> Iterable[list[str]]:
    """Closes as quoted, and adjusted for the dividends that come after them: worked out from the last day backwards."""
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
    """Whether this is a quarter's ex-dividend day: the first from the 20th of its last month on."""
    day, before = days[number], days[number - 1]
    return day.month % 3 == 0 and day.day >= 20 and (before.day < 20 or before.month != day.month)


def _nav_rows(fund: Fund, growth: Path_) -> Iterable[list[str]]:
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
        if following and day < year_end < following:  # a NAV is struck at the end of the year, open or shut
            yield _nav_row(year_end, nav, nav * units + paid, 0.0, 1.0)


def _ends_week(day: date, following: date | None) -> bool:
    return following is None or following.isocalendar()[:2] != day.isocalendar()[:2]


def _nav_row(day: date, nav: float, accumulated: float, dividend: float, split: float) -> list[str]:
    told = [f"{dividend:.4f}" if dividend else "", f"{split:.4f}" if split != 1 else ""]
    return [day.isoformat(), f"{nav:.4f}", f"{accumulated:.4f}", *told]


# ---------------------------------------------------------------------------------------------------------------- files


def _write_catalogue(folder: Path) -> None:
    _write(folder / "funds.csv", CATALOGUE.split(), map(_catalogue_row, FUNDS))
    for name, instruments in (("indexes", INDEXES), ("stocks", STOCKS)):
        _write(
            folder / f"{name}.csv",
            ["code", "name", "pinyin"],
            ([one.code, one.name, one.pinyin] for one in instruments),
        )
    (folder / "sources.yml").write_text(_sources(), encoding="utf-8", newline="\n")


def _sources() -> str:
    said = "# Where the demo's data come from: all is made up, by `python examples/demo/make_data.py content/data`.\n"
    for name, calendar in CALENDARS.items():
        # Made once and never continued: no reader is to be told that they have gone stale.
        ends = ", freshness: none" if name in ("nav", "index", "stock") else ""
        origin = f"origin: examples/demo/make_data.py, licence: MIT, calendar: {calendar}{ends}"
        said += f"{name}: {{synthetic: true, {origin}}}\n"
    return said


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
