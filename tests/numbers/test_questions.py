"""Ten thousand questions about random histories, answered by the snapshot and by a second program in plain pandas."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import pytest

from builder.model import Answer, Ask
from builder.numbers.snapshot import Snapshot
from builder.vocabulary import WINDOWS
from tests.numbers.folder import snapshot_of
from tests.numbers.pandas_oracle import DAY, History, Oracle, Told, random_days, random_history

SEED, FUNDS, OTHERS, QUESTIONS = 20_240_220, 48, 6, 10_000
FIRST, LAST = pd.Timestamp("2018-03-01"), pd.Timestamp("2024-02-19")
SPANS = ("return", "price-return", "annualised", "drawdown", "volatility", "sharpe")
BESIDE = ("index-return", "benchmark-return", "excess-return", "tracking-error")
EFFECTIVE = ("first", "before", "late", "none")


class World:
    """The data folder's content, and an oracle for each instrument."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.files: dict[str, str] = {}
        self.oracles: dict[str, Oracle] = {}
        indexes = [self._index(number) for number in range(OTHERS)]
        funds = [self._fund(number) for number in range(FUNDS)]
        stocks = [self._stock(number) for number in range(OTHERS)]
        fund_rows = ["code,name,effective_date,end_date,index,benchmark,benchmark_formula"]
        for number, fund in enumerate(funds):
            index = number % OTHERS
            is_worded = number % 2 == 1
            words, formula = f"示例{index}号指数收益率×95%+活期存款利率(税后)×5%", f"S0000{index}*0.95+0.0035*0.05"
            named = f"{words}," if is_worded else f",{formula}"
            facts = [day.date().isoformat() if day is not None else "" for day in (fund.effective, fund.end_date)]
            fund_rows.append(f"{990000 + number},甲{number},{','.join(facts)},S0000{index},{named}")
            self._add(f"fund:{990000 + number}", fund, indexes[index], funds)
        for number in range(OTHERS):
            self._add(f"index:S0000{number}", indexes[number], indexes[number], indexes)
            self._add(f"stock:XX{number}", stocks[number], indexes[number], stocks)
        names = "".join(f"S0000{number},示例{number}号指数\n" for number in range(OTHERS))
        self.files |= {
            "funds.csv": "\n".join(fund_rows) + "\n",
            "indexes.csv": "code,name\n" + names,
            "stocks.csv": "code,name\n" + "".join(f"XX{number},乙{number}\n" for number in range(OTHERS)),
        }

    def _add(self, series: str, own: History, index: History, of_set: list[History]) -> None:
        data_as_of = max(history.rows.index[-1] for history in of_set)
        self.oracles[series] = Oracle(own, index, 0.95, 0.05 * 0.0035, data_as_of)

    def _days(self, number: int) -> pd.DatetimeIndex:
        first = FIRST + int(self.chance.integers(0, 1500)) * DAY
        last = LAST if number % 4 else first + int(self.chance.integers(1, 900)) * DAY
        return random_days(self.chance, first, min(max(last, first + DAY), LAST))

    def _fund(self, number: int) -> History:
        days = self._days(number)
        start = float(self.chance.choice([1.0, 1.0, 1.0012, 0.985, 1.13, 0.158, 2.4]))
        rows = random_history(self.chance, days, start=start, paying=number % 3 == 0, late=number % 5 == 0)
        written = self._csv(rows, ["nav", "dividend", "split", "announced"])
        effective = {
            "first": days[0],
            "before": days[0] - int(self.chance.integers(1, 40)) * DAY,
            "late": days[min(3, len(days) - 1)],  # its first rows are from before the contract
            "none": None,
        }[EFFECTIVE[number % 4]]
        end_date = days[-1] if number % 8 == 0 else None
        self.files[f"nav/{990000 + number}.csv"] = written
        return History(rows=rows, effective=effective, end_date=end_date)

    def _index(self, number: int) -> History:
        days = random_days(self.chance, FIRST - 200 * DAY, LAST) if number else pd.bdate_range(FIRST - 200 * DAY, LAST)
        rows = random_history(self.chance, days, start=1000.0, paying=False, late=number == 1)
        self.files[f"index/S0000{number}.csv"] = self._csv(rows, ["close", "announced"])
        return History(rows=rows, is_fund=False)

    def _stock(self, number: int) -> History:
        rows = random_history(self.chance, self._days(number), start=50.0, paying=False, late=False)
        rows = rows.assign(adjusted=(rows.raw * np.linspace(0.9, 1.0, len(rows))).round(4))
        self.files[f"stock/XX{number}.csv"] = self._csv(rows, ["close", "adjusted"])
        return History(rows=rows, is_fund=False, adjusted_close=True)

    @staticmethod
    def _csv(rows: pd.DataFrame, columns: list[str]) -> str:
        late = rows.known.to_numpy() != rows.index.to_numpy()
        table = pd.DataFrame(
            {
                "date": rows.index.strftime("%Y-%m-%d"),
                "nav": rows.raw.to_numpy(),
                "close": rows.raw.to_numpy(),
                "adjusted": rows.get("adjusted", rows.raw).to_numpy(),
                "dividend": rows.dividend.replace(0.0, np.nan).to_numpy(),
                "split": rows.split.replace(1.0, np.nan).to_numpy(),
                "announced": np.where(late, rows.known.dt.strftime("%Y-%m-%d"), ""),
            }
        )
        return str(table[["date", *columns]].to_csv(index=False))

    def questions(self, count: int) -> list[Ask]:
        """Questions of every measure, window and cut-off."""
        series = list(self.oracles)
        return [self._question(series[number % len(series)]) for number in range(count)]

    def _question(self, series: str) -> Ask:
        is_fund, days = series.startswith("fund:"), self.oracles[series].own.rows.index
        level = ("nav",) if is_fund else ("close",)
        measures = (
            *SPANS,
            *SPANS,
            *level,
            "change",
            "calendar-year",
            "since-publication",
            *(BESIDE if is_fund else ()),
        )
        measure = str(self.chance.choice(measures))
        as_of = "" if self.chance.random() < 0.3 else self._day(days)
        if measure in (*level, "change"):
            return Ask(series=series, measure=measure, as_of=as_of)
        if measure == "calendar-year":
            return Ask(series=series, measure=measure, window=str(self.chance.integers(2017, 2025)), as_of=as_of)
        if measure == "since-publication":
            return Ask(series=series, measure=measure, start=self._day(days))
        if self.chance.random() < 0.6:
            windows = [*WINDOWS, *([""] if measure in ("drawdown", "volatility", "sharpe", "tracking-error") else [])]
            return Ask(series=series, measure=measure, window=str(self.chance.choice(windows)), as_of=as_of)
        first, last = sorted((self._day(days), self._day(days)))
        end = last if first < last and self.chance.random() < 0.5 else ""
        return Ask(series=series, measure=measure, start=first, end=end, as_of=as_of)

    def _day(self, days: pd.DatetimeIndex) -> str:
        span = (days[-1] - days[0]).days
        return str((days[0] + int(self.chance.integers(-20, span + 40)) * DAY).date())


