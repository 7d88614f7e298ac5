"""A fact is text that is safe anywhere, a number is a `<data>` element."""

from __future__ import annotations

from builder.model import Answer, Ask, Slot
from builder.slot_params.generated import FactParams
from tests.blocks.block_examples import (
    html,
)


def test_a_fact_as_text_is_safe_in_an_attribute() -> None:
    ask = Ask(series="fund:012733", measure="name")
    given = {ask: Answer(value="\"><script>'", unit="text")}
    fragment = html(Slot(params=FactParams(series="fund:012733", measure="name")), given)
    assert not set("\"<>'") & set(fragment)
