"""Many questions asked together: the very answers that each would get alone, down to the note and the last bit."""

from __future__ import annotations

import pickle
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from builder.model import Ask
from builder.numbers.measures import batch
from builder.numbers.measures.measure_table import MEASURES
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import snapshot_of

FUNDS = 24


def demo(folder: Path, *, late: bool) -> Snapshot:
    """Funds of different lives and with dividends, an index, stocks with adjusted closes, one without history."""
    chance = random.Random(4)
    files: dict[str, str] = {}
    catalogue = ["code,name,effective_date,kind"]
    for number in range(FUNDS):
        code, first = f"9900{number:02}", chance.randint(0, 500)
        catalogue.append(f"{code},甲{number},{'2022-01-03' if number % 4 else ''},指数型")
        if number == 3:
            continue
        rows = ["date,nav,accumulated,dividend,split" + (",announced" if late else "")]
        # Most go on to the last day; some stopped long before, some have a gap.
        last = 899 if number % 6 else chance.randint(first + 1, 900)
        for day in range(first, last + 1):
            if number == 8 and 500 < day < 540:
                continue
            on = f"{2022 + day // 336}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02}"
            paid = "0.05" if number % 5 == 0 and day % 90 == 0 else ""
            known = f",{on}" if late else ""
            rows.append(
                f"{on},{chance.uniform(0.8, 1.3):.4f},,{paid},{'2' if number == 7 and day == 450 else ''}{known}"
            )
        files[f"nav/{code}.csv"] = "\n".join(rows) + "\n"
    closes = "".join(
        f"2023-{day // 28 + 1:02}-{day % 28 + 1:02},{chance.uniform(9, 11):.2f}" + "{}\n" for day in range(200)
    )
    stocks = [f"XX{number:02}" for number in range(9)]
    files |= {f"stock/{code}.csv": "date,close,adjusted\n" + closes.replace("{}", ",7.5") for code in stocks}
    return snapshot_of(
        folder,
        {
            "funds.csv": "\n".join(catalogue) + "\n",
            "indexes.csv": "code,name\nS1,示例指数\n",
            "stocks.csv": "code,name\n" + "".join(f"{code},示例股份\n" for code in stocks),
            "index/S1.csv": "date,close\n" + closes.replace("{}", ""),
            **files,
        },
    )


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"as_of": "2023-05-09"},
        {"as_of": "2021-01-01"},
        {"start": "2022-03-05"},
        {"start": "2023-05-01", "as_of": "2022-05-01"},
        {"start": "2022-03-05", "end": "2023-01-20"},
    ],
    ids=str,
)
def test_together_is_the_same_as_alone(tmp_path: Path, given: dict[str, str], late: bool) -> None:
    snapshot = demo(tmp_path, late=late)
    asks = [
        Ask(series=series, measure=name, window=window, **given)
        for name in MEASURES
        for window in (("2022",) if name == "calendar-year" else ("", "1w", "3m", "1y", "ytd", "launch"))
        for series in snapshot.directory.instruments
    ]
    together = snapshot.answers(asks)
    assert list(together) == list(dict.fromkeys(asks))
    assert together == {ask: snapshot.answer(ask) for ask in asks}
    assert all(type(one.value) in (float, str, type(None)) for one in together.values())


def test_questions_that_start_on_days_of_their_own_are_the_same_as_alone(tmp_path: Path) -> None:
    """As the lines since publication of many briefings do."""
    snapshot, chance = demo(tmp_path, late=False), random.Random(7)
    asks = [
        Ask(series=series, measure="since-publication", start=f"202{chance.randint(1, 5)}-0{chance.randint(1, 9)}-11")
        for series in snapshot.directory.instruments
        for _ in range(9)
    ]
    assert snapshot.answers(asks) == {ask: snapshot.answer(ask) for ask in asks}


def test_a_snapshot_that_passed_to_another_process_answers_the_same(tmp_path: Path) -> None:
    """And finds what is alike together there too: its histories are still views of the same columns."""
    snapshot = demo(tmp_path, late=True)
    passed = pickle.loads(pickle.dumps(snapshot))
    asks = [
        Ask(series=series, measure=name, as_of=as_of)
        for name in ("return", "nav", "change")
        for series in snapshot.directory.instruments
        for as_of in ("", "2023-05-09")
    ]
    assert passed.answers(asks) == snapshot.answers(asks) == {ask: passed.answer(ask) for ask in asks}
    histories = [passed.history(series) for series in snapshot.directory.instruments]
    stacks = [history.stack for history in histories if history is not None]
    assert all(stacks)
    assert len({id(stack) for stack in stacks}) == 3  # of funds, of indexes and of stocks


