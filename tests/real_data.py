"""Real files in, a data folder as the builder wants it out. The files lie outside of the project and stay there."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
from datetime import datetime
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

ROOT = Path(__file__).parent.parent
_CATALOGUES = {
    "funds.csv": (
        "code,name,effective_date,index,benchmark,benchmark_formula",
        "012733,易方达中证人工智能主题ETF联接A,2022-03-01,930713,中证人工智能主题指数×95%+活期存款利率×5%,"
        "930713*0.95 + 0.0035*0.05",
    ),
    "indexes.csv": ("code,name", "930713,中证人工智能主题", "930851,中证云计算", "000300,沪深300", "931071,人工智能"),
    "stocks.csv": ("code,name", "NVDA,NVIDIA", "AVGO,Broadcom", "MSFT,Microsoft", "ADBE,Adobe", "U,Unity"),
}


def shared() -> Path:
    """The folder of real data. Where there is none the test is skipped, or fails if $BRIEFINGS_REQUIRE_REAL is set."""
    given = os.environ.get("BRIEFINGS_REAL_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        told = "real data: neither $BRIEFINGS_REAL_DATA nor ../shared/data is there"
        if os.environ.get("BRIEFINGS_REQUIRE_REAL"):
            pytest.fail(told)
        pytest.skip(told)
    return folder


def write_site_data(target: Path, source: Path) -> None:
    """Write histories and catalogues of the real instruments that have one."""
    _prepare().prepare(source, target)
    for name, lines in _CATALOGUES.items():
        (target / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def prepared(source: Path, target: Path) -> None:
    """Write the histories of examples/sora as its own script does, and leave its catalogues alone."""
    _prepare().prepare(source, target)


def write_eastmoney_fund(target: Path, saved: Path, code: str) -> dict[str, str]:
    """Write one fund's history from a saved Eastmoney file, add it to funds.csv, and return that file's own answers."""
    text = saved.read_text(encoding="utf-8")
    trend = json.loads(_variable(text, "Data_netWorthTrend"))
    accumulated = {_date(at): value for at, value in json.loads(_variable(text, "Data_ACWorthTrend"))}
    (target / "nav").mkdir(parents=True, exist_ok=True)
    with (target / "nav" / f"{code}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "nav", "accumulated", "dividend"])
        for row in trend:
            paid = re.search(r"每份派现金([\d.]+)元", row["unitMoney"] or "")
            on = _date(row["x"])
            writer.writerow([on, row["y"], accumulated.get(on, ""), paid[1] if paid else ""])
    with (target / "funds.csv").open("a", encoding="utf-8") as funds:
        funds.write(f"{code},一只债券基金,,,,\n")
    return {name: str(json.loads(_variable(text, name))) for name in ("syl_1n", "syl_6y", "syl_3y", "syl_1y")}


def _variable(text: str, name: str) -> str:
    found = re.search(rf"var {name}\s*=\s*(.*?);", text, re.DOTALL)
    assert found, name
    return found[1]


def _date(milliseconds: int) -> str:
    # Midnight in Shanghai: read as UTC it would be the day before.
    return datetime.fromtimestamp(milliseconds / 1000, ZoneInfo("Asia/Shanghai")).date().isoformat()


def _prepare() -> ModuleType:
    spec = importlib.util.spec_from_file_location("prepare", ROOT / "examples" / "sora" / "prepare.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
