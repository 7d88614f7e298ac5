"""Generated tables, scripts and declarations at the doors of the data: a result, or problems with their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import numbers
from builder.numbers.files import allocation_csv, catalogue_csv, sources_yml, trading_calendar
from builder.numbers.files.csv_cells import read_text
from builder.numbers.files.exact_history_csv import read_histories
from builder.numbers.series.benchmark import formula
from builder.numbers.sources import eastmoney, payment_text
from builder.numbers.sources.tables import table_conversion
from builder.numbers.sources.tables.table_file import read_table
from builder.problem import Failed
from builder.vocabulary import ALL_SETS, SETS
from tests.attacks.hostile_text import budget, obeyed, texts, values
from tests.numbers.sources.source_files import source
from tests.site import FILES

HISTORIES = {
    "nav": "date,nav,adjusted,dividend,split\n2024-01-02,1.0512,1.2,,\n2024-01-03,1.06,1.21,0.01,\n2024-01-04,0.53,,,2\n",
    "index": "date,close\n2024-01-02,3000\n2024-01-03,3010.5\n",
    "stock": "date,close,adjusted\n2024-01-02,100,90\n2024-01-03,50,91\n",
}
LONG = "code,date,nav\n990101,2024-01-02,1\n990102,2024-01-02,2\n990101,2024-01-03,1.1\n"
EXPORTS = (
    "净值日期,单位净值,累计净值,日增长率\n2024/1/2,1.0512,1.2,0.5%\n2024/1/3,1.06,1.21,-0.1%\n合计,,,\n",
    "日期;净值;分红\n02.01.2024;1.234,56;每份派现金0.0100元\n03.01.2024;1,5;\n",
    '[{"date": "2024-01-02", "nav": 1.05}, {"date": "2024-01-03", "nav": 1.06}]',
    'callback({"data": {"columns": ["date", "nav"], "rows": [["20240102", "1.05"]]}})',
    "基金代码\t日期\t净值\n012733\t2024-01-02\t1.05\n",
    "某基金 净值表\n单位：元\n日期,单位净值\n20240102,1.05\n注：数据仅供参考\n",
)
EASTMONEY = (
    'var fS_code = "012733";var Data_netWorthTrend = [{"x":1704124800000,"y":1.05,"equityReturn":0.1,"unitMoney":""},'
    '{"x":1704211200000,"y":1.06,"equityReturn":0,"unitMoney":"分红：每份派现金0.0100元"}];'
    "var Data_ACWorthTrend = [[1704124800000,1.2],[1704211200000,1.21]];",
    'var fS_code = "012733";var Data_millionCopiesIncome = [[1704124800000,0.5]];'
    "var Data_sevenDaysYearIncome = [[1704124800000,1.9]];",
    'var r = [["012733","SF","示例","指数型","SHILI"]];',
)
DECLARED = (
    "nav: {origin: 编造, synthetic: true, fetcher: file, from: 'exports/{code}.csv', codes: [012733], freshness: 3}\n",
    "nav:\n  origin: 某处\n  fetcher: eastmoney\n  codes: all\n  columns: {nav: 单位净值}\n  splits: {012733: {2024-01-02: 2.5}}\n"
    "index: {origin: 编造, calendar: SSE, dates: day-first, decimal: comma, since: 2020-01-01}\n",
)


@pytest.mark.parametrize("set_", SETS)
def test_a_history(set_: str, tmp_path: Path) -> None:
    path = tmp_path / "file"

    @budget(400)
    @given(texts([HISTORIES[set_], LONG], SETS[set_].known))
    def law(text: str) -> None:
        path.write_bytes(text.encode())
        obeyed(lambda: read_histories(read_text(path, "p"), "p", SETS[set_]), text, path="p")
        obeyed(lambda: read_histories(read_text(path, "p"), "p", SETS[set_], long=True), text, path="p")

    law()


@pytest.mark.parametrize("set_", [*SETS, "funds", "calendars"])
def test_an_export(set_: str) -> None:
    declared = source(set_, codes=("012733",) if set_ in SETS else ())
    convert = {"funds": table_conversion.convert_catalogue, "calendars": table_conversion.convert_calendar}

    @budget(400)
    @given(texts(EXPORTS), st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.sampled_from(["", "012733"]))
    def law(text: str, encoding: str, code: str) -> None:
        def read() -> None:
            table = read_table(text.encode(encoding, "replace"), "a.csv", declared, code=code)
            convert.get(set_, table_conversion.convert_histories)(table, declared)  # type: ignore[operator]

        obeyed(read, text)

    law()


def test_bytes_that_are_no_text() -> None:
    declared = source("nav", codes=("012733",))
    starts = st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf", b"\xff\xfe", b"date,nav\n"]
    )

    @budget(400)
    @given(starts, st.binary(max_size=200), st.sampled_from([b"", b"PAR1", b"PK\x05\x06" + b"\0" * 18]))
    def law(start: bytes, middle: bytes, end: bytes) -> None:
        raw = start + middle + end

        def read() -> None:
            table_conversion.convert_histories(read_table(raw, "a.csv", declared, code="012733"), declared)

        obeyed(read, "\n" * 400)

    law()


@budget(500)
@given(texts(EASTMONEY, ["var ", "Data_netWorthTrend", "Data_ACWorthTrend", "Data_millionCopiesIncome", "/*", "//"]))
def test_a_script_of_eastmoney(text: str) -> None:
    obeyed(lambda: eastmoney.read_history(text, "a.js", "012733"), text, path="a.js")
    obeyed(lambda: eastmoney._read_directory(text, "a.js"), text, path="a.js")


def test_values_of_any_shape_in_a_script_of_eastmoney() -> None:
    shapes = values(["x", "y", "equityReturn", "unitMoney"]) | st.integers(-(10**18), 10**18).map(
        lambda day: [[day * 86_400_000 - 8 * 3_600_000, 1.0]]
    )
    entries = st.fixed_dictionaries(
        {"x": st.one_of(shapes, st.just(1704124800000)), "y": shapes}, optional={"unitMoney": shapes}
    )

    @budget(500)
    @given(st.one_of(shapes, st.lists(entries, max_size=2)), shapes)
    def law(trend: object, pairs: object) -> None:
        text = (
            f'var fS_code = "012733";var Data_netWorthTrend = {json.dumps(trend)};'
            f"var Data_ACWorthTrend = {json.dumps(pairs)};"
        )
        obeyed(lambda: eastmoney.read_history(text, "a.js", "012733"), text, path="a.js")
        text = (
            f'var fS_code = "012733";var Data_millionCopiesIncome = {json.dumps(pairs)};'
            f"var Data_sevenDaysYearIncome = {json.dumps(trend)};"
        )
        obeyed(lambda: eastmoney.read_history(text, "a.js", "012733"), text, path="a.js")

    law()


@budget(300)
@given(texts(["分红：每份派现金0.0100元", "拆分：每份基金份额折算1.012345份", "10派2.5元", "0.01"]))
def test_a_payment(text: str) -> None:
    obeyed(lambda: payment_text.read_payment(text), text)


@budget(300)
@given(
    texts(["沪深300指数收益率*80%+中证全债指数收益率*20%", "同期七天通知存款利率（税后）", "index:X90713 * 95% + 1.5%"])
)
def test_a_benchmark(text: str) -> None:
    obeyed(lambda: formula(text), text)


@pytest.mark.parametrize("file", ["sources.yml", "funds.csv", "calendar", "allocation"])
def test_a_file_beside_the_histories(file: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    read, samples = {
        "sources.yml": (lambda: sources_yml.load(path, "p"), DECLARED),
        "funds.csv": (lambda: catalogue_csv.load(path, "p", SETS["nav"]), (FILES["content/data/funds.csv"],)),
        "calendar": (lambda: trading_calendar.load(path, "p"), ("date\n2024-01-02\n2024-01-03\n",)),
        "allocation": (
            lambda: allocation_csv.load(path, "p"),
            ("date,kind,name,weight\n2023-12-31,industry,制造业,0.6\n2023-12-31,holding,某股,6.5\n",),
        ),
    }[file]

    @budget(500)
    @given(texts(samples, ALL_SETS))
    def law(text: str) -> None:
        path.write_bytes(text.encode())
        obeyed(read, text, path="p")

    law()


def test_a_folder_of_data(tmp_path: Path) -> None:
    """All files at once, as a build reads them: the numbers that come of them are numbers."""
    names = ["nav/990101.csv", "index/X90713.csv", "funds.csv", "indexes.csv", "sources.yml", "nav.csv"]
    samples = [*HISTORIES.values(), LONG, *DECLARED, FILES["content/data/funds.csv"], FILES["content/data/indexes.csv"]]
    for path, text in FILES.items():
        if path.startswith("content/data/"):
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    data = tmp_path / "content/data"

    @budget(150)
    @given(st.sampled_from(names), texts(samples))
    def law(name: str, text: str) -> None:
        file = data / name
        before = file.read_bytes() if file.exists() else None
        file.write_bytes(text.encode())
        try:
            numbers.load(data, risk_free=0.0, trading_days=250)
        except Failed as failed:
            assert failed.problems
        finally:
            if before is None:
                file.unlink()
            else:
                file.write_bytes(before)

    law()
