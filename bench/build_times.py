"""Measures how long a build takes: 1,000 briefings of 8 KB, each with six cards, four numbers and a table, and 300 funds.

    python bench/build_times.py [--briefings N] [--funds N] [--runs N]

Each case runs `briefings build` as a process on the same site. The table shows the median of the runs, the peak memory of the
largest process, and what was made. The site is made up from a seed, in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

WORDS = (
    "指数基金产业算力模型应用市场资金估值业绩周期政策风险收益配置投资者长期短期波动结构行业公司数据需求供给价格".strip()
)
CASES = {"cold": 8.0, "no-op": 1.0, "one paragraph": 1.2, "every NAV": 1.5}  # case -> target in seconds


def main() -> None:
    """Make the site, measure each case, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefings", type=int, default=1_000, help="how many briefings")
    parser.add_argument("--funds", type=int, default=300, help="how many funds")
    parser.add_argument("--runs", type=int, default=5, help="how often each case is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_site(root, options.briefings, options.funds)
        rows = [measure(root, name, options.runs) for name in CASES]
    print(
        f"{options.briefings} briefings, {options.funds} funds, {os.cpu_count()} cores, median of {options.runs} runs"
    )
    print("| case | seconds | target | least | most | MB | made and written |\n|---|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def measure(root: Path, name: str, runs: int) -> list[str]:
    """One row of the table."""
    prepare: dict[str, Callable[[Path, int], None]] = {
        "cold": remove_cache_and_site,
        "no-op": lambda root, run: None,
        "one paragraph": edit_briefing,
        "every NAV": add_day,
    }
    times, peak, summary = [], 0, ""
    if name != "cold":
        build(root)
    for run in range(runs):
        prepare[name](root, run)
        os.sync()  # so that no run waits for the writes of another
        seconds, megabytes, summary = build(root)
        times.append(seconds)
        peak = max(peak, megabytes)
    columns = [f"{value:.2f}" for value in (statistics.median(times), CASES[name], min(times), max(times))]
    return [name, *columns, str(peak), summary.partition(": ")[2]]


def build(root: Path) -> tuple[float, int, str]:
    """Build in a new process. Returns the seconds, the peak memory of the largest process in MB, and the last line printed."""
    command = [sys.executable, "-m", "builder", "build", "--config", "mkdocs.yml"]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        began = time.perf_counter()
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        last = (done.stdout.strip().splitlines() or [""])[-1] if done.returncode == 0 else done.stderr[-2000:]
        os.write(writer, json.dumps([seconds, peak, done.returncode, last]).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        seconds, peak, status, last = json.loads(pipe.read())
    os.waitpid(child, 0)
    if status:
        sys.exit(f"the build failed:\n{last}")
    return seconds, peak, last


def remove_cache_and_site(root: Path, run: int) -> None:
    """Remove the cache and the site."""
    for name in (".briefings", "site"):
        shutil.rmtree(root / name, ignore_errors=True)


def edit_briefing(root: Path, run: int) -> None:
    """Add a sentence to one briefing."""
    path = sorted((root / "content/briefings").rglob("*.md"))[run * 7]
    path.write_text(path.read_text(encoding="utf-8") + f"\n又补充一句说明,编号{run}。\n", encoding="utf-8")


def add_day(root: Path, run: int) -> None:
    """Add a day to every history."""
    for path in sorted((root / "content/data/nav").glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        day, nav, *_ = text.rstrip().rpartition("\n")[2].split(",")
        next_day = date.fromisoformat(day) + timedelta(days=1)
        value = round(float(nav) * 1.001, 4)
        path.write_text(f"{text}{next_day},{value},{value},,\n", encoding="utf-8")


def make_site(root: Path, briefings: int, funds: int) -> None:
    """Write a whole site: settings, catalogue, histories, briefings."""
    random = np.random.default_rng(20240220)
    (root / "mkdocs.yml").write_text(
        "site_name: 测量\ndocs_dir: content\nsite_dir: site\ntheme:\n  name: material\n  language: zh\n  font: false\n"
        "plugins:\n  - briefings:\n      risk_notice: 模拟数据,仅供测量。\n",
        encoding="utf-8",
    )
    data = root / "content/data"
    (data / "nav").mkdir(parents=True)
    days = [day for day in (date(2020, 1, 1) + timedelta(days=n) for n in range(1_800)) if day.weekday() < 5][:1_250]
    lines = ["code,name,kind,risk_level,effective_date"]
    for number in range(funds):
        lines.append(f"{code(number)},{name(number)},指数型,R4,2020-01-01")
        navs = np.exp(np.cumsum(random.normal(0.0002, 0.011, len(days)))).round(4)
        rows = [f"{day},{nav},{nav},," for day, nav in zip(days, navs, strict=True)]
        (data / f"nav/{code(number)}.csv").write_text("date,nav,accumulated,dividend,split\n" + "\n".join(rows) + "\n")
    (data / "funds.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (data / "sources.yml").write_text(
        "nav: {origin: 随机数, synthetic: true}\nfunds: {origin: 随机数, synthetic: true}\n"
    )
    for number in range(briefings):
        day = days[300 + number * 900 // briefings]
        path = root / f"content/briefings/{day.year}/{day}-n{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(briefing(number, day, funds, random), encoding="utf-8")


def code(number: int) -> str:
    return f"{990_001 + number}"


def name(number: int) -> str:
    return f"示例测量指数{number}号联接"


def briefing(number: int, day: date, funds: int, random: np.random.Generator) -> str:
    """Eight kilobytes of Markdown with six cards, four numbers and a table of funds."""
    funds_shown = [int(fund) for fund in random.choice(funds, 6, replace=False)]
    prose = [
        "".join(random.choice(list(WORDS), 24)) + "," + "".join(random.choice(list(WORDS), 40)) + "。"
        for _ in range(38)
    ]
    numbers = [
        f"近一年 {{{{ {code(funds_shown[0])} return 1y }}}}",
        f"近三月 {{{{ {code(funds_shown[1])} return 3m }}}}",
        f"净值 {{{{ {code(funds_shown[2])} nav }}}}",
        f"回撤 {{{{ {code(funds_shown[3])} drawdown 1y }}}}",
    ]
    table = (
        "```funds\nshow: table\nfunds: ["
        + ", ".join(code(fund) for fund in funds_shown[:4])
        + "]\ncolumns: [nav, return 1y, return 3m]\n```\n表:比较\n"
    )
    cards = "\n\n".join(f"${name(fund)}(OTCFUND|{code(fund)})$" for fund in funds_shown)
    sections = [
        f"## {title}\n\n" + "\n\n".join(prose[start : start + 9])
        for start, title in zip((0, 9, 18, 27), "一二三四", strict=True)
    ]
    body = "\n\n".join([sections[0], "、".join(numbers) + "。", sections[1], table, *sections[2:], "相关基金:", cards])
    text = f"---\ntitle: 【测量】第{number}篇\ndate: {day}\ntopics: [话题{number % 20}]\n---\n\n{body}\n"
    return re.sub(r"\n{3,}", "\n\n", text)


if __name__ == "__main__":
    main()
