"""What search knows of a fund."""

from __future__ import annotations

import json

from builder.model import Instrument
from builder.search.hashed_terms import hash_term
from builder.search.index.fund_records import fund_record, fund_records, fund_terms

FACTS = {"short_name": "示例AI", "aliases": "旧名|示例AI", "pinyin": "SLRGZN", "index": "H30007", "managers": "张三"}
FUND = Instrument(id="fund:990101", code="990101", name="示例人工智能A", facts=FACTS)


def test_a_record_has_every_name_once_and_the_name_of_the_index() -> None:
    record = fund_record(FUND, {"h30007": "中证全指半导体"})
    assert record.names == ("示例人工智能A", "示例AI", "旧名")
    assert record.initials == ("slrgzn", "slrgzna", "slai", "jm")
    assert record.pinyin == "shilirengongzhinenga"
    assert record.others == ("张三", "H30007", "中证全指半导体")
    assert json.loads(record.line)["c"] == "990101"


def test_records_are_in_the_order_of_codes() -> None:
    other = Instrument(id="fund:000001", code="000001", name="某基金")
    assert [record.code for record in fund_records([FUND, other], {})] == ["000001", "990101"]


def test_a_fund_has_the_terms_of_its_code_name_and_pinyin() -> None:
    hashes = set(fund_terms(fund_record(FUND, {}))[0].tolist())
    for term in ("\x060101", "\x08示例人工智能", "\x08示例人工智能a", "\x07zhi", "\x03rg", "人工"):
        assert hash_term(term) in hashes, term
