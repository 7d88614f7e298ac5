"""The fetcher `tushare`, over a server on this machine that answers as Tushare's does."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.numbers.sources.source import Source, Tools
from builder.numbers.sources.staged_files import StagedSource
from builder.numbers.sources.staging import stage
from builder.numbers.sources.tushare import TOKEN, vendor_codes
from builder.problem import Failed
from tests.numbers.sources.server import Says, Server, serving
from tests.numbers.sources.source_files import QUICK, source

SECRET = "5ecre7-t0ken"
TABLES: dict[str, list[dict[str, Any]]] = {
    "fund_nav": [
        {"ts_code": "012733.OF", "ann_date": "20240221", "nav_date": "20240220", "unit_nav": 1.25, "accum_nav": 1.35},
        {"ts_code": "012733.OF", "ann_date": "20240421", "nav_date": "20240220", "unit_nav": 1.25, "accum_nav": 1.35},
        {"ts_code": "012733.OF", "ann_date": "20240220", "nav_date": "20240219", "unit_nav": 1.5, "accum_nav": 1.5},
        {"ts_code": "510300.SH", "ann_date": "20240220", "nav_date": "20240219", "unit_nav": 3.5, "accum_nav": 1.5},
    ],
    "index_daily": [
        {"ts_code": "930713.CSI", "trade_date": f"202402{day}", "close": 3000.5 + day} for day in (21, 20, 19)
    ],
    "fund_basic": [
        {
            "ts_code": "012733.OF",
            "name": "某基金A",
            "management": "某公司",
            "custodian": "某银行",
            "fund_type": "股票型",
        }
        | {"found_date": "20210728", "benchmark": "沪深300指数收益率×95%+活期存款利率×5%"}
    ],
    "index_basic": [{"ts_code": "000300.SH", "name": "沪深300", "fullname": "沪深300指数"}],
    "trade_cal": [{"cal_date": "20240220", "exchange": "SSE"}, {"cal_date": "20240219", "exchange": "SSE"}],
}


def answer(path: str, body: bytes) -> Says:
    """Tushare's answer: two rows a page, or a refusal."""
    request = json.loads(body)
    if request["token"] != SECRET:
        return said({"code": 40101, "msg": f"您的token不对，请确认。{request['token']}", "data": None})
    fields = request["fields"].split(",")
    parameters = request["params"]
    rows = [
        row
        for row in TABLES[request["api_name"]]
        if parameters.get("ts_code", row.get("ts_code")) == row.get("ts_code")
    ]
    start = parameters.get("offset", 0)
    items = [[row.get(field) for field in fields] for row in rows[start : start + 2]]
    return said({"code": 0, "msg": None, "data": {"fields": fields, "items": items, "has_more": start + 2 < len(rows)}})


