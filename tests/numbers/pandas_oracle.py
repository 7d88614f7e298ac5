"""A second program for every number, in plain pandas, written from docs/data.md; and random histories to try both on."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

RISK_FREE, TRADING_DAYS = 0.015, 252
REACH, SHORT_REACH, LONGEST_CLOSED = 15, 11, 5
MONTHS = {"1m": 1, "3m": 3, "6m": 6, "1y": 12, "2y": 24, "3y": 36, "5y": 60}
DAY = pd.Timedelta(days=1)


@dataclass(kw_only=True)
class Told:
    """What the oracle says: a value, the days it is computed from, and the values on the way, by day."""

    value: float | None = None
    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    path: pd.Series | None = None


@dataclass(kw_only=True)
class Span:
    """A period: its values by day, and the days that were asked for."""

    path: pd.Series
    since: pd.Timestamp
    until: pd.Timestamp

    @property
    def start(self) -> pd.Timestamp:
        return self.path.index[0]

    @property
    def end(self) -> pd.Timestamp:
        return self.path.index[-1]


@dataclass(kw_only=True)
class History:
    """One instrument: rows by date, with `raw`, `dividend`, `split`, `known` (the day a row became known)."""

    rows: pd.DataFrame
    effective: pd.Timestamp | None = None
    end_date: pd.Timestamp | None = None
    is_fund: bool = True
    adjusted_close: bool = False
    _memory: dict[Any, pd.DataFrame] = field(default_factory=dict)

    def seen(self, as_of: pd.Timestamp | None) -> pd.DataFrame:
        """The rows known at a cut-off, from the contract's effect on, with what is computed of each."""
        if "whole" not in self._memory:
            since = self.rows if self.effective is None else self.rows[self.rows.index >= self.effective]
            self._memory["whole"] = self._with_adjusted(since)
        whole = self._memory["whole"]
        if as_of is None or (self.rows.known == self.rows.index).all():
            return whole if as_of is None else whole.loc[:as_of]
        if as_of not in self._memory:
            rows = self.rows if as_of is None else self.rows[(self.rows.index <= as_of) & (self.rows.known <= as_of)]
            if self.effective is not None:
                rows = rows[rows.index >= self.effective]
            self._memory[as_of] = self._with_adjusted(rows)
        return self._memory[as_of]

    def _with_adjusted(self, rows: pd.DataFrame) -> pd.DataFrame:
        if self.adjusted_close:
            return rows.assign(total=rows.adjusted, price=rows.raw)
        growth = (rows.raw * rows.split + rows.dividend) / rows.raw.shift()
        unpaid = rows.raw * rows.split / rows.raw.shift()
        first = rows.raw.iloc[0] if len(rows) else 1.0
        return rows.assign(total=first * growth.fillna(1).cumprod(), price=first * unpaid.fillna(1).cumprod())


