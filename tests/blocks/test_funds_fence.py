"""A `funds` fence is read into a table's parameters; each mistake is a problem at its key's line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from builder import blocks
from builder.model import Directory
from builder.numbers.measures.measure_table import MEASURES
from tests.blocks.block_examples import (
    AI_A,
    DIRECTORY,
    fence,
    page,
    problems,
    slot,
)

TWO = {"funds": ["012733", "000001"]}


def test_a_table_is_frozen_unless_it_says_live_or_another_date() -> None:
    def cuts(**spec: Any) -> set[str]:
        return {ask.as_of for ask in blocks.asks(slot(fence(**TWO, columns=["nav"], **spec))) if ask.measure == "nav"}

    assert (cuts(), cuts(live="true"), cuts(as_of="2023-12-31")) == ({"2024-02-19"}, {""}, {"2023-12-31"})


def test_funds_are_found_by_filter() -> None:
    def found(**wanted: Any) -> list[str]:
        return list(slot(fence(filter=wanted)).params.series)

    assert found(kind="混合型") == ["fund:000001"]
    assert found(risk_level="R4") == ["fund:012733", "fund:012734", "fund:018411"]
    assert found(kind=["指数型-股票"], index="930713") == ["fund:012733", "fund:012734"]


@pytest.mark.parametrize(
    ("spec", "id", "key", "hint"),
    [
        ({**TWO, "colums": ["nav"]}, "bad-fence", "colums", "did you mean columns?"),
        ({**TWO, "show": "tabel"}, "bad-fence", "show", "did you mean table?"),
        ({"funds": ["012733", "01273x"]}, "unknown-series", "funds", "did you mean"),
        ({"show": "table"}, "bad-fence", "funds", "funds: [012733"),
        ({"filter": {"knid": "x"}}, "bad-fence", "filter", "did you mean kind?"),
        ({"filter": {"kind": "混合"}}, "bad-fence", "filter", "混合型-偏股"),
        ({"filter": "x"}, "bad-fence", "filter", "kind"),
        ({**TWO, "columns": ["retrun 1y"]}, "unknown-measure", "columns", "did you mean return?"),
        ({**TWO, "columns": ["close"]}, "measure-not-applicable", "columns", ""),
        ({**TWO, "columns": ["return from"]}, "bad-fence", "columns", "return 1y"),
        ({**TWO, "columns": {"a": "b"}}, "bad-fence", "columns", ""),
        ({**TWO, "sort": "size"}, "bad-fence", "sort", "return 1y"),
        ({**TWO, "limit": "many"}, "bad-fence", "limit", "10"),
        ({**TWO, "as_of": "2024-2-9"}, "bad-date", "as_of", "2024-02-19"),
        ({**TWO, "live": "maybe"}, "bad-fence", "live", ""),
        ({**TWO, "live": "true", "as_of": "2024-02-09"}, "bad-fence", "live", "leave out"),
    ],
)
def test_a_mistake_is_a_problem_at_its_keys_line(spec: dict[str, Any], id: str, key: str, hint: str) -> None:
    mark = fence(**spec)
    (problem,) = problems(mark)
    assert (problem.id, problem.path) == (id, "briefings/sora.md")
    assert problem.line == mark.params["lines"].get(key, mark.line)
    assert hint in problem.hint


def test_all_mistakes_of_a_fence_are_listed() -> None:
    found = problems(fence(funds=["x"], limit="y", sort="z", shwo="table"))
    assert [one.id for one in found] == ["bad-fence", "unknown-series", "bad-fence", "bad-fence"]


def test_a_table_of_money_funds_alone_has_their_columns() -> None:
    money = replace(AI_A, history_of="income")
    directory = Directory(instruments={**DIRECTORY.instruments, money.id: money})

    def columns(*codes: str) -> list[str]:
        found, wrong = blocks.resolve_page(page(fence(funds=[*codes])), directory, MEASURES, {})
        assert wrong == []
        return [column.measure for column in found["0"].params.columns][:2]

    assert columns("012733") == ["income", "yield7"]
    assert columns("012733", "000001") == ["nav", "change"]