@cache
def world() -> World:
    return World(SEED)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(tmp_path_factory.mktemp("data"), world().files)


def differs(told: Told, answer: Answer) -> str:
    """How an answer differs from the oracle's; "" where it does not."""
    if told.value is None or answer.value is None:
        return "" if told.value is None and answer.value is None else f"{told.value} and {answer.value} ({answer.note})"
    if answer.value != pytest.approx(told.value, rel=1e-8, abs=1e-10):
        return f"{told.value} and {answer.value}"
    if told.path is not None:  # a drawdown: of equal falls, any one is right
        first, last = (told.path[told.path.index == pd.Timestamp(day)].iloc[-1] for day in (answer.start, answer.end))
        return "" if last / first - 1 == pytest.approx(told.value, abs=1e-9) else f"no such fall: {answer}"
    dates = [str(day.date()) if day is not None else "" for day in (told.start, told.end)]
    return "" if [answer.start, answer.end] == dates else f"{dates} and {answer.start, answer.end}"


@pytest.mark.slow
def test_a_second_program_gives_the_same_ten_thousand_answers(snapshot: Snapshot) -> None:
    asks = world().questions(QUESTIONS)
    answers = snapshot.answers(asks)
    wrong = [
        f"{ask}: {text}" for ask in asks if (text := differs(world().oracles[ask.series].answer(ask), answers[ask]))
    ]
    assert not wrong, "\n".join(wrong[:20])
    known = Counter(ask.measure for ask in asks if answers[ask].value is not None)
    unknown = Counter(ask.measure for ask in asks if answers[ask].value is None)
    # Every measure is tried both where there is a number and where there is none.
    assert all(known[measure] > 20 for measure in (*SPANS, *BESIDE, "change", "calendar-year", "since-publication"))
    assert all(unknown[measure] > 20 for measure in (*SPANS, *BESIDE, "change", "calendar-year", "since-publication"))


def test_alone_each_question_has_the_same_answer(snapshot: Snapshot) -> None:
    asks = world().questions(1_000)
    together = snapshot.answers(asks)
    assert all(snapshot.answer(ask) == together[ask] for ask in asks)
