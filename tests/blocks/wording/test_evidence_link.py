"""The id of an entry stays as long as its question does."""

from __future__ import annotations

from builder.blocks.wording.evidence_link import evidence_id
from builder.model import Ask

ASK = Ask(series="fund:012733", measure="return", window="1y", as_of="2024-02-19")


def test_a_question_has_one_id_and_a_claim_of_it_another() -> None:
    assert evidence_id(ASK) == evidence_id(ASK) == "e-cbb19506"
    assert len({evidence_id(ASK), evidence_id(ASK, "上涨", ">", "3%"), evidence_id(ASK._replace(window="6m"))}) == 3
