"""A problem: its id is one of ours, it can stand elsewhere, and all of them pass between processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from builder.problem import Failed, Problem, shortened, too_many, without_secrets

PLACE = {"path": "content/a.md", "line": 20, "column": 3}


def test_a_problem_of_an_unknown_id_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="no problem has the id nonsense"):
        Problem(id="nonsense", message="")


def test_a_problem_of_a_whole_mark_stands_where_the_mark_does() -> None:
    problem = Problem(id="bad-fence", message="no type", hint="add one").within(**PLACE, length=7)
    assert problem == Problem(id="bad-fence", message="no type", hint="add one", **PLACE, length=7)


def test_a_line_inside_a_mark_is_counted_from_the_marks_line() -> None:
    problem = Problem(id="bad-fence", message="", line=2, column=5, length=4).within(**PLACE, length=7)
    assert (problem.path, problem.line, problem.column, problem.length) == ("content/a.md", 22, 5, 4)


def test_problems_are_sorted_by_their_place() -> None:
    places = [("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 9, 8), ("a.md", 9, 2)]
    problems = [
        Problem(id="not-text", message="", path=path, line=line, column=column) for path, line, column in places
    ]
    assert sorted(problems) == problems[::-1]


def fail(line: int) -> None:
    """Fails in a worker process."""
    raise Failed(
        [Problem(id="bad-cell", message="zero", path="nav.csv", line=line), Problem(id="not-text", message="")]
    )


def test_every_problem_of_a_worker_process_arrives_whole() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, pytest.raises(Failed) as failed:
        pool.submit(fail, 7).result()
    assert [(problem.id, problem.path, problem.line) for problem in failed.value.problems] == [
        ("bad-cell", "nav.csv", 7),
        ("not-text", "", 0),
    ]
    assert "nav.csv:7: bad-cell" in str(pickle.loads(pickle.dumps(failed.value)))


def test_problems_about_the_same_characters_overlap() -> None:
    problem = Problem(id="bad-link", line=3, column=5, length=4, message="")
    assert problem.overlaps(Problem(id="bad-html", message="", line=3, column=8))
    assert not problem.overlaps(Problem(id="bad-html", message="", line=3, column=9))
    assert not problem.overlaps(Problem(id="bad-html", message="", line=4, column=5))


def test_a_message_is_not_longer_than_a_reader_bears() -> None:
    assert len(Problem(id="bad-cell", message="x" * 100_000).message) < 2000


def test_the_first_problems_of_each_file_are_shown_and_the_others_counted() -> None:
    problems = [Problem(path=path, line=line, id="bad-cell", message="m") for path in "ab" for line in range(1, 6)]
    assert [(problem.path, problem.line, problem.message) for problem in shortened(problems[:8], 3)] == [
        ("a", 1, "m"),
        ("a", 2, "m"),
        ("a", 3, "m; and 2 more problems in this file"),
        ("b", 1, "m"),
        ("b", 2, "m"),
        ("b", 3, "m"),
    ]
    assert too_many("a", 7).line == 7


def test_users_passwords_and_query_values_of_urls_are_masked_and_columns_stay() -> None:
    text = "see https://me:secret@a.example/x.csv?token=abc&y and http://b.example/?zz not a@b?c=d"
    masked = without_secrets(text)
    assert masked == "see https://*********@a.example/x.csv?token=***&* and http://b.example/?** not a@b?c=d"
    assert len(masked) == len(text)
