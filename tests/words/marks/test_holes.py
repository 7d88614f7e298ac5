"""The Markdown that is left when each mark gave way to its hole."""

from __future__ import annotations

from builder.model import hole
from tests.words.parsed_text import html, page, problems

CHART = "```chart\ntype: line\n```"


def test_marks_are_numbered_as_they_come_and_leave_their_holes() -> None:
    parsed = page("{{ 012733 nav }} [涨]{NVDA return 1y > 3%} $甲(SH600519)$ {{ 012733 date }}")
    assert [mark.block for mark in parsed.marks] == ["number", "claim", "cashtag", "number"]
    assert parsed.markdown == " ".join(hole(index) for index in range(4))


def test_a_caption_may_hold_numbers_claims_and_emphasis() -> None:
    text = f"{CHART}\n\n图:**走势** [涨了]{{NVDA return 1y > 3%}}(至 {{{{ 012733 date }}}})\n"
    assert "</span> <strong>走势</strong> <<1>>(至 <<2>>)</figcaption>" in html(text)
    assert page(text).marks[0].params["caption"] == "走势 涨了(至 )"


def test_a_captioned_fence_that_cannot_be_read_is_told_and_stays_text() -> None:
    faulty = "```chart\ntype: line\nfrom: a: b\n```\n\n图:走势\n"
    assert [problem.id for problem in problems(faulty)] == ["bad-fence"]
    assert [problem.id for problem in problems(f"{faulty}\n{CHART}\n\n图:另一\n")] == ["bad-fence"]
