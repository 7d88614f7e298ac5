"""A declared source: the codes with their paths or URLs, problems at the declaration, and the fetcher that it names."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd
import pytest

from builder.numbers.sources import Table, Tools, load_fetcher, local_file
from builder.numbers.sources.source import read_places
from builder.problem import Failed
from tests.numbers.sources.source_files import source


def test_each_code_has_its_own_path() -> None:
    declared = source(location="exports/{code}.csv", codes=("012733", "017853"))
    assert declared.places() == [("012733", "exports/012733.csv"), ("017853", "exports/017853.csv")]


@pytest.mark.parametrize(("codes", "code"), [(("012733",), "012733"), (("012733", "017853"), ""), (("all",), "")])
def test_one_table_is_of_the_only_code_or_of_many(codes: tuple[str, ...], code: str) -> None:
    assert source(location="exports/all.csv", codes=codes).places() == [(code, "exports/all.csv")]


def test_a_problem_is_at_the_line_of_its_key_or_of_the_set() -> None:
    declared = source(location="a.csv")
    assert (declared.problem("from", "x").path, declared.problem("from", "x").line) == ("sources.yml", 1)


def test_a_fetcher_is_found_by_its_name_and_a_wrong_name_gets_a_suggestion() -> None:
    assert load_fetcher(source(fetcher="file")) is local_file.fetch
    with pytest.raises(Failed) as caught:
        load_fetcher(source(fetcher="akshar"))
    problem = caught.value.problems[0]
    assert (problem.id, problem.hint) == ("unknown-fetcher", "did you mean akshare?")


CODES = tuple(f"99000{number}" for number in range(1, 9))


def brought(
    absent: Collection[str], unreadable: Collection[str] = (), id_: str = "fetch-failed"
) -> dict[str, list[str]]:
    """What comes of these eight histories, by code: the messages of its problems; some are not fetched, others not read."""
    declared = source("nav", "http", location="http://a/{code}.csv", codes=CODES)

    def read(code: str, place: str) -> Table:
        if code in absent:
            raise Failed([declared.problem("from", f"{code} answers 404", id_=id_)])
        problems = (declared.problem("from", f"{code} is no table"),) if code in unreadable else ()
        return Table(frame=None if problems else pd.DataFrame(), place=place, code=code, problems=problems)

    tables = read_places(declared, Tools(root=Path(), clock=lambda: 0.0), read)
    return {table.code: [problem.message for problem in table.problems] for table in tables}


def test_a_history_that_cannot_be_fetched_has_its_problem_and_the_others_go_on() -> None:
    absent = ("990001", "990002", "990004", "990005", "990007")
    assert brought(absent) == {code: [f"{code} answers 404"] if code in absent else [] for code in CODES}


def test_where_three_in_a_row_are_not_fetched_the_rest_is_not_asked() -> None:
    result = brought(CODES[1:4])
    assert list(result) == list(CODES) and result["990001"] == []
    rest = "4 more were not asked for, since 3 in a row could not be fetched"
    assert [result[code] for code in CODES[4:]] == [[rest]] * 4
    # Files that cannot be read are no reason to ask for no other.
    assert [code for code, messages in brought((), CODES[1:5]).items() if not messages] == ["990001", *CODES[5:]]


@pytest.mark.parametrize(("absent", "unreadable"), [(CODES[:3], ()), ((), CODES[:3]), (CODES[:1], CODES[1:3])])
def test_where_the_first_three_fail_nothing_is_taken(absent: Collection[str], unreadable: Collection[str]) -> None:
    with pytest.raises(Failed) as caught:
        brought(absent, unreadable)
    assert len(caught.value.problems) == 3


def test_a_wrong_declaration_ends_all() -> None:
    with pytest.raises(Failed):
        brought(CODES[4:5], id_="bad-value")


@pytest.mark.parametrize("set_", ["funds", "calendars"])
def test_a_catalogue_or_calendar_that_cannot_be_fetched_fails(set_: str) -> None:
    declared = source(set_, "http", location="http://a/x.csv", codes=("990001",))

    def read(code: str, place: str) -> Table:
        raise Failed([declared.problem("from", "answers 404", id_="fetch-failed")])

    with pytest.raises(Failed):
        list(read_places(declared, Tools(root=Path(), clock=lambda: 0.0), read))
