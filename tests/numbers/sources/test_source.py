"""A declared source: the codes with their paths or URLs, problems at the declaration, and the fetcher that it names."""

from __future__ import annotations

import pytest

from builder.numbers.sources import load_fetcher, local_file
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
