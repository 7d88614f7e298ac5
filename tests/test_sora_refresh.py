"""examples/sora builds from AKShare's formats end to end, with a server on this machine in place of the network."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.numbers.sources.server import Says, Server
from tests.real_data import ROOT, shared
from tests.site import SmallSite

LATER = "1795392000"  # 2026-11-23, behind all rows
STANDIN = str(ROOT / "tests/numbers/sources/standin")
FUNDS = ("012733", "012734", "017853", "017854", "018411", "018412", "019061", "019062")


def says(server: Server, path: str, value: object) -> None:
    server.says(path, Says(body=(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()))


def fund(server: Server, code: str, rows: list[tuple[str, float]]) -> None:
    """A fund's page as Eastmoney serves it: times in milliseconds at midnight in Shanghai."""
    at = [((date.fromisoformat(day) - date(1970, 1, 1)).days * 24 - 8) * 3_600_000 for day, _ in rows]
    trend = [{"x": x, "y": nav, "equityReturn": 0, "unitMoney": ""} for x, (_, nav) in zip(at, rows, strict=True)]
    total = [[x, nav] for x, (_, nav) in zip(at, rows, strict=True)]
    says(
        server,
        f"/pingzhongdata/{code}.js",
        f'var fS_code = "{code}";var Data_netWorthTrend = {json.dumps(trend)};var Data_ACWorthTrend = {json.dumps(total)};',
    )
    says(server, f"/fhsp_{code}.json", {"分红送配详情": [], "拆分详情": []})


def index(server: Server, code: str, rows: list[tuple[str, float]]) -> None:
    """An index as csindex.com.cn tells it: sixteen columns, days without hyphens."""
    data = [
        [
            day.replace("-", ""),
            code,
            f"指数{code}",
            code,
            code,
            code,
            None,
            None,
            None,
            close,
            0,
            0,
            None,
            None,
            50,
            None,
        ]
        for day, close in rows
    ]
    says(server, f"/index-perf/{code}.json", {"data": data})


def read(path: Path, value: str) -> list[tuple[str, float]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["date"], float(row[value])) for row in csv.DictReader(file)]


@pytest.mark.real
@pytest.mark.slow
def test_the_example_is_fetched_and_built_by_one_command(tmp_path: Path, server: Server) -> None:
    real = shared()
    shutil.copytree(
        ROOT / "examples/sora",
        tmp_path,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("nav", "index", "stock", "site", ".briefings"),
    )
    shutil.copytree(real / "us", tmp_path / "exports")
    for code in FUNDS:
        fund(server, code, read(real / "nav/012733.csv", "nav") if code == "012733" else [])
    for code in ("930713", "930851", "931071", "000300", "H30007", "930601"):
        path = real / f"index/{code}.csv"
        index(server, code, read(path if path.exists() else real / "index/000300.csv", "close"))
    site = SmallSite(tmp_path)
    path = f"{STANDIN}:{ROOT}"
    ran = site.command("refresh", "--build", PYTHONPATH=path, AKSHARE_STANDIN=server.url, SOURCE_DATE_EPOCH=LATER)
    assert (ran.returncode, ran.stderr) == (
        0,
        "mkdocs.yml has no site_url: the site has no feeds, sitemap, canonical addresses and JSON-LD.\n",
    )
    assert [line for line in ran.stdout.splitlines() if "replaced" in line] == [
        "nav: 1 file replaced",
        "index: 6 files replaced",
        "stock: 5 files replaced",
    ]
    nav = site.read("content/data/nav/012733.csv").splitlines()
    assert nav[:2] == ["date,nav,accumulated,dividend,split,change", "2022-03-14,1.0003,1.0003,,,0.0"]
    assert len(nav) == 1033
    assert site.read("content/data/index/930713.csv").splitlines()[1][:10] == "2015-01-05"
    page = next(path for path in (tmp_path / "site/briefings").rglob("index.html") if "sora" in str(path))
    assert "人工智能" in page.read_text(encoding="utf-8")
    again = site.command("refresh", PYTHONPATH=path, AKSHARE_STANDIN=server.url, SOURCE_DATE_EPOCH=LATER)
    assert [line for line in again.stdout.splitlines() if not line.startswith("  ")] == [
        "nav: unchanged",
        "index: unchanged",
        "stock: unchanged",
        "latest values of 0 instruments change",
        "no number on any briefing changes",
    ]
    server.says("/fhsp_012733.json", Says(status=503))
    failed = site.command("refresh", PYTHONPATH=path, AKSHARE_STANDIN=server.url, SOURCE_DATE_EPOCH=LATER)
    assert failed.returncode == 1
    assert "HTTPError" in failed.stdout and "nav: failed; the old data stay" in failed.stdout
    assert site.read("content/data/nav/012733.csv").splitlines() == nav


@pytest.mark.slow
def test_a_new_site_points_at_akshare_with_three_lines(tmp_path: Path, server: Server) -> None:
    site = SmallSite(tmp_path)
    site.write(
        "mkdocs.yml",
        "site_name: 我的站\ntheme: {name: material, language: zh, font: false}\nplugins: [briefings]\ndocs_dir: content\n",
    )
    site.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n本站。\n")
    lines = (
        "funds: {fetcher: akshare, codes: [012733]}\n"
        "indexes: {fetcher: akshare, codes: [930713]}\n"
        "nav: {fetcher: akshare}\n"
    )
    assert f"```yaml\n{lines}```" in (ROOT / "docs/data.md").read_text(encoding="utf-8")
    site.write(
        "content/data/sources.yml", lines + "index: {fetcher: akshare}\ncalendars: {fetcher: akshare, codes: [SSE]}\n"
    )
    rows = [("2024-02-19", 1.0), ("2024-02-20", 1.01), ("2024-02-21", 1.02)]
    fund(server, "012733", rows)
    index(server, "930713", rows)
    says(
        server,
        "/js/fundcode_search.js",
        'var r = [["012733","YFDA","易方达人工智能联接A（LOF）","指数型-股票","YIFANGDA"]];',
    )
    overview = {"基金全称": "全称", "成立日期/规模": "2022年03月01日 / 2.310亿份", "基金管理人": "易方达基金"}
    says(server, "/jbgk_012733.json", overview)
    says(server, "/jjfl_012733.json", {"运作费用": [["管理费率", "0.50%（每年）", "托管费率", "0.10%（每年）"]]})
    says(server, "/klc_td_sh.json", ["20240219", "20240220", "20240221"])
    ran = site.command("refresh", "--build", PYTHONPATH=f"{STANDIN}:{ROOT}", AKSHARE_STANDIN=server.url)
    note = "mkdocs.yml has no site_url: the site has no feeds, sitemap, canonical addresses and JSON-LD.\n"
    assert (ran.returncode, ran.stderr) == (0, note), ran.stdout
    assert site.read("content/data/funds.csv").splitlines() == [
        "code,name,full_name,kind,pinyin,manager_company,effective_date,fees",
        "012733,易方达人工智能联接A（LOF）,全称,指数型-股票,YFDA,易方达基金,2022-03-01,管理费 0.50%，托管费 0.10%",
    ]
    assert site.read("content/data/indexes.csv") == "code,name,short_name\n930713,指数930713,930713\n"
    assert site.read("content/data/calendars/SSE.csv") == "date\n2024-02-19\n2024-02-20\n2024-02-21\n"
    assert "1.0200" in site.read("site/funds/012733/index.html")
