"""How long the numbers take: 20,000 funds of five years as Parquet, a day more of them, and 1,000 funds as CSV files.

    python bench/histories.py [--funds N] [--files N] [--days N] [--runs N]

Every case is a whole process that starts from nothing, loads the data folder with every check of the contract, and answers
all that a card asks of every fund at its latest date, its small line included. The table shows the median of the runs, and
the peak memory of the process and its children. Everything is synthetic, seeded, and lies in a temporary folder.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

TARGETS = {"parquet": (15.0, 4_096), "a day appended": (5.0, 4_096), "csv files": (2.5, 4_096)}


def main() -> None:
    """Make the data, time each case, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--funds", type=int, default=20_000)
    options.add_argument("--files", type=int, default=1_000)
    options.add_argument("--days", type=int, default=1_250)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--answer", type=Path, help=argparse.SUPPRESS)  # what the measured processes do
    chosen = options.parse_args()
    if chosen.answer:
        answer(chosen.answer)
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        apart(make_table, root / "parquet", chosen.funds, chosen.days)
        apart(make_files, root / "csv files", chosen.files, chosen.days)
        rows = []
        for name, runs in (("parquet", chosen.runs), ("a day appended", chosen.runs), ("csv files", chosen.runs)):
            where = root / ("csv files" if name == "csv files" else "parquet")
            measured = []
            for run in range(runs):
                if name == "a day appended":
                    apart(append, where, chosen.funds, chosen.days + run)
                measured.append(process(where))
            rows.append((name, measured))
    print(f"{chosen.funds} funds as Parquet, {chosen.files} as CSV, {chosen.days} days each, {os.cpu_count()} cores")
    print("| case | seconds | target | least | most | MB | target | loading | answering | answers |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, measured in rows:
        times = [one["seconds"] for one in measured]
        seconds, megabytes = TARGETS[name]
        parts = [statistics.median(one[part] for one in measured) for part in ("loading", "answering")]
        print(
            f"| {name} | {statistics.median(times):.2f} | {seconds} | {min(times):.2f} | {max(times):.2f} "
            f"| {max(one['peak'] for one in measured)} | {megabytes} | {parts[0]:.2f} | {parts[1]:.2f} "
            f"| {measured[0]['answers']} |"
        )


def apart(work: Callable[..., None], *given: object) -> None:
    """Done by a process of its own: a child begins with its parent's memory, which must not count as the case's."""
    child = get_context("spawn").Process(target=work, args=given)
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(f"{work.__name__} failed")


def process(folder: Path) -> dict[str, float]:
    """One case in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        began = time.perf_counter()
        command = [sys.executable, __file__, "--answer", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        said = json.loads(done.stdout) if done.returncode == 0 else {"wrong": done.stderr[-2000:]}
        os.write(writer, json.dumps({"seconds": seconds, "peak": peak, **said}).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found: dict[str, float] = json.loads(pipe.read())
    os.waitpid(child, 0)
    if "wrong" in found:
        sys.exit(f"the case failed:\n{found['wrong']}")
    return found


def answer(folder: Path) -> None:
    """What is measured: load, and answer every card."""
    began = time.perf_counter()
    gc.disable()  # as the command does
    from builder import numbers
    from builder.blocks import card
    from builder.slot_params.authored import CardParams

    snapshot = numbers.load(folder, risk_free=0.015, trading_days=252)
    loaded = time.perf_counter()
    funds = list(snapshot.directory.instruments)
    count = valued = 0
    for start in range(0, len(funds), 1_000):
        asks = (ask for one in funds[start : start + 1_000] for ask in card.asks(CardParams(series=(one,))))
        found = snapshot.answers(asks)
        count += len(found)
        valued += sum(one.value is not None for one in found.values())
    done = time.perf_counter()
    assert valued > count // 2
    print(json.dumps({"loading": loaded - began, "answering": done - loaded, "answers": count}))


def days_of(count: int) -> list[date]:
    """So many weekdays from 2019 on."""
    first = date(2019, 3, 4)
    return [day for day in (first + timedelta(days=n) for n in range(count * 7 // 5 + 7)) if day.weekday() < 5][:count]


def walks(chance: np.random.Generator, funds: int, days: int) -> np.ndarray:
    """NAVs as they are published, four decimals, a row a fund."""
    steps = chance.normal(0.0002, 0.011, (funds, days))
    steps[:, 0] = 0
    return np.exp(np.cumsum(steps, axis=1, out=steps), out=steps).round(4).clip(0.05)


def make_table(folder: Path, funds: int, days: int) -> None:
    """All funds in one long table, ordered by fund and date; one in fifty pays a dividend each year, and tells so."""
    catalogue(folder, funds)
    chance = np.random.default_rng(20240220)
    navs = walks(chance, funds, days)
    paid = np.zeros((funds, days))
    paid[::50, 200::250] = 0.02
    on = np.array(days_of(days), dtype="datetime64[D]").astype(np.int32)
    fund = np.repeat(np.arange(funds, dtype=np.int32), days)
    write(folder / "nav.parquet", fund, np.tile(on, funds), navs.ravel(), paid.ravel())


def write(path: Path, fund: np.ndarray, on: np.ndarray, navs: np.ndarray, paid: np.ndarray) -> None:
    """A long table as a data pipeline would leave it: payments blank where there are none."""
    names = pa.array([code(number) for number in range(int(fund.max()) + 1)])
    columns = {
        "code": pa.DictionaryArray.from_arrays(pa.array(fund), names).cast(pa.string()),
        "date": pa.array(on, pa.date32()),
        "nav": pa.array(navs),
        "accumulated": pa.array((navs + np.cumsum(paid.reshape(-1, len(paid) // len(names)), axis=1).ravel()).round(4)),
        "dividend": pa.array(paid, mask=paid == 0),
    }
    parquet.write_table(pa.table(columns), path)


def append(folder: Path, funds: int, day: int) -> None:
    """A day more of every fund, behind all others, as an appended day comes."""
    table = parquet.read_table(folder / "nav.parquet")
    on = np.full(funds, np.datetime64(days_of(day + 1)[-1]).astype(np.int32), dtype=np.int32)
    last = table["nav"].to_numpy()[-funds:]
    more = pa.table(
        {
            "code": [code(number) for number in range(funds)],
            "date": pa.array(on, pa.date32()),
            "nav": last.round(4),
            "accumulated": last.round(4),
            "dividend": pa.nulls(funds, pa.float64()),
        }
    )
    parquet.write_table(pa.concat_tables([table, more]), folder / "nav.parquet")


def make_files(folder: Path, funds: int, days: int) -> None:
    """A CSV for each fund."""
    catalogue(folder, funds)
    (folder / "nav").mkdir()
    on = days_of(days)
    for number, navs in enumerate(walks(np.random.default_rng(7), funds, days)):
        rows = [f"{day},{nav},{nav},," for day, nav in zip(on, navs.tolist(), strict=True)]
        text = "date,nav,accumulated,dividend,split\n" + "\n".join(rows) + "\n"
        (folder / f"nav/{code(number)}.csv").write_text(text, encoding="utf-8")


def catalogue(folder: Path, funds: int) -> None:
    """What the funds are, and that they are made up."""
    folder.mkdir()
    first = days_of(1)[0]
    lines = [f"{code(n)},示例测量{n}号,指数型,R4,{first},示例公司,示例指数×95%+活期存款利率×5%" for n in range(funds)]
    header = "code,name,kind,risk_level,effective_date,manager_company,benchmark"
    (folder / "funds.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    made_up = "{origin: 随机数, synthetic: true}"
    (folder / "sources.yml").write_text(f"nav: {made_up}\nfunds: {made_up}\n", encoding="utf-8")


def code(number: int) -> str:
    return f"{100_001 + number}"


if __name__ == "__main__":
    main()
