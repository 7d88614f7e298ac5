"""An entry of the table of measures carries what readers and blocks are to know of it."""

from __future__ import annotations

from builder.numbers.measures.measure_entry import ALL, OWN, entry
from builder.numbers.measures.measure_table import ENTRIES
from builder.vocabulary import KINDS


def test_an_entry_says_all_of_a_measure() -> None:
    made = entry("x", "某", "ratio", ENTRIES["nav"].compute, "甲 ÷ 乙", source=OWN, signed=False, answers="days")
    measure = made.measure
    assert (measure.name, measure.label, measure.unit, measure.formula, measure.source) == (
        "x",
        "某",
        "ratio",
        "甲 ÷ 乙",
        OWN,
    )
    assert (measure.kinds, measure.window, measure.signed, measure.coloured) == (tuple(KINDS), "none", False, False)
    assert measure.answers == "days" and tuple(KINDS) == ALL


def test_only_gains_and_losses_are_coloured_and_they_are_signed() -> None:
    coloured = {name for name, one in ENTRIES.items() if one.measure.coloured}
    assert coloured == {
        *("change", "return", "price-return", "annualised", "calendar-year", "benchmark-return", "excess-return"),
        "since-publication",
    }
    assert all(ENTRIES[name].measure.signed for name in coloured)


def test_a_risk_and_a_share_have_no_sign() -> None:
    unsigned = {name for name, one in ENTRIES.items() if not one.measure.signed}
    yields = {"yield7", "yield7-history"}
    assert unsigned == {"drawdown", "volatility", "tracking-error", "holdings", "sectors", "assets", *yields}