def test_what_cards_ask_is_found_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not question by question, or twenty thousand funds would take minutes."""
    snapshot = demo(tmp_path, late=False)
    asked: list[str] = []
    alone = Snapshot.answer
    monkeypatch.setattr(Snapshot, "answer", lambda self, ask: asked.append(ask.series) or alone(self, ask))
    funds = [one for one in snapshot.directory.instruments if one.startswith("fund:")]
    snapshot.answers(Ask(series=one, measure="return", window="1w") for one in funds)
    # Left for a look of their own: the fund without a history, and those with less than a week.
    assert "fund:990003" in asked
    assert len(asked) < len(funds) / 2


def test_a_measure_that_is_not_plain_is_left_to_its_own_function(tmp_path: Path) -> None:
    snapshot = demo(tmp_path, late=False)
    assert "drawdown" in MEASURES
    ask = Ask(series="", measure="drawdown")
    assert batch.answers([snapshot._subjects["fund:990001"]], [ask]) == [None]


MONEY_FUNDS = "code,name,kind\n" + "".join(
    f"9910{number:02},示例货币{number},货币型-普通货币\n" for number in range(10)
)
CUT_OFFS: tuple[dict[str, str], ...] = ({}, {"as_of": "2023-02-14"}, {"end": "2023-02-14"})


def test_incomes_are_not_chained_over_a_missing_day_however_many_funds_are_asked(tmp_path: Path) -> None:
    days = [date(2024, 1, 1) + timedelta(on) for on in range(40)]
    rows = "date,income,yield7\n" + "".join(f"{on},0.5,1.84\n" for on in days if on != days[35])
    files = {f"nav/9910{number:02}.csv": rows for number in range(10)}
    snapshot = snapshot_of(tmp_path, {"funds.csv": MONEY_FUNDS, **files})
    asks = [Ask(series=series, measure="return", window="1w") for series in snapshot.directory.instruments]
    together = snapshot.answers(asks)
    assert {answer.note for answer in together.values()} == {"2024-02-05 至 2024-02-05 缺少每万份收益"}
    assert together == {ask: snapshot.answer(ask) for ask in asks}


def random_rows(chance: random.Random, kind: str) -> list[str]:
    """Cells of code-less rows under RANDOM_HEADER: with gaps, spells of weekly rows, days announced late or twice, an end."""
    on, rows = date(2022, 12, 1) + timedelta(chance.randint(0, 40)), list[str]()
    last = date(2023, 3, 20) - timedelta(chance.choice([0, 0, 0, 1, 12, 17, 40]))
    is_late, is_twice, is_settled = chance.random() < 0.6, chance.random() < 0.3, chance.random() < 0.5
    while on <= last:
        known = on + timedelta(chance.choice([0, 1, 1, 20] if is_late else [0]))
        versions = (
            [known, known + timedelta(chance.randint(1, 30))]
            if is_late and is_twice and chance.random() < 0.1
            else [known]
        )
        for announced in versions:
            value = f"{chance.uniform(0.9, 1.2):.4f}"
            paid = chance.choice(["0.05,", ",2", "0.1,1.5"]) if kind == "fund" and chance.random() < 0.05 else ","
            cells = f"{value},,{paid}" if kind == "fund" else f",{0.5 if is_settled else value},,"
            rows.append(f"{on},{cells},{announced if is_late else ''}")
        on += timedelta(chance.choice([1, 1, 1, 1, 1, 1, 1, 1, 2, 3] if chance.random() < 0.97 else [7, 20]))
    return rows


RANDOM_HEADER = "date,nav,income,dividend,split,announced"


def random_world(chance: random.Random, *, long: bool) -> dict[str, str]:
    """Funds and money-market funds, each in a file of its own or all in one table; stocks with and without adjusted closes."""
    catalogue, files, table = ["code,name,kind,effective_date,end_date"], dict[str, str](), list[str]()
    for number in range(20):
        kind = "fund" if number % 2 else "money"
        rows = random_rows(chance, kind)
        facts = chance.choice([",", ",", ",", "2023-01-05,", ",2023-03-10"])
        catalogue.append(f"9900{number:02},甲{number},{'混合型' if kind == 'fund' else '货币型-普通货币'},{facts}")
        table += [f"9900{number:02},{row}" for row in rows]
        files[f"nav/9900{number:02}.csv"] = "\n".join([RANDOM_HEADER, *rows, ""])
    if long:
        files = {"nav.csv": "\n".join([f"code,{RANDOM_HEADER}", *table, ""])}
    for number in range(10):
        header, quoted = (("close", "10.5"), ("close,adjusted", "10.5,7.5"), ("close,dividend", "10.5,1"))[number % 3]
        stock_rows = [f"2023-03-{on:02},{quoted}" for on in range(1, chance.randint(3, 21))]
        files[f"stock/XX{number:02}.csv"] = "\n".join([f"date,{header}", *stock_rows, ""])
    return files | {
        "funds.csv": "\n".join([*catalogue, ""]),
        "stocks.csv": "code,name\n" + "".join(f"XX{number:02},示例股份{number}\n" for number in range(10)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("long", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_the_number_of_questions_changes_no_answer(tmp_path: Path, seed: int, long: bool) -> None:
    """Over random histories of all kinds, every measure, window and cut-off: what a single measure refuses, many refuse."""
    chance = random.Random(seed)
    snapshot = snapshot_of(tmp_path, random_world(chance, long=long))
    starts = ({}, {"start": "2023-01-18"}, {"start": "2023-02-17"})
    asks = [
        Ask(series=series, measure=name, window=window, **cut_off, **start)
        for name in MEASURES
        for window in (("2022",) if name == "calendar-year" else ("", "1w", "1m", "ytd", "launch"))
        for cut_off in CUT_OFFS
        for start in starts
        for series in snapshot.directory.instruments
    ]
    together = snapshot.answers(asks)
    differing = [(ask, together[ask], alone) for ask in asks if together[ask] != (alone := snapshot.answer(ask))]
    assert differing == []
