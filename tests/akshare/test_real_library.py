"""The real AKShare, over a server on this machine that answers as the sites behind it do: what it gives is what we take.

Run by `make test-akshare` in an environment of its own: AKShare brings a JavaScript engine and a dozen packages more.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from builder.model import Ask
from builder.numbers import load
from tests.akshare import site_answers
from tests.numbers.sources.server import Says, Server
from tests.real_data import ROOT, shared
from tests.site import SmallSite

REDIRECTED = str(ROOT / "tests/akshare/redirected")
RAW = "raw/pingzhongdata_000004.js"
TODAY = {"SOURCE_DATE_EPOCH": "1598400000"}  # 2020-08-26, two days behind the saved file
WRITTEN = ("2024-02-16", 1.0), ("2024-02-19", 1.01), ("2024-02-20", 1.02), ("2024-02-21", 0.52)


def says(server: Server, path: str, text: str) -> None:
    server.says(path, Says(body=text.encode()))


def fund(
    server: Server,
    code: str,
    script: str,
    dividends: site_answers.Rows = (),
    splits: list[tuple[str, str]] | None = None,
    effective: str = "2022年03月01日",
) -> None:
    says(server, f"{site_answers.EASTMONEY}/pingzhongdata/{code}.js", script)
    says(server, f"{site_answers.ARCHIVE}/fhsp_{code}.html", site_answers.payments(dividends, splits or []))
    says(server, f"{site_answers.ARCHIVE}/jbgk_{code}.html", site_answers.overview(code, f"示例{code}", effective))
    says(server, f"{site_answers.ARCHIVE}/jjfl_{code}.html", site_answers.fees())


def index(server: Server, code: str, rows: site_answers.Rows, start: str, end: str) -> None:
    asked = f"indexCode={code}&startDate={start}&endDate={end}"
    says(
        server,
        f"{site_answers.CSINDEX}/csindex-home/perf/index-perf?{asked}",
        site_answers.index(code, f"指数{code}", rows),
    )


def directory(*codes: str) -> str:
    rows = [[code, "SL", f"示例{code}", "指数型-股票", "SHILI"] for code in codes]
    return f"\ufeffvar r = {json.dumps(rows, ensure_ascii=False)};"


def site_of(folder: Path, sources: str) -> SmallSite:
    site = SmallSite(folder)
    site.write(
        "mkdocs.yml",
        "site_name: 我的站\ntheme: {name: material, language: zh, font: false}\nplugins: [briefings]\ndocs_dir: content\n",
    )
    site.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n本站。\n")
    site.write("content/data/sources.yml", sources)
    return site


def refresh(site: SmallSite, server: Server, *more: str, **environment: str) -> str:
    path = os.pathsep.join([REDIRECTED, str(ROOT)])
    ran = site.command("refresh", *more, PYTHONPATH=path, AKSHARE_SERVER=server.url, **environment)
    expected = ("mkdocs.yml has no site_url", "its benchmark has no numbers") if "--build" in more else ()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [line for line in ran.stderr.splitlines() if not any(note in line for note in expected)] == []
    return ran.stdout


@pytest.mark.real
def test_the_saved_file_of_eastmoney_gives_its_own_answers(tmp_path: Path, server: Server) -> None:
    script = (shared() / RAW).read_text(encoding="utf-8")
    fund(server, "000004", script, site_answers.paid(script), effective="2013年03月20日")
    # Whoever saved the directory added a few lines of script behind it.
    saved = (shared() / "raw/fundcode_search.js").read_text("utf-8").partition("];")
    says(server, f"{site_answers.EASTMONEY}/js/fundcode_search.js", "".join(saved[:2]))
    site = site_of(tmp_path, "funds: {fetcher: akshare, codes: [000004]}\nnav: {fetcher: akshare}\n")
    refresh(site, server, **TODAY)
    snapshot = load(tmp_path / "content/data", risk_free=0.015, trading_days=252)
    assert snapshot.directory.instruments["fund:000004"].name == "中海可转债债券C"
    for window, expected in (("1y", "28.4750"), ("6m", "10.9557"), ("3m", "28.1292"), ("1m", "5.0773")):
        answer = snapshot.answer(Ask(series="fund:000004", measure="return", window=window, as_of="2020-08-24"))
        assert isinstance(answer.value, float)
        assert f"{answer.value * 100:.4f}" == expected
    adjusted = snapshot.answer(Ask(series="fund:000004", measure="return", start="2013-03-20", end="2020-08-24"))
    assert isinstance(adjusted.value, float) and f"{adjusted.value * 100:+.2f}" == "+11.93"


def test_a_new_site_points_at_the_real_library_with_three_lines(tmp_path: Path, server: Server) -> None:
    """The three lines of docs/data.md, in a folder with nothing else, and one command."""
    documented = (ROOT / "docs/data.md").read_text(encoding="utf-8").split("## Your own site from AKShare")[1]
    lines = documented.split("```yaml\n")[1].split("```")[0]
    assert len(lines.splitlines()) == 3
    site = site_of(tmp_path, lines)
    says(server, f"{site_answers.EASTMONEY}/js/fundcode_search.js", directory("012733", "012734"))
    fund(server, "012733", site_answers.trend("012733", WRITTEN), [("2024-02-19", 0.005)], [("2024-02-21", "1:2.0000")])
    index(server, "930713", WRITTEN, "20240121", "20240301")  # to tell its name
    refresh(site, server, "--build")
    assert site.read("content/data/nav/012733.csv").splitlines() == [
        "date,nav,accumulated,dividend,split,change",
        "2024-02-16,1.0,1.0,,,0.0",
        "2024-02-19,1.01,1.01,0.005,,0.0",
        "2024-02-20,1.02,1.02,,,0.0",
        "2024-02-21,0.52,0.52,,2.0,0.0",
    ]
    catalogue = site.read("content/data/funds.csv")
    for fact in ("2022-03-01", "126000000", "2023-12-31", "示例基金", "示例银行", "管理费 0.15%，托管费 0.05%"):
        assert fact in catalogue
    assert "930713,指数930713指数,指数930713" in site.read("content/data/indexes.csv")
    assert "示例012733" in site.read("site/funds/012733/index.html")


@pytest.mark.real
def test_a_phantom_first_row_of_a_real_index_is_kept_out(tmp_path: Path, server: Server) -> None:
    rows = site_answers.read(shared() / "index/930713.csv", "close")
    assert rows[0][0] == "2015-01-01"
    site = site_of(
        tmp_path, "indexes: {fetcher: akshare, codes: [930713]}\nindex: {fetcher: akshare, since: 2015-01-01}\n"
    )
    index(server, "930713", rows[-3:], "20261014", "20261123")
    index(server, "930713", rows, "20150101", "20261123")
    refresh(site, server, SOURCE_DATE_EPOCH="1795392000")
    written = site.read("content/data/index/930713.csv").splitlines()
    assert (written[1][:10], len(written)) == ("2015-01-05", len(rows))


@pytest.fixture
def both(server: Server, monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    """The real library and the one that stands in for it elsewhere, over the same server."""
    monkeypatch.setenv("AKSHARE_SERVER", server.url)
    monkeypatch.setenv("AKSHARE_STANDIN", server.url + site_answers.EASTMONEY)
    monkeypatch.syspath_prepend(REDIRECTED)
    sys.modules.pop("sitecustomize", None)  # some environments have one of their own
    importlib.import_module("sitecustomize")
    import akshare

    spec = importlib.util.spec_from_file_location("standin", ROOT / "tests/numbers/sources/standin/akshare.py")
    assert spec and spec.loader
    standin = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(standin)
    return akshare, standin


@pytest.mark.parametrize("rows", [WRITTEN, ()], ids=["a fund", "a fund without a NAV"])
def test_the_stand_in_gives_what_the_library_gives(
    both: tuple[ModuleType, ModuleType], server: Server, rows: site_answers.Rows
) -> None:
    real, standin = both
    fund(server, "012733", site_answers.trend("012733", rows))
    says(server, f"{site_answers.EASTMONEY}/js/fundcode_search.js", directory("012733", "000001"))
    nothing = json.dumps({"分红送配详情": [], "拆分详情": []})
    says(server, f"{site_answers.EASTMONEY}/fhsp_012733.json", nothing)
    for what in ("单位净值走势", "累计净值走势", "分红送配详情", "拆分详情"):
        theirs, ours = (one.fund_open_fund_info_em(symbol="012733", indicator=what) for one in both)
        assert list(theirs.columns) == list(ours.columns), what
        assert theirs.to_dict("records") == ours.to_dict("records"), what
    assert real.fund_name_em().to_dict("records") == standin.fund_name_em().to_dict("records")


def test_a_money_fund_of_the_real_library_brings_its_income(tmp_path: Path, server: Server) -> None:
    site = site_of(tmp_path, "funds: {fetcher: akshare, codes: [012733, 000198]}\nnav: {fetcher: akshare}\n")
    says(server, f"{site_answers.EASTMONEY}/js/fundcode_search.js", directory("012733", "000198"))
    fund(server, "012733", site_answers.trend("012733", WRITTEN[:3]))
    days = [day for day, _ in WRITTEN]
    incomes, yields = (
        list(zip(days, (0.6, 1.8, 0.6, 0.5), strict=True)),
        list(zip(days, (2.2, 2.2, 2.1, 2.1), strict=True)),
    )
    fund(server, "000198", site_answers.incomes("000198", incomes, yields))
    refresh(site, server, "--build")
    assert site.read("content/data/nav/000198.csv").splitlines() == [
        "date,income,yield7", "2024-02-16,0.6,2.2", "2024-02-19,1.8,2.2", "2024-02-20,0.6,2.1", "2024-02-21,0.5,2.1"
    ]  # fmt: skip
    assert "万份收益" in site.read("site/funds/000198/index.html")
    assert site.read("content/data/nav/012733.csv").startswith("date,nav,")


def test_the_stand_in_gives_a_money_fund_as_the_library_does(
    both: tuple[ModuleType, ModuleType], server: Server
) -> None:
    fund(server, "000198", site_answers.incomes("000198", WRITTEN, WRITTEN[1:]))
    for what in ("每万份收益", "7日年化收益率"):
        theirs, ours = (one.fund_open_fund_info_em(symbol="000198", indicator=what) for one in both)
        assert theirs.to_dict("records") == ours.to_dict("records"), what
    for one in both:
        with pytest.raises(Exception, match=r"Data_netWorthTrend|NoneType"):
            one.fund_open_fund_info_em(symbol="000198", indicator="单位净值走势")


def test_the_stand_in_gives_an_index_as_the_library_does(both: tuple[ModuleType, ModuleType], server: Server) -> None:
    index(server, "930713", WRITTEN, "20240201", "20240301")
    listed = [list(row.values()) for row in json.loads(site_answers.index("930713", "指数930713", WRITTEN))["data"]]
    says(server, f"{site_answers.EASTMONEY}/index-perf/930713.json", json.dumps({"data": listed}))
    theirs, ours = (
        one.stock_zh_index_hist_csindex(symbol="930713", start_date="20240201", end_date="20240301") for one in both
    )
    assert list(theirs.columns) == list(ours.columns)
    assert theirs[["日期", "收盘", "指数中文全称", "指数中文简称"]].equals(
        ours[["日期", "收盘", "指数中文全称", "指数中文简称"]]
    )


def test_what_goes_wrong_in_the_library_is_a_problem_and_nothing_is_lost(tmp_path: Path, server: Server) -> None:
    lines = "funds: {fetcher: akshare, codes: [012733]}\nnav: {fetcher: akshare}\n"
    site = site_of(tmp_path, lines)
    says(server, f"{site_answers.EASTMONEY}/js/fundcode_search.js", directory("012733"))
    fund(server, "012733", site_answers.trend("012733", WRITTEN[:3]))
    refresh(site, server)
    before = site.read("content/data/nav/012733.csv")
    for body in ("<html>请稍后再试</html>", "", "var Data_netWorthTrend = [", "var x = 1;"):
        says(server, f"{site_answers.EASTMONEY}/pingzhongdata/012733.js", body)
        path = os.pathsep.join([REDIRECTED, str(ROOT)])
        ran = site.command("refresh", PYTHONPATH=path, AKSHARE_SERVER=server.url)
        assert ran.returncode == 1 and "nav: failed; the old data stay" in ran.stdout, ran.stdout
        assert "fetch-failed" in ran.stdout and "Traceback" not in ran.stdout + ran.stderr
        assert site.read("content/data/nav/012733.csv") == before
