"""The notice says what of the data is made up."""

from __future__ import annotations

from builder.model import Directory, Instrument
from builder.pages.synthetic_notice import synthetic_notice


def directory(*made_up: str, synthetic: bool = True) -> Directory:
    instruments = {
        id_: Instrument(id=id_, code=id_[-1], name="x", synthetic=id_ in made_up)
        for id_ in ("fund:1", "fund:2", "index:3", "stock:4")
    }
    return Directory(instruments=instruments, synthetic=synthetic)


def test_the_notice_names_the_sets_that_are_made_up_unless_all_are() -> None:
    assert synthetic_notice(directory("fund:1", "index:3", "stock:4")) == "本站数据为模拟数据，仅作演示。"
    assert synthetic_notice(directory("stock:4", "index:3")) == "本站的指数行情、股票行情为模拟数据，仅作演示。"
    assert synthetic_notice(directory()) == "本站的部分资料为模拟数据，仅作演示。"
    assert synthetic_notice(directory(synthetic=False)) == ""