class Oracle:
    """All answers about one instrument, its index and its benchmark."""

    def __init__(
        self,
        own: History,
        index: History,
        weight: float,
        cash: float,
        data_as_of: pd.Timestamp,
    ) -> None:
        self.own, self.index, self.weight, self.cash = own, index, weight, cash
        self.data_as_of = data_as_of

    # -------------------------------------------------------------------------------------------------------- periods

    def _last(self, ask: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows that a question sees, and all that are known at its cut-off."""
        known = self.own.seen(stamp(ask.as_of))
        return (known.loc[: stamp(ask.end)] if ask.end else known), known

    def _ended(self, rows: pd.DataFrame, known: pd.DataFrame, ask: Any, reach: int = REACH) -> bool:
        last = rows.index[-1]
        if ask.end and last < known.index[-1]:
            return bool(stamp(ask.end) - last > reach * DAY)
        cut = min((day for day in (stamp(ask.as_of), stamp(ask.end)) if day is not None), default=None)
        if self.own.end_date is not None and self.own.end_date < (cut or self.data_as_of + REACH * DAY):
            return True
        return overdue(rows, cut or self.data_as_of)

    def _span(self, ask: Any, column: str = "total", reach: int = REACH) -> Span | None:
        rows, known = self._last(ask)
        limit = min((day for day in (stamp(ask.as_of), stamp(ask.end)) if day is not None), default=None)
        if not len(rows) or (ask.start and limit is not None and stamp(ask.start) > limit):
            return None
        if self._ended(rows, known, ask, reach):
            return None
        values, end = rows[column], rows.index[-1]
        until = limit if limit is not None else end
        if ask.start:
            return self._from(values, stamp(ask.start), until, reach)
        if ask.window == "launch" and self.own.is_fund:
            return self._launch(rows, values, until)
        if ask.window in ("", "launch"):
            return Span(path=values, since=values.index[0], until=until)
        if ask.window == "1w":
            return self._from(values, end - 7 * DAY, end, SHORT_REACH)
        if ask.window == "ytd":
            year = max(end, limit or self.data_as_of).year
            return self._from(values, pd.Timestamp(year - 1, 12, 31), end, SHORT_REACH) if end.year == year else None
        return self._from(values, end - pd.DateOffset(months=MONTHS[ask.window]), end, REACH)

    def _from(self, values: pd.Series, since: pd.Timestamp, until: pd.Timestamp, reach: int) -> Span | None:
        before = values.index[values.index <= since]
        if not len(before) or since - before[-1] > reach * DAY:
            return None
        return Span(path=values[before[-1] :], since=since, until=until)

    def _launch(self, rows: pd.DataFrame, values: pd.Series, until: pd.Timestamp) -> Span | None:
        effective, first = self.own.effective, rows.index[0]
        if effective is None or first - effective > 31 * DAY:
            return None
        off = abs(rows.raw.iloc[0] - 1)
        if off > min(0.015 * (first - effective).days, 0.05) + 1e-9:
            return Span(path=values, since=first, until=until)
        scaled = (
            values / values.iloc[0] * rows.raw.iloc[0] * (rows.split.iloc[0] + rows.dividend.iloc[0] / rows.raw.iloc[0])
        )
        if first == effective:
            return Span(path=scaled, since=first, until=until)
        return Span(path=pd.concat([pd.Series([1.0], index=[effective]), scaled]), since=effective, until=until)

    # ------------------------------------------------------------------------------------------------------- measures

    def answer(self, ask: Any) -> Told:
        """What docs/data.md says of a question."""
        return getattr(self, "_" + ask.measure.replace("-", "_"))(ask)

    def _nav(self, ask: Any) -> Told:
        rows, _ = self._last(ask)
        return Told(value=rows.raw.iloc[-1], end=rows.index[-1]) if len(rows) else Told()

    _close = _nav

    def _change(self, ask: Any) -> Told:
        rows, known = self._last(ask)
        if len(rows) < 2 or self._ended(rows, known, ask) or rows.index[-1] - rows.index[-2] > REACH * DAY:
            return Told()
        steps = rows.index.to_series().diff().dt.days.tail(12).dropna()
        if steps.iloc[-1] > 4 and steps.median() > 4:
            return Told()
        return grown(Span(path=rows.total.iloc[-2:], since=rows.index[-2], until=rows.index[-1]))

    def _return(self, ask: Any) -> Told:
        return grown(self._span(ask))

    def _price_return(self, ask: Any) -> Told:
        return grown(self._span(ask, "price"))

    def _annualised(self, ask: Any) -> Told:
        span = self._span(ask)
        told = grown(span)
        if span is None or told.value is None or span.until - pd.DateOffset(years=1) < span.since:
            return Told()
        told.value = (1 + told.value) ** (365 / (span.end - span.start).days) - 1
        return told

    def _drawdown(self, ask: Any) -> Told:
        span = self._span(ask)
        if span is None:
            return Told()
        falls = span.path / span.path.cummax() - 1
        return Told(value=falls.min(), path=span.path)

    def _volatility(self, ask: Any) -> Told:
        span = self._span(ask)
        if span is None or len(span.path) < 3:
            return Told()
        deviation = span.path.pct_change().std() * sqrt(rows_a_year(span.path.index))
        return Told(value=deviation if deviation > 1e-9 else 0.0, start=span.start, end=span.end)

    def _sharpe(self, ask: Any) -> Told:
        yearly, deviation = self._annualised(ask), self._volatility(ask)
        if yearly.value is None or not deviation.value:
            return Told()
        return Told(value=(yearly.value - RISK_FREE) / deviation.value, start=yearly.start, end=yearly.end)

    def _calendar_year(self, ask: Any) -> Told:
        year = int(ask.window)
        known = self.own.seen(stamp(ask.as_of))
        reached = stamp(ask.as_of) or (known.index[-1] if len(known) else None)
        if reached is None or reached < pd.Timestamp(year, 12, 31):
            return Told()
        asked = ask._replace(window="", start=f"{year - 1}-12-31", end=f"{year}-12-31")
        span = self._span(asked, reach=SHORT_REACH)
        if span is None or pd.Timestamp(year, 12, 31) - span.end > SHORT_REACH * DAY:
            return Told()
        return grown(span)

    def _since_publication(self, ask: Any) -> Told:
        cut, rows = stamp(ask.start), self.own.seen(None)
        then = self.own.seen(cut)
        if not len(then) or self._ended(rows, rows, ask) or overdue(then, cut) or then.index[-1] == rows.index[-1]:
            return Told()
        return grown(Span(path=rows.total[then.index[-1] :], since=cut, until=rows.index[-1]))

    def _index_return(self, ask: Any) -> Told:
        return self._beside(self.index.seen(stamp(ask.as_of)).raw, ask)

    def _beside(self, values: pd.Series, ask: Any) -> Told:
        span = self._span(ask)
        return grown(beside(values, span, SHORT_REACH if ask.window in ("1w", "ytd") else REACH)) if span else Told()

    def _mixed(self, ask: Any) -> pd.Series:
        closes = self.index.seen(stamp(ask.as_of)).raw
        days = closes.index.to_series().diff().dt.days
        growth = self.weight * closes.pct_change() + self.cash * days / 365
        return (1 + growth.fillna(0)).cumprod()

    def _benchmark_return(self, ask: Any) -> Told:
        return self._beside(self._mixed(ask), ask)

    def _excess_return(self, ask: Any) -> Told:
        span, mixed = self._span(ask), self._mixed(ask)
        if span is None or self._benchmark_return(ask).value is None:
            return Told()
        until = span.end if mixed.index[-1] >= span.end else mixed.index[-1]
        path = span.path[:until]
        if until < span.end and len(path) < 2:
            return Told()
        span = Span(path=path, since=span.since, until=span.until)
        other = grown(beside(mixed, span, SHORT_REACH if ask.window in ("1w", "ytd") else REACH))
        own = grown(span)
        if other.value is None:
            return Told()
        return Told(value=own.value - other.value, start=own.start, end=own.end)

    def _tracking_error(self, ask: Any) -> Told:
        span = self._span(ask)
        if span is None:
            return Told()
        closes = self.index.seen(stamp(ask.as_of)).raw
        rows, _ = self._last(ask)
        both = pd.DataFrame({"own": rows.total, "index": closes}).dropna()
        before = both.index[both.index <= span.start]
        if not len(before) and ask.window != "launch":
            return Told()
        both = both.loc[(before[-1] if len(before) else None) : span.end]
        if len(both) < 3 or span.start - both.index[0] > REACH * DAY or span.end - both.index[-1] > REACH * DAY:
            return Told()
        if both.index[0] - span.start > 31 * DAY:
            return Told()
        days = both.index.to_series().diff().dt.days
        apart = both.own.pct_change() - self.weight * both["index"].pct_change() - self.cash * days / 365
        return Told(value=apart.std() * sqrt(rows_a_year(both.index)), start=both.index[0], end=both.index[-1])


def stamp(day: str) -> pd.Timestamp | None:
    """A day, or None for none."""
    return pd.Timestamp(day) if day else None


def grown(span: Span | None) -> Told:
    """The growth over a span."""
    if span is None:
        return Told()
    return Told(value=span.path.iloc[-1] / span.path.iloc[0] - 1, start=span.start, end=span.end)


def beside(values: pd.Series, span: Span, reach: int) -> Span | None:
    """Another history over the same days; what ends before them may be late by a few days."""
    first, last = values.index[values.index <= span.start], values.index[values.index <= span.end]
    if not len(first) or span.start - first[-1] > reach * DAY:
        return None
    longest = reach if values.index[-1] >= span.end else LONGEST_CLOSED if last[-1] > first[-1] else 0
    if span.end - last[-1] > longest * DAY:
        return None
    return Span(path=values[first[-1] : last[-1]], since=span.since, until=span.until)


def overdue(rows: pd.DataFrame, day: pd.Timestamp) -> bool:
    """Whether a history had ended by a day, as its rows came until then."""
    age = (day - rows.index[-1]).days
    steps = rows.index.to_series().diff().dt.days.tail(12).dropna()
    return age > REACH and (not len(steps) or age > 1.5 * steps.median())


def rows_a_year(days: pd.DatetimeIndex) -> float:
    """By how much a variance is scaled to a year."""
    steps = days.to_series().diff().dt.days.dropna()
    for low, high, count in ((1, 4, TRADING_DAYS), (5, 10, 52), (25, 36, 12)):
        others = (~steps.between(low, high)).sum()
        if others <= 1 + len(steps) // 20 and others * 2 < len(steps):
            return count
    return len(steps) * 365 / (days[-1] - days[0]).days


# --------------------------------------------------------------------------------------------------- random histories


def random_days(chance: np.random.Generator, first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    """Days with values: daily, weekly and monthly spells, holidays and gaps."""
    days = [first]
    spell, left = "daily", 0
    while days[-1] < last:
        if left <= 0:
            spell = chance.choice(["daily", "daily", "daily", "weekly", "monthly", "gap"])
            left = int(chance.integers(20, 400)) if spell != "gap" else 1
            if spell == "monthly":
                left = int(chance.integers(20, 200))
        step = {"daily": 1, "weekly": 7, "monthly": 30, "gap": int(chance.integers(5, 90))}[spell]
        if spell == "daily" and chance.random() < 0.015:
            step = int(chance.integers(5, 12))  # a holiday
        following = days[-1] + step * DAY
        while spell == "daily" and following.weekday() > 4:
            following += DAY
        days.append(following)
        left -= step
    return pd.DatetimeIndex(days[:-1] if days[-1] > last and len(days) > 1 else days)


def random_history(
    chance: np.random.Generator, days: pd.DatetimeIndex, *, start: float, paying: bool, late: bool
) -> pd.DataFrame:
    """Rows with values of four decimals, dividends, splits and folds, some of them announced late."""
    count = len(days)
    dividend, split = np.zeros(count), np.ones(count)
    if paying:
        for row in chance.choice(np.arange(1, count), size=min(count - 1, 4), replace=False) if count > 1 else ():
            if chance.random() < 0.6:
                dividend[row] = round(chance.uniform(0.01, 0.2), 4)
            else:
                split[row] = round(float(chance.choice([2.0, 1.25, 3.6312, 0.5, 0.8765])), 4)
    level, raw = start, []
    for row in range(count):
        if row:
            grown_level = max(level * (1 + chance.normal(0.0002, 0.012)), 0.2)
            level = max((grown_level - dividend[row]) / split[row], 0.05)
        level = round(level, 4)
        raw.append(level)
    known = days.to_series()
    if late:
        lag = chance.choice([0, 0, 1, 2, 9], size=count)
        known = known + pd.to_timedelta(lag, unit="D")
    return pd.DataFrame({"raw": raw, "dividend": dividend, "split": split, "known": known.to_numpy()}, index=days)
