"""What holes ask for, as the store has it: the slots, what each may see of the data, and where its author wrote it."""

from __future__ import annotations

from pathlib import Path

from builder.cache.store import Store
from builder.problem import Problem
from builder.site_build.cached_data import FACTS
from builder.site_build.slot_requests import encode_slots, load_requests
from tests.site_build.opened_run import CUT_OFF, number_slot, request_of

FROZEN, LIVE = number_slot("fund:990101"), number_slot("fund:990201", as_of="")


def test_requests_come_back_as_they_were_stored_each_with_its_source(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put_many({"a-slots": encode_slots({"0": FROZEN, "1": LIVE}), "no-slots": encode_slots({})})
        requests = load_requests(store, [("a.html", "a-slots", "content/a.md"), ("b.html", "no-slots", "")])
    assert {path: list(holes) for path, holes in requests.items()} == {"a.html": ["0", "1"], "b.html": []}
    request = requests["a.html"]["0"]
    assert (request.id, request.slot.params) == (FROZEN.id, FROZEN.params)
    assert (request.line, request.column, request.length, request.source) == (7, 5, 9, "content/a.md")


def test_a_request_may_see_its_series_up_to_the_cut_off_and_of_a_fact_no_row_at_all() -> None:
    assert request_of(FROZEN).scopes == [["fund:990101", CUT_OFF]]
    assert request_of(LIVE).scopes == [["fund:990201", ""]]
    assert request_of(number_slot("fund:990201", "risk")).scopes == [["fund:990201", FACTS]]


def test_a_request_without_a_cut_off_is_live() -> None:
    assert [request_of(slot).is_live for slot in (FROZEN, LIVE)] == [False, True]


def test_a_replaced_request_has_another_slot_in_the_same_place() -> None:
    request, other = request_of(FROZEN), number_slot("fund:990101", "date")
    replaced = request.replaced(other.params)
    assert (replaced.id, replaced.slot.params) == (other.id, other.params)
    assert (replaced.scopes, replaced.line, replaced.source) == (request.scopes, 7, request.source)


def test_a_problem_of_a_slot_stands_where_its_author_wrote_it() -> None:
    problem = request_of(FROZEN, "content/a.md").locate(Problem(id="no-answer", message="none"))
    assert (problem.path, problem.line, problem.column, problem.length) == ("content/a.md", 7, 5, 9)
