"""The rows that are present go before those that a source brings, whatever table they are in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from builder.numbers.admission.audit import audit
from builder.numbers.sources.present_rows import join, read_present
from builder.problem import Failed
from builder.vocabulary import SETS
from tests.numbers.sources.source_files import source, staged


@pytest.mark.parametrize("table", ["nav/012733.csv", "nav.csv", "nav.parquet"])
def test_present_rows_are_read_from_whatever_table_they_are_in(tmp_path: Path, table: str) -> None:
    (tmp_path / "nav").mkdir(parents=True)
    rows = pd.DataFrame({"code": ["012733"] * 2, "date": [date(2024, 2, 19), date(2024, 2, 20)], "nav": [2.0, 1.0]})
    rows = rows.assign(split=[None, 2.0])
    path = tmp_path / table
    rows.to_parquet(path) if table.endswith("parquet") else rows.to_csv(path, index=False)
    present = read_present(tmp_path, "nav", ["012733"])["012733"]
    assert list(present["date"]) == ["2024-02-19", "2024-02-20"]
    assert list(present["nav"]) == [2.0, 1.0]
    assert list(present["split"])[1] == 2.0


@pytest.mark.parametrize("table", ["nav.csv", "nav.parquet"])
def test_a_present_zero_is_a_zero(tmp_path: Path, table: str) -> None:
    rows = pd.DataFrame({"code": ["012733"] * 2, "date": [date(2024, 2, 19), date(2024, 2, 20)], "income": [0.5, 0.0]})
    rows.to_parquet(tmp_path / table) if table.endswith("parquet") else rows.to_csv(tmp_path / table, index=False)
    assert list(read_present(tmp_path, "nav", ["012733"])["012733"]["income"]) == [0.5, 0.0]


def stock(days: range, factor: float) -> pd.DataFrame:
    rows = [(f"2024-01-{day:02}", 20.0 + day, (20.0 + day) * factor) for day in days]
    return pd.DataFrame(rows, columns=["date", "close", "adjusted"], index=[0] * len(rows))


def test_adjusted_closes_come_on_the_present_scale_where_days_are_common() -> None:
    joined = join(stock(range(8, 12), 1.0), stock(range(2, 10), 0.98), SETS["stock"])
    assert list(joined.rows["date"]) == [f"2024-01-{day:02}" for day in range(2, 12)]
    assert joined.rows["adjusted"].tolist() == pytest.approx([(20.0 + day) * 0.98 for day in range(2, 12)])
    # Without a common day nothing tells the scale.
    assert len(join(stock(range(10, 12), 1.0), stock(range(2, 10), 0.98), SETS["stock"]).rows) == 2


SEEDS = range(12)
COLUMNS = (
    ("nav",),
    ("nav", "change"),
    ("nav", "accumulated"),
    ("nav", "accumulated", "change"),
    ("nav", "dividend"),
    ("nav", "accumulated", "dividend", "change"),
)


def fund(seed: int, columns: tuple[str, ...]) -> tuple[list[str], dict[str, float]]:
    """The lines of an export of these columns, its heading first, with three dividends and perhaps a split; and the split."""
    random = np.random.default_rng(seed)
    days = [str(day)[:10] for day in np.arange("2023-01-02", "2023-06-30", dtype="datetime64[D]") if np.is_busday(day)]
    paid = dict.fromkeys(sorted(random.choice(np.arange(2, len(days)), 3, replace=False).tolist()), 0.0)
    paid = {row: round(float(random.uniform(0.01, 0.06)), int(random.integers(2, 5))) for row in paid}
    split = int(random.integers(20, 100)) if seed % 3 == 0 and "accumulated" not in columns else 0
    while split in paid:
        split += 1
    nav, total, lines = 1.5, 0.0, []
    for row, iso_day in enumerate(days):
        before, move = nav, float(random.normal(0.0003, 0.006)) if row else 0.0
        amount, ratio = paid.get(row, 0.0), 2.0 if split and row == split else 1.0
        nav = round((before * (1 + move) - amount) / ratio, 4)
        total += amount
        cells = {
            "nav": f"{nav:.4f}",
            "accumulated": f"{nav + total:.4f}",
            "change": f"{((nav * ratio + amount) / before - 1) * 100:.2f}",
            "dividend": f"{amount:g}" if amount else "",
        }
        lines.append(",".join((iso_day, *(cells[name] for name in columns))))
    return [",".join(("date", *columns)), *lines], {days[split]: 2.0} if split else {}


def fetch(root: Path, lines: list[str], splits: Mapping[str, float]) -> str:
    """The whole new file, as a refresh installs it, or the problems."""
    (root / "x.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    shutil.rmtree(root / "staged", ignore_errors=True)
    present = [file.read_text(encoding="utf-8") for file in (root / "data/nav").glob("*.csv")]
    declared = {day: ratio for day, ratio in splits.items() if any(day in text for text in (*lines, *present))}
    try:
        result, _ = staged(
            root, source(location="x.csv", codes=("012733",), splits={"012733": declared} if declared else {})
        )
        audited = audit(root / "staged/nav", root / "data", today="2023-07-01")
    except Failed as failed:
        return "; ".join(problem.message for problem in failed.problems)
    if audited.refused or audited.quarantined or result.quarantined:
        return str((audited.refused, audited.quarantined, result.quarantined))
    for path, content in audited.files.items():
        (root / "data" / path).write_bytes(content)
    return (root / "data/nav/012733.csv").read_text(encoding="utf-8")


def folder(root: Path) -> Path:
    (root / "data/nav").mkdir(parents=True)
    (root / "data/funds.csv").write_text("code,name\n012733,x\n", encoding="utf-8")
    return root


@pytest.mark.slow
@pytest.mark.parametrize("columns", COLUMNS, ids="+".join)
def test_a_history_in_pieces_is_the_same_as_the_whole_and_a_piece_twice_changes_nothing(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    refusals = 0
    for seed in SEEDS:
        (heading, *lines), splits = fund(seed, columns)
        whole = fetch(folder(tmp_path / f"{seed}-whole"), [heading, *lines], splits)
        assert whole.startswith("date,nav"), whole
        random = np.random.default_rng(1000 + seed)
        root, end = folder(tmp_path / f"{seed}-pieces"), 0
        pieces = []
        while end < len(lines):
            start = max(end - int(random.choice([0, 0, 1, 5, 30])), 0)
            end = min(end + int(random.choice([1, 2, 10, 40])), len(lines)) if end else int(random.choice([2, 30, 60]))
            piece = [heading, *lines[start:end]]
            pieces.append((start, end))
            text = fetch(root, piece, splits)
            if not text.startswith("date,nav"):
                break
            assert fetch(root, piece, splits) == text, (seed, pieces)
        else:
            assert text == whole, (seed, pieces)
            continue
        refusals += 1
        print(seed, pieces, text[:600])
    assert refusals <= len(SEEDS) / 4


STOCK_ROWS = 129


def vendor(seed: int, columns: tuple[str, ...], until: int) -> list[str]:
    """The lines that a vendor has of a stock up to a row, all of it: its adjusted closes end at the close, and its closes are
    divided by the splits so far."""
    random = np.random.default_rng(seed)
    days = [str(day)[:10] for day in np.arange("2023-01-02", "2023-06-30", dtype="datetime64[D]") if np.is_busday(day)]
    moves = random.normal(0.0003, 0.012, len(days))
    paid = {int(row): float(random.uniform(0.005, 0.02)) for row in random.choice(np.arange(20, len(days)), 3, False)}
    split = int(random.integers(40, 110)) if "split" in columns else len(days)
    total = 100 * np.cumprod(1 + moves)  # with what was paid
    price = total * np.cumprod([1 - paid.get(row, 0.0) for row in range(len(days))])
    divided = price / np.where(np.arange(len(days)) >= split, 2.0, 1.0) if until <= split else price / 2
    shown = total * divided[until - 1] / total[until - 1]
    cells = {"close": divided, "adjusted": shown}
    lines = []
    for row, iso_day in enumerate(days[:until]):
        values = [f"{cells[name][row]:.8g}" if name in cells else "2" if row == split else "" for name in columns]
        lines.append(",".join((iso_day, *values)))
    return lines


def fetch_stock(root: Path, columns: tuple[str, ...], lines: list[str]) -> pd.DataFrame:
    """The present rows of a stock after a refresh with these lines."""
    (root / "x.csv").write_text("\n".join([",".join(("date", *columns)), *lines, ""]), encoding="utf-8")
    shutil.rmtree(root / "staged", ignore_errors=True)
    staged(root, source("stock", location="x.csv", codes=("XX01",)))
    audited = audit(root / "staged/stock", root / "data", today="2023-07-01")
    assert (audited.refused, audited.quarantined) == ((), ())
    for path, content in audited.files.items():
        (root / "data" / path).write_bytes(content)
    return pd.read_csv(root / "data/stock/XX01.csv")


@pytest.mark.slow
@pytest.mark.parametrize(
    "columns", [("close", "adjusted"), ("adjusted",), ("close", "adjusted", "split")], ids="+".join
)
def test_a_stock_in_pieces_that_have_two_days_in_common_has_the_returns_of_the_whole(
    tmp_path: Path, columns: tuple[str, ...]
) -> None:
    for seed in SEEDS:
        results = []
        random = np.random.default_rng(1000 + seed)
        for way in ("whole", "pieces"):
            root, end = tmp_path / f"{seed}-{way}", 0
            (root / "data/stock").mkdir(parents=True)
            (root / "data/stocks.csv").write_text("code,name\nXX01,x\n", encoding="utf-8")
            while end < STOCK_ROWS:
                start = 0 if way == "whole" or not end else max(end - int(random.choice([2, 5, 30])), 0)
                end = STOCK_ROWS if way == "whole" else min(end + int(random.choice([30, 40, 60])), STOCK_ROWS)
                result = fetch_stock(root, columns, vendor(seed, columns, end)[start:])
            results.append(result)
        whole, pieces = results
        assert list(whole["date"]) == list(pieces["date"])
        growth = [rows["adjusted"].pct_change().to_numpy()[1:] for rows in results]
        assert np.abs(growth[0] - growth[1]).max() < 3e-5, seed
        if "close" in columns:
            assert np.allclose(whole["close"], pieces["close"], rtol=1e-3), seed
