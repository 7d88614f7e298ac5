"""Measures how long data take to load and to answer: 20,000 funds over five years as Parquet, and 1,000 as CSV files.

    python bench/data_times.py [--funds N] [--files N] [--days N] [--runs N]

Each case is a new process without a cache. It loads and checks the data folder, and answers what the card of every fund asks,
its small line chart included. "A day appended" does the same after a day was added to the Parquet file. The table shows the
median of the runs, and the peak memory of the process and its children. The data are made up from a seed, in a temporary folder.
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

# Case -> targets: seconds, and MB of memory.
TARGETS = {"parquet": (15.0, 4_096), "a day appended": (5.0, 4_096), "csv files": (2.5, 4_096)}


def main() -> None:
    """Make the data, measure each case, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--funds", type=int, default=20_000, help="how many funds in the Parquet file")
    parser.add_argument("--files", type=int, default=1_000, help="how many funds as CSV files")
    parser.add_argument("--days", type=int, default=1_250, help="rows of each fund")
    parser.add_argument("--runs", type=int, default=3, help="how often each case is measured")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)  # what the measured processes do
    options = parser.parse_args()
    if options.answer:
        answer(options.answer)
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        in_new_process(make_table, root / "parquet", options.funds, options.days)
        in_new_process(make_files, root / "csv files", options.files, options.days)
        rows = []
        for name, runs in (("parquet", options.runs), ("a day appended", options.runs), ("csv files", options.runs)):
            data = root / ("csv files" if name == "csv files" else "parquet")
            measured = []
            for run in range(runs):
                if name == "a day appended":
                    in_new_process(append, data, options.funds, options.days + run)
                measured.append(measure(data))
            rows.append((name, measured))
    print(f"{options.funds} funds as Parquet, {options.files} as CSV, {options.days} days each, {os.cpu_count()} cores")
    print("| case | seconds | target | least | most | MB | target | loading | answering | answers |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, measured in rows:
        times = [run["seconds"] for run in measured]
        seconds, megabytes = TARGETS[name]
        loading, answering = (statistics.median(run[step] for run in measured) for step in ("loading", "answering"))
        print(
            f"| {name} | {statistics.median(times):.2f} | {seconds} | {min(times):.2f} | {max(times):.2f} "
            f"| {max(run['peak'] for run in measured)} | {megabytes} | {loading:.2f} | {answering:.2f} "
            f"| {measured[0]['answers']} |"
        )


def in_new_process(work: Callable[..., None], *arguments: object) -> None:
    """Do this in a new process. The memory of this process must stay small: each measured process starts as a copy of it."""
    child = get_context("spawn").Process(target=work, args=arguments)
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(f"{work.__name__} failed")


def measure(folder: Path) -> dict[str, float]:
    """One run of a case in a new process: seconds, peak memory in MB, and what `answer` printed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        began = time.perf_counter()
        command = [sys.executable, __file__, "--answer", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        result = json.loads(done.stdout) if done.returncode == 0 else {"wrong": done.stderr[-2000:]}
        os.write(writer, json.dumps({"seconds": seconds, "peak": peak, **result}).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        result: dict[str, float] = json.loads(pipe.read())
    os.waitpid(child, 0)
    if "wrong" in result:
        sys.exit(f"the case failed:\n{result['wrong']}")
    return result


def answer(folder: Path) -> None:
    """Load the data and answer the card of every fund; the measured processes do this."""
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
        asks = (ask for fund in funds[start : start + 1_000] for ask in card.asks(CardParams(series=(fund,))))
        answers = snapshot.answers(asks)
        count += len(answers)
        valued += sum(answer.value is not None for answer in answers.values())
    done = time.perf_counter()
    assert valued > count // 2
    print(json.dumps({"loading": loaded - began, "answering": done - loaded, "answers": count}))


def days_of(count: int) -> list[date]:
    """This many weekdays, from 2019 on."""
    first = date(2019, 3, 4)
    return [day for day in (first + timedelta(days=n) for n in range(count * 7 // 5 + 7)) if day.weekday() < 5][:count]


def walks(random: np.random.Generator, funds: int, days: int) -> np.ndarray:
    """Random walks of NAVs with four decimals: a row for each fund."""
    steps = random.normal(0.0002, 0.011, (funds, days))
    steps[:, 0] = 0
    return np.exp(np.cumsum(steps, axis=1, out=steps), out=steps).round(4).clip(0.05)


def make_table(folder: Path, funds: int, days: int) -> None:
    """Write all funds as one Parquet table, by fund and date; one fund in fifty pays a dividend each year."""
    catalogue(folder, funds)
    random = np.random.default_rng(20240220)
    navs = walks(random, funds, days)
    paid = np.zeros((funds, days))
    paid[::50, 200::250] = 0.02
    on = np.array(days_of(days), dtype="datetime64[D]").astype(np.int32)
    fund = np.repeat(np.arange(funds, dtype=np.int32), days)
    write(folder / "nav.parquet", fund, np.tile(on, funds), navs.ravel(), paid.ravel())


def write(path: Path, fund: np.ndarray, on: np.ndarray, navs: np.ndarray, paid: np.ndarray) -> None:
    """Write a long table as a data pipeline would: dividends are null where there are none."""
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
    """Append a day of every fund at the end of the table."""
    table = parquet.read_table(folder / "nav.parquet")
    on = np.full(funds, np.datetime64(days_of(day + 1)[-1]).astype(np.int32), dtype=np.int32)
    latest = table.group_by("code", use_threads=False).aggregate([("nav", "last"), ("accumulated", "last")])
    more = pa.table(
        {
            "code": [code(number) for number in range(funds)],
            "date": pa.array(on, pa.date32()),
            "nav": latest["nav_last"],
            "accumulated": latest["accumulated_last"],
            "dividend": pa.nulls(funds, pa.float64()),
        }
    )
    parquet.write_table(pa.concat_tables([table, more]), folder / "nav.parquet")


def make_files(folder: Path, funds: int, days: int) -> None:
    """Write a CSV file for each fund."""
    catalogue(folder, funds)
    (folder / "nav").mkdir()
    on = days_of(days)
    for number, navs in enumerate(walks(np.random.default_rng(7), funds, days)):
        rows = [f"{day},{nav},{nav},," for day, nav in zip(on, navs.tolist(), strict=True)]
        text = "date,nav,accumulated,dividend,split\n" + "\n".join(rows) + "\n"
        (folder / f"nav/{code(number)}.csv").write_text(text, encoding="utf-8")


def catalogue(folder: Path, funds: int) -> None:
    """Write the catalogue, and a sources.yml that says that all data are made up."""
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
