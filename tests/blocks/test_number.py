"""A number in a sentence becomes a `<data>` element, or a problem at the word that is wrong."""

from __future__ import annotations

from builder.blocks.wording.evidence_link import evidence_id
from builder.model import Answer, Ask
from builder.problem import Problem
from tests.blocks.block_examples import html, number, rendered, slot

YEAR = Ask(series="fund:012733", measure="return", window="1y", as_of="2024-02-19")
MARK = number("{{ 012733 return 1y }}", series="012733", measure="return", window="1y")


def test_a_number_is_a_data_element_with_its_origin_and_leads_to_how_it_is_known() -> None:
    given = {YEAR: Answer(value=0.05180000000000001, unit="ratio", start="2023-02-20", end="2024-02-19")}
    assert html(slot(MARK), given) == (
        '<data value="0.05180000000000001" data-series="fund:012733" data-measure="return" data-from="2023-02-20" '
        f'data-to="2024-02-19" aria-details="{evidence_id(YEAR)}">+5.18%</data>'
    )


def test_synthetic_numbers_say_so_and_absent_dates_leave_no_attribute() -> None:
    mark = number("{{ 012733 nav }}", series="012733", measure="nav")
    ask = Ask(series="fund:012733", measure="nav", as_of="2024-02-19")
    assert html(slot(mark), {ask: Answer(value=1.0, unit="nav", synthetic=True)}) == (
        '<data value="1.0" data-series="fund:012733" data-measure="nav" data-synthetic="true" '
        f'aria-details="{evidence_id(ask)}">1.0000</data>'
    )


def test_plain_text_measures_give_escaped_text() -> None:
    mark = number("{{ 012733 name }}", series="012733", measure="name")
    ask = Ask(series="fund:012733", measure="name", as_of="2024-02-19")
    assert html(slot(mark), {ask: Answer(value="</script><b>&", unit="text")}) == "&lt;/script&gt;&lt;b&gt;&amp;"


def test_a_missing_number_is_a_problem_that_says_why() -> None:
    result = rendered(slot(MARK), {YEAR: Answer(value=None, unit="ratio", note="成立不足一年")})
    assert result == Problem(
        id="no-answer",
        path="briefings/sora.md",
        line=7,
        column=5,
        length=len("{{ 012733 return 1y }}"),
        message="the data hold no return 1y of fund:012733 as of 2024-02-19: 成立不足一年",
        hint="ask for another window or date, or add the history of 012733 to the data (docs/data.md says where)",
    )
