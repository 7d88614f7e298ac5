"""The line that says how old data are, and that their source fails where it does."""

from __future__ import annotations

from builder import blocks
from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import DataAgeParams
from tests.blocks.block_examples import answer, html

NAV = Slot(params=DataAgeParams(of="set:nav"))


def test_a_set_has_the_day_of_its_last_value_and_how_old_it_may_grow() -> None:
    assert html(NAV) == (
        '<span class="through">净值数据截至 <time datetime="2024-03-01" data-fresh="nav" data-limit="1">2024年3月1日</time></span>'
    )


def test_an_instrument_has_the_day_of_its_own_last_value() -> None:
    assert '<time datetime="2024-03-01"' in html(Slot(params=DataAgeParams(of="fund:012733")))


def test_a_source_that_fails_is_said_with_its_name_and_the_day() -> None:
    failing = {Ask(series="set:nav", measure="failing-since"): Answer(value="2024-02-20", unit="date", note="天天基金")}
    assert html(NAV, {ask: answer(ask) for ask in blocks.asks(NAV)} | failing).endswith(
        '<span class="failing">净值来源（天天基金）自 <time datetime="2024-02-20">2024年2月20日</time> 起未能更新</span>'
    )


def test_a_set_without_data_has_no_line() -> None:
    empty = {ask: Answer(value=None, unit="date") for ask in blocks.asks(NAV)}
    assert html(NAV, empty) == ""


def test_values_may_be_called_by_another_word() -> None:
    assert "收益数据截至" in html(Slot(params=DataAgeParams(of="fund:012733", label="收益")))
