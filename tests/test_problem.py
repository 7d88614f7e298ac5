"""A problem: its id is one of ours, it can stand elsewhere, and all of them pass between processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from builder.problem import Failed, Problem

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
