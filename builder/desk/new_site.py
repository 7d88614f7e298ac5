"""A new site of an owner's own, for `briefings init`: settings, a first briefing, a page, and where its data come from.

Its texts are in `starter/`, beside this module. It builds at once and without a network, with data that are made up and say so, or
with none.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

from builder.forbidden_characters import forbidden_in_value
from builder.problem import Failed, Problem

DataChoice = Literal["demo", "files", "akshare", "tushare"]
DATA_CHOICES: tuple[str, ...] = get_args(DataChoice)
NAME = "我的基金简报"
_STARTER = Path(__file__).parent / "starter"
_PACKAGE = Path(__file__).parent.parent
_DAYS = 420  # weekdays of made-up history, so that a year's return has all its rows


def create(folder: Path, *, name: str, data: str, today: date, version: str) -> list[str]:
    """Write a new site into a folder that is empty or not there, and return the paths of its files.

    `data` is one of `DATA_CHOICES`, `today` dates the briefing, `version` is ours, which the site is pinned to. Raises Failed, and
    writes nothing, for a folder that holds anything but a `.git`.
    """
    if problem := forbidden_in_value(name):
        raise Failed([problem])
    if folder.exists() and not folder.is_dir():
        raise Failed([_refused(folder, "this is a file", "name a folder")])
    present = sorted(path.name for path in folder.iterdir() if path.name != ".git") if folder.exists() else []
    if present:
        names = ", ".join(present[:5]) + (f" and {len(present) - 5} more" if len(present) > 5 else "")
        raise Failed([_refused(folder, f"the folder has {names}, and nothing is overwritten", "name a new folder")])
    texts = dict(_files(name, data, today, version))
    for path, text in texts.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:  # whatever is there since stays
            file.write(text)
    return list(texts)


def _refused(folder: Path, message: str, hint: str) -> Problem:
    return Problem(id="not-empty", path=folder.as_posix(), message=message, hint=hint)


def _files(name: str, data: str, today: date, version: str) -> Iterator[tuple[str, str]]:
    """Every file of the site by its path."""
    yield "mkdocs.yml", _text("mkdocs.yml").replace("SITE_NAME", json.dumps(name, ensure_ascii=False))
    yield ".gitignore", _text("gitignore")
    yield "requirements.txt", _requirements(data, version)
    yield "AUTHORS.md", _text("AUTHORS.md")
    yield "templates/pages/briefing.html", _text("templates/pages/briefing.html")
    yield "content/pages/about.md", _text("content/pages/about.md")
    briefing = _text(f"content/briefings/{'demo' if data == 'demo' else 'empty'}.md").replace(
        "TODAY", today.isoformat()
    )
    yield f"content/briefings/{today.year}/{today}-first.md", briefing
    yield "content/data/sources.yml", _text(f"sources/{data}.yml")
    if data == "demo":
        for path, rows in _made_up(today).items():
            yield f"content/data/{path}", rows


def _text(path: str) -> str:
    return (_STARTER / path).read_text(encoding="utf-8")


def _requirements(data: str, version: str) -> str:
    """What the site is built with, by hash: our own lock. Our own wheel stands in a comment, since no wheel knows its hash."""
    name = "requirements-akshare.lock" if data == "akshare" else "requirements.lock"
    inside = _PACKAGE / name  # of an installed wheel; in a checkout the lock is beside the package
    lock = (inside if inside.is_file() else _PACKAGE.parent / name).read_text(encoding="utf-8")
    return (
        "# 网站所用的全部软件包，每个都用哈希锁定。安装：\n"
        "#   pip install --require-hashes -r requirements.txt\n"
        f"#   pip install --no-deps fund-briefings=={version}\n{lock}"
    )


def _made_up(today: date) -> Mapping[str, str]:
    """Data that nobody can take for real: an index and a fund in two classes that follow it, up to the day before."""
    index, fund, class_c = (
        _walk(today, start, drift) for start, drift in ((1000.0, 5e-4), (1.0, 4.8e-4), (1.0, 4.6e-4))
    )
    funds = [
        ["code", "name", "short_name", "kind", "risk_level", "effective_date", "index", "parent"],
        ["990001", "示例成长指数A", "示例成长A", "指数型", "R4", fund[0][0], "X90001", "示例成长指数"],
        ["990002", "示例成长指数C", "示例成长C", "指数型", "R4", fund[0][0], "X90001", "示例成长指数"],
    ]
    return {
        "funds.csv": _csv(funds),
        "indexes.csv": _csv([["code", "name"], ["X90001", "示例成长指数"]]),
        "index/X90001.csv": _csv([["date", "close"], *([day, f"{value:.2f}"] for day, value in index)]),
        "nav/990001.csv": _csv([["date", "nav"], *([day, f"{value:.4f}"] for day, value in fund)]),
        "nav/990002.csv": _csv([["date", "nav"], *([day, f"{value:.4f}"] for day, value in class_c)]),
    }


def _walk(today: date, start: float, drift: float) -> list[tuple[str, float]]:
    """A walk over the last weekdays before today: the same moves on every machine."""
    days: list[date] = []
    day = today
    while len(days) < _DAYS:
        day -= timedelta(days=1)
        if day.weekday() < 5 and (day.month, day.day) != (1, 1):
            days.append(day)
    rows, value, state = [], start, 20240220
    for day in reversed(days):
        rows.append((day.isoformat(), value))
        state = (state * 1103515245 + 12345) % 2**31  # a linear congruential generator
        value *= 1 + drift + (state / 2**31 - 0.5) * 0.024
    return rows


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
