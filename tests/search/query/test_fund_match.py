"""Funds are found by what readers remember of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import Directory, Instrument
from builder.search.query.fund_match import holds_pieces
from tests.search.small_index import codes, index, searching

FUNDS = {
    "012733": "易方达中证人工智能主题ETF联接A",
    "012734": "易方达中证人工智能主题ETF联接C",
    "017853": "易方达中证云计算与大数据主题ETF联接发起式A",
    "018411": "易方达中证芯片产业ETF联接发起式A",
    "001480": "财通成长优选混合A",
    "110011": "易方达优质精选混合(QDII)",
}
FACTS = {
    "018411": {"managers": "张三、李四", "index": "H30007"},
    "001480": {"manager_company": "财通基金管理有限公司", "aliases": "财通老名字混合;财通旧称"},
    "012733": {"short_name": "易方达人工智能联接A", "pinyin": "YFDZZRGZNZTETFLJA"},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    instruments = {
        f"fund:{code}": Instrument(id=f"fund:{code}", code=code, name=name, facts=FACTS.get(code, {}))
        for code, name in FUNDS.items()
    }
    instruments["index:H30007"] = Instrument(id="index:H30007", code="H30007", name="中证全指半导体")
    return index(tmp_path_factory.mktemp("cache"), [], Directory(instruments=instruments))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("yfdrgzn", ["012733", "012734"]),
        ("YFDZZRGZN", ["012733", "012734"]),
        ("yfdxp", ["018411"]),
        ("yifangdaxinpian", ["018411"]),
        ("rengongzhineng", ["012733", "012734"]),
        ("012733", ["012733"]),
        ("0127", ["012733", "012734"]),
        ("7853", ["017853"]),
        ("853", ["017853"]),
        ("人工智能联接", ["012733", "012734"]),
        ("人工智能联接C", ["012734"]),
        ("易方达人工智能联接A", ["012733"]),
        ("易方达 芯片", ["018411"]),
        ("易方达芯片", ["018411"]),
        ("易方達 晶片", []),
        ("易方達芯片產業", ["018411"]),
        ("老名字", ["001480"]),
        ("财通基金", ["001480"]),
        ("张三", ["018411"]),
        ("半导体", ["018411"]),
        ("h30007", ["018411"]),
        ("qdii", ["110011"]),
        ('"易方达芯片"', []),  # quoted: as it stands
        ("999999", []),
        ("<script>", []),
    ],
)
def test_a_fund_is_found(files: dict[str, bytes], typed: str, found: list[str]) -> None:
    assert codes(searching(files)(typed)) == found


def test_the_fund_that_is_named_exactly_comes_first(files: dict[str, bytes]) -> None:
    assert codes(searching(files)("易方达中证人工智能主题ETF联接"))[:2] == ["012733", "012734"]
    assert codes(searching(files)("易方达中证人工智能主题ETF联接C"))[0] == "012734"


def test_names_may_leave_two_things_out_and_no_more() -> None:
    assert holds_pieces("人工智能联接", "人工智能主题etf联接")
    assert holds_pieces("易方达芯片联接", "易方达中证芯片产业etf联接")
    assert not holds_pieces("甲乙丙丁戊己庚辛", "甲乙x丙丁x戊己x庚辛")
    assert not holds_pieces("芯联", "芯片联接")  # so little says nothing


def test_no_number_of_the_data_is_in_the_index(tmp_path: Path) -> None:
    fund = Instrument(id="fund:1", code="000001", name="某基金", facts={"size": "987654321", "fees": "管理费0.15%"})
    made = index(tmp_path, [], Directory(instruments={"fund:1": fund}))
    assert not any(b"987654321" in content or b"0.15" in content for content in made.values())