def said(value: object) -> Says:
    return Says(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        running.answer_post = answer
        yield running


def fetched(root: Path, server: Server, declared: Source, token: str = SECRET) -> tuple[StagedSource, list[str]]:
    """What Tushare brings for a source, and the lines of its first file."""
    folder = root / "staged" / declared.set
    folder.mkdir(parents=True, exist_ok=True)
    tools = Tools(
        hosts=(server.url.removeprefix("http://"),),
        root=root,
        clock=time.monotonic,
        limits=QUICK,
        today="2024-03-01",
        tokens={TOKEN: token} if token else {},
    )
    result = stage(declared, tools, folder, root / "staged", root / "data")
    return result, (folder / result.files[0]).read_text(encoding="utf-8").splitlines()


def declared(server: Server, set_: str, *codes: str) -> Source:
    return source(set_, "tushare", location=server.url, codes=codes)


def test_navs_come_with_their_announcement_page_by_page(tmp_path: Path, server: Server) -> None:
    result, lines = fetched(tmp_path, server, declared(server, "nav", "012733", "510300"))
    assert result.files == ["nav/012733.csv", "nav/510300.csv"]
    assert (lines[0].startswith("date,nav,accumulated,") and lines[0].endswith("announced")) or "announced" in lines[0]
    assert [line for line in lines if line.startswith("2024-02-20,1.25,1.35")] == lines[2:]
    assert lines[2].count("2024-02-21") == 1
    # Two pages of one fund; of an exchange-traded one its name outside the exchange first, in vain.
    assert len(server.asked) == 4


def test_levels_facts_and_trading_days_come(tmp_path: Path, server: Server) -> None:
    assert fetched(tmp_path, server, declared(server, "index", "930713"))[1][1:] == [
        "2024-02-19,3019.5",
        "2024-02-20,3020.5",
        "2024-02-21,3021.5",
    ]
    _, funds = fetched(tmp_path, server, declared(server, "funds", "012733"))
    fund = dict(zip(funds[0].split(","), funds[1].split(","), strict=True))
    assert (fund["code"], fund["effective_date"], fund["manager_company"]) == ("012733", "2021-07-28", "某公司")
    assert fetched(tmp_path, server, declared(server, "indexes", "000300"))[1][1].startswith("000300,沪深300")
    assert fetched(tmp_path, server, source("calendars", "tushare", location=server.url))[1] == [
        "date",
        "2024-02-19",
        "2024-02-20",
    ]


def test_without_a_token_nothing_is_asked_and_a_wrong_one_is_never_shown(tmp_path: Path, server: Server) -> None:
    with pytest.raises(Failed) as without:
        fetched(tmp_path, server, declared(server, "nav", "012733"), token="")
    assert [problem.id for problem in without.value.problems] == ["missing-key"]
    assert not server.asked
    with pytest.raises(Failed) as wrong:
        fetched(tmp_path, server, declared(server, "nav", "012733"), token="wr0ng")
    (problem,) = wrong.value.problems
    assert (problem.id, problem.hint) == ("fetch-failed", f"is {TOKEN} right?")
    assert "您的token不对" in problem.message and "wr0ng" not in repr(wrong.value.problems)
    assert SECRET not in repr(Tools(root=tmp_path, clock=time.monotonic, tokens={TOKEN: SECRET}))


def test_the_token_goes_nowhere_unencrypted(tmp_path: Path, server: Server) -> None:
    with pytest.raises(Failed) as caught:
        fetched(tmp_path, server, source("nav", "tushare", location="http://tushare.invalid", codes=("012733",)))
    assert "unencrypted" in caught.value.problems[0].message


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            {"code": 40203, "msg": "抱歉，您每分钟最多访问该接口2次"},
            "is refused (40203): 抱歉，您每分钟最多访问该接口2次",
        ),
        ({"code": 0, "data": None}, "the answer has no table"),
        ({"code": 0, "data": {"fields": ["a", "b"], "items": [[1]]}}, "do not fit its fields"),
        (["x"], "the answer is not Tushare's"),
    ],
)
def test_what_tushare_refuses_is_told_in_its_words(value: object, words: str, tmp_path: Path, server: Server) -> None:
    server.answer_post = lambda path, body: said(value)
    with pytest.raises(Failed) as caught:
        fetched(tmp_path, server, declared(server, "nav", "012733"))
    assert [problem.id for problem in caught.value.problems] == ["fetch-failed"]
    assert words in caught.value.problems[0].message


def test_a_fund_without_rows_is_missed(tmp_path: Path, server: Server) -> None:
    with pytest.raises(Failed) as caught:
        fetched(tmp_path, server, declared(server, "nav", "017853"))
    assert [problem.id for problem in caught.value.problems] == ["empty-data"]


def test_codes_are_asked_for_as_tushare_calls_them() -> None:
    assert vendor_codes("012733", "nav") == ["012733.OF"]
    assert vendor_codes("510300", "nav") == ["510300.OF", "510300.SH"]
    assert vendor_codes("000300", "index") == ["000300.SH", "000300.CSI"]
    assert vendor_codes("399006", "index") == ["399006.SZ", "399006.CSI"]
    assert vendor_codes("930713.CSI", "index") == ["930713.CSI"]
