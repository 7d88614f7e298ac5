"""Many questions asked together: the very answers that each would get alone, down to the note and the last bit."""

from __future__ import annotations

import pickle
import random
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
