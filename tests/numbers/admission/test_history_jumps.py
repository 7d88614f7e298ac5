"""Histories that an owner keeps by hand: their jumps are refused until they are declared, as a refresh would refuse them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from builder.numbers import load
from builder.numbers.snapshot import Snapshot
from builder.problem import Failed, Problem
from tests.numbers.folder import ask, places, write
from tests.numbers.new_data import audit
from tests.numbers.two_funds import parquet_bytes

FUND = "code,name,kind\n990001,甲,混合型\n"
START = date(2024, 3, 1)
EVEN = [round(1.02 + 0.0007 * (row % 5) + row / 1000, 4) for row in range(40)]
SPLIT = [*EVEN[:20], *(round(nav / 2, 4) for nav in EVEN[20:])]
SPLIT_DAY = "2024-03-29"
FETCHED = "nav: {fetcher: file, from: in}\n"


def days(count: int) -> list[str]:
    weekdays = (day for day in (START + timedelta(days=row) for row in range(2 * count)) if day.weekday() < 5)
    return [day.isoformat() for day, _ in zip(weekdays, range(count), strict=False)]


def csv(navs: Sequence[float | str], code: str = "") -> str:
    rows = [f"{code}{day},{nav}" for day, nav in zip(days(len(navs)), navs, strict=True)]
    return "\n".join([("code," if code else "") + "date,nav", *rows]) + "\n"


def table(navs: Sequence[float], code: str = "990001") -> bytes:
    dates = pa.array(days(len(navs))).cast(pa.date32())
    return parquet_bytes({"code": [code] * len(navs), "date": dates, "nav": [*navs]})


def loaded(folder: Path, sources: str = "", catalogue: str = FUND, **files: str | bytes) -> Snapshot:
    """The snapshot of these files; `nav` stands for the file of the fund, `parquet` for the table."""
    names = {"nav": "nav/990001.csv", "long": "nav.csv", "parquet": "nav.parquet"}
    written = {names[name]: content for name, content in files.items()}
    data = write(folder, {"funds.csv": catalogue, **({"sources.yml": sources} if sources else {}), **written})
    return load(data, risk_free=0.015, trading_days=252)


def refusals(folder: Path, sources: str = "", **files: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(Failed) as caught:
        loaded(folder, sources, **files)
    return caught.value.problems


def test_an_undeclared_split_in_a_file_kept_by_hand_is_refused_at_its_row_with_the_line_to_declare_it(
    tmp_path: Path,
) -> None:
    (problem,) = refusals(tmp_path / "before", nav=csv(SPLIT))
    assert places([problem]) == [("nav/990001.csv", 22, 1, "undeclared-split")]
    assert "looks like a split of 1:2" in problem.message
    line = f"splits: {{990001: {{{SPLIT_DAY}: 2}}}}"
    assert f"write under nav in sources.yml: {line};" in problem.hint
    snapshot = loaded(tmp_path / "after", f"nav: {{{line}}}\n", nav=csv(SPLIT))
    answer = ask(snapshot, "return", start="2024-03-01")
    assert answer.value == pytest.approx(SPLIT[-1] * 2 / SPLIT[0] - 1)


def test_one_line_says_that_a_fall_is_real(tmp_path: Path) -> None:
    snapshot = loaded(tmp_path, f"nav: {{splits: {{990001: {{{SPLIT_DAY}: 1}}}}}}\n", nav=csv(SPLIT))
    assert ask(snapshot, "return", start="2024-03-01").value == pytest.approx(SPLIT[-1] / SPLIT[0] - 1)


def test_a_split_that_the_file_itself_tells_needs_no_line(tmp_path: Path) -> None:
    rows = csv(SPLIT).replace("date,nav", "date,nav,split").replace("\n", ",\n").replace("split,", "split")
    loaded(tmp_path, nav=rows.replace(f"{SPLIT_DAY},{SPLIT[20]},", f"{SPLIT_DAY},{SPLIT[20]},2"))


def test_a_last_row_years_behind_the_others_is_a_slip_of_its_year(tmp_path: Path) -> None:
    late = csv(EVEN) + "2042-02-28,1.06\n"
    (problem,) = refusals(tmp_path, nav=late)
    assert places([problem]) == [("nav/990001.csv", 42, 1, "bad-cell")]
    assert "days behind that before it" in problem.message
    loaded(tmp_path / "confirmed", nav=csv(EVEN) + "2029-02-27,1.06\n2029-02-28,1.06\n")


def _split_csv(navs: Sequence[float], splits: dict[int, float]) -> str:
    lines = csv(navs).splitlines()
    return (
        "\n".join(["date,nav,split", *(f"{line},{splits.get(row, '')}" for row, line in enumerate(lines[1:]))]) + "\n"
    )


@pytest.mark.parametrize(
    ("navs", "splits", "declared"),
    [
        (EVEN, {20: 2}, {"2024-03-29": 1}),  # the values have it already
        (SPLIT, {20: 0.5}, {"2024-03-29": 2}),  # the wrong way round
        (SPLIT, {19: 2}, {"2024-03-28": 1, "2024-03-29": 2}),  # a day early
    ],
)
def test_a_told_split_that_the_values_deny_is_refused_with_the_line_that_is_right(
    tmp_path: Path, navs: list[float], splits: dict[int, float], declared: dict[str, float]
) -> None:
    problem = refusals(tmp_path / "before", nav=_split_csv(navs, splits))[0]
    row = next(iter(splits))
    assert places([problem]) == [("nav/990001.csv", row + 2, 1, "contradicting-data")]
    line = f"splits: {{990001: {{{', '.join(f'{day}: {ratio}' for day, ratio in declared.items())}}}}}"
    assert problem.hint.endswith(f"write under nav in sources.yml: {line}")
    snapshot = loaded(tmp_path / "after", f"nav: {{{line}}}\n", nav=_split_csv(navs, splits))
    assert ask(snapshot, "return", start="2024-03-01").value == pytest.approx(EVEN[-1] / EVEN[0] - 1, abs=1e-4)


def test_closes_that_have_a_split_already_are_refused_with_it(tmp_path: Path) -> None:
    closes = [round(80 + row * 0.7 + row % 3, 2) for row in range(40)]
    files = {
        "stocks.csv": "code,name\nXX01,甲\n",
        "stock/XX01.csv": _split_csv(closes, {20: 1.5}).replace("nav", "close"),
    }
    with pytest.raises(Failed) as caught:
        load(write(tmp_path, files), risk_free=0.015, trading_days=252)
    assert [problem.id for problem in caught.value.problems] == ["contradicting-data"]


def test_all_jumps_of_a_history_are_told_at_once_and_one_line_declares_them(tmp_path: Path) -> None:
    navs = [*SPLIT[:30], *(round(nav / 3, 4) for nav in SPLIT[30:])]
    first, second = refusals(tmp_path / "before", nav=csv(navs))
    assert (first.line, second.line, second.hint) == (22, 32, "")
    line = first.hint.partition("sources.yml: ")[2].partition(";")[0]
    loaded(tmp_path / "after", f"nav: {{{line}}}\n", nav=csv(navs))


def test_long_tables_are_looked_through_too(tmp_path: Path) -> None:
    (problem,) = refusals(tmp_path / "csv", long=csv(SPLIT, "990001,"))
    assert places([problem]) == [("nav.csv", 22, 1, "undeclared-split")]
    (problem,) = refusals(tmp_path / "parquet", parquet=table(SPLIT))
    assert places([problem]) == [("nav.parquet", 21, 1, "undeclared-split")]
    line = f"nav: {{splits: {{990001: {{{SPLIT_DAY}: 2}}}}}}\n"
    snapshot = loaded(tmp_path / "declared", line, parquet=table(SPLIT))
    assert ask(snapshot, "return", start="2024-03-01").value == pytest.approx(SPLIT[-1] * 2 / SPLIT[0] - 1)


def test_a_value_that_is_off_and_back_is_a_bad_cell_unless_it_is_declared(tmp_path: Path) -> None:
    navs = [*EVEN[:20], 10.3, *EVEN[21:]]
    (problem,) = refusals(tmp_path / "before", nav=csv(navs))
    assert places([problem]) == [("nav/990001.csv", 22, 1, "bad-cell")]
    assert "back again: " in problem.message
    line = problem.hint.partition("sources.yml: ")[2]
    assert line == "splits: {990001: {2024-03-29: 1, 2024-04-01: 1}}"
    loaded(tmp_path / "after", f"nav: {{{line}}}\n", nav=csv(navs))


def test_a_last_value_that_was_cut_off_is_refused_and_one_that_is_written_so_is_not(tmp_path: Path) -> None:
    texts = [f"{nav:.4f}" for nav in EVEN]
    (problem,) = refusals(tmp_path / "cut", nav=csv([*texts[:-1], "1.1"]))
    assert problem.id == "bad-cell" and "was the file cut off?" in problem.message
    loaded(tmp_path / "whole", nav=csv([*texts[:-1], "1.1000"]))


@pytest.mark.parametrize("sources", [FETCHED, FETCHED.replace("in}", "in, codes: [990001]}")])
def test_what_a_fetcher_brings_the_audit_of_a_refresh_has_seen(tmp_path: Path, sources: str) -> None:
    loaded(tmp_path, sources, nav=csv(SPLIT))


def test_a_history_that_the_fetcher_of_its_set_does_not_bring_is_kept_by_hand(tmp_path: Path) -> None:
    (problem,) = refusals(tmp_path, FETCHED.replace("in}", "in, codes: [990002]}"), nav=csv(SPLIT))
    assert problem.id == "undeclared-split"


def test_a_jump_before_the_contract_counts_nowhere(tmp_path: Path) -> None:
    catalogue = f"code,name,effective_date\n990001,甲,{SPLIT_DAY}\n"
    loaded(tmp_path, catalogue=catalogue, nav=csv(SPLIT))


def test_a_history_that_ends_before_the_contract_has_nothing_to_check(tmp_path: Path) -> None:
    loaded(tmp_path, catalogue="code,name,effective_date\n990001,甲,2025-01-01\n", nav=_split_csv(EVEN, {20: 2}))


def test_a_split_declared_for_a_day_without_a_row_is_a_problem_of_its_line(tmp_path: Path) -> None:
    (problem,) = refusals(tmp_path, "nav:\n  splits: {990001: {2024-03-30: 2}}\n", nav=csv(EVEN))
    assert places([problem]) == [("sources.yml", 2, 0, "bad-value")]
    assert "has no row on 2024-03-30" in problem.message


def test_a_split_declared_for_a_code_that_nothing_has_is_a_problem_of_its_line(tmp_path: Path) -> None:
    (problem,) = refusals(tmp_path / "a", "nav:\n  splits: {990011: {2024-03-29: 2}}\n", nav=csv(EVEN))
    assert places([problem]) == [("sources.yml", 2, 0, "unknown-series")]
    assert (problem.message, problem.hint) == ("splits: nothing has the code 990011", "did you mean 990001?")
    # A fund may have its split before it has a history.
    loaded(tmp_path / "b", "nav: {splits: {990002: {2024-03-29: 2}}}\n", FUND + "990002,乙,混合型\n", nav=csv(EVEN))


def test_a_jump_of_a_day_announced_twice_is_told_at_the_row_that_counts(tmp_path: Path) -> None:
    late = "2024-04-01"
    rows = [f"{line}," for line in csv(SPLIT).splitlines()[1:]]
    (row,) = (number for number, line in enumerate(rows) if line.startswith(SPLIT_DAY))
    for order in (1, -1):
        twice = [f"{rows[row]}{late}", f"{SPLIT_DAY},1.05,"][::order]
        text = "\n".join(["date,nav,announced", *rows[:row], *twice, *rows[row + 1 :]]) + "\n"
        (problem,) = refusals(tmp_path / str(order), nav=text)
        assert problem.line == (row + 2 if order == 1 else row + 3)


def test_the_files_of_all_suspects_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from builder.numbers.files import csv_cells

    read = []
    read_text = csv_cells.read_text
    codes = [f"99000{number}" for number in range(1, 9)]
    monkeypatch.setattr(csv_cells, "read_text", lambda *path: read.append(path) or read_text(*path))
    catalogue = "code,name,kind\n" + "".join(f"{code},甲{code},混合型\n" for code in codes)
    long = "".join(csv([*EVEN[:-1], 1.1], f"{code},").partition("\n")[2] for code in codes)
    with pytest.raises(Failed) as caught:
        loaded(tmp_path, catalogue=catalogue, long="code,date,nav\n" + long)
    assert len(caught.value.problems) == len(codes)
    assert len([path for path in read if str(path[0]).endswith("nav.csv")]) == 2  # what is written, and the lines


def histories(seed: int) -> list[float]:
    """A random history with an event of some kind."""
    chance, nav, navs = random.Random(seed), 1.3, []
    spread = chance.choice([0.0005, 0.004, 0.012, 0.025])
    for _ in range(chance.randint(5, 90)):
        nav *= 1 + chance.gauss(0, spread)
        navs.append(nav)
    row = chance.randrange(1, len(navs))
    factor = chance.choice([1, 1, 1 / 2, 1 / 1.1, 1 / 1.25, 2, 0.88, 1.4, 10, 1 / navs[row]])
    until = chance.choice([row + 1, row + 3, len(navs)])
    return [round(nav * factor, 4) if row <= at < until else round(nav, 4) for at, nav in enumerate(navs)]


@pytest.mark.parametrize("seed", range(60))
def test_what_a_refresh_accepts_a_build_accepts_and_what_a_build_refuses_a_refresh_refuses(
    tmp_path: Path, seed: int
) -> None:
    text = csv([f"{nav:.4f}" for nav in histories(seed)])
    result = audit(tmp_path / "audit", {"nav/990002.csv": text}, today="2026-07-01")
    content = result.files.get("nav/990002.csv", b"").decode()
    if content:
        loaded(tmp_path / "accepted", nav=content)
    try:
        loaded(tmp_path / "by hand", nav=text)
    except Failed:
        assert content != text
    else:
        assert content == text
