"""Hostile texts for the fuzz tests: samples that were cut, doubled and mixed with signs, and the law that every door keeps.

The law: whatever the input, a door gives a result, or problems with a place that the file has; never another exception, and
never more than a bounded time. Examples are the same in every run (`derandomize`), so that CI never fails by chance.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from builder.problem import Failed, Problem

LONGEST = 10.0  # seconds of one example
# What has broken readers before, whatever they read.
SIGNS = (
    *(
        "",
        " ",
        "\n",
        "\n\n",
        "\t",
        "\r",
        "\x00",
        "\x0b",
        "\x1c",
        "\x85",
        "\u2028",
        "\u3000",
        "\ufeff",
        "\ue000",
        "\ue001",
    ),
    *("\U0010ffff", "e\u0301", "\u202e", "İ", "ß", "٣", "²", "½", "－", "％", "．", "，", "：", "（", "）", "“", "”"),
    *(
        "\\",
        "/",
        "..",
        "'",
        '"',
        "`",
        "<",
        ">",
        "&",
        "|",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        "*",
        "_",
        "~",
        "#",
        "$",
        "%",
        "!",
    ),
    *(",", ";", ":", "=", "-", "+", ".", "?", "@", "^", "0", "1", "-0", "1e999", "1e-999", "NaN", "inf", "-Infinity"),
    *(
        "9" * 30,
        "9" * 400,
        "9" * 5000,
        "0x10",
        "1_000",
        "1,000",
        "true",
        "null",
        "2024-02-20",
        "9999-12-31",
        "0000-00-00",
    ),
    *("2024-02-30", "12:00", "a", "甲", "x" * 300, "[" * 600, "{" * 600, "- " * 30, "!!python/object:os.system", "<<"),
    *("&a", "*a", "? ", "? - ", "| ", ">-", "%YAML 1.1", "---", "..."),
)


def budget(examples: int) -> settings:
    """So many examples, the same in every run."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )


def texts(samples: Sequence[str], words: Iterable[str] = ()) -> st.SearchStrategy[str]:
    """A sample, changed at up to six places; or words and signs in any order."""
    pieces = st.one_of(st.sampled_from([*words, *SIGNS]), st.text(max_size=4))
    change = st.tuples(st.floats(0, 1), st.integers(0, 12), pieces, st.integers(0, 3))

    def changed(sample: str, changes: list[tuple[float, int, str, int]]) -> str:
        text = sample
        for where, count, piece, kind in changes:
            start = int(where * len(text))
            cut = text[start : start + count]
            text = text[:start] + (piece, piece + cut, cut * 3, "")[kind] + text[start + count :]
        return text

    mutated = st.builds(changed, st.sampled_from(samples), st.lists(change, max_size=6))
    return st.one_of(mutated, st.lists(pieces, max_size=30).map("".join))


# JSON values of any shape, with the keys that a door knows.
def values(keys: Iterable[str]) -> st.SearchStrategy[Any]:
    scalars = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from([*keys, *SIGNS]), st.just(10**400)
    )
    names = st.one_of(st.sampled_from(list(keys)), st.text(max_size=3))
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=12
    )


def records(samples: Sequence[Any], keys: Iterable[str]) -> st.SearchStrategy[str]:
    """JSON: a sample with some of its values replaced or removed, any other value, or text that was changed."""
    every = values(tuple(keys))
    encoded = [json.dumps(sample, ensure_ascii=False) for sample in samples]
    replaced = st.builds(_replaced, st.sampled_from(encoded), st.lists(st.tuples(st.floats(0, 1), every), max_size=3))
    deep = st.sampled_from(["[" * 30_000, '{"a":' * 15_000, "[" * 900 + "]" * 900])
    return st.one_of(replaced, every.map(json.dumps), texts(encoded), deep)


def _replaced(sample: str, changes: list[tuple[float, Any]]) -> str:
    value = json.loads(sample)
    for where, new in changes:
        places = list(_places(value))
        if not places:
            break
        holder, key = places[int(where * (len(places) - 1))]
        holder[key] = new
    return json.dumps(value)


def _places(value: Any) -> Iterable[tuple[Any, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(entries):
        yield value, key
        yield from _places(inner)


def obeyed(read: Callable[[], object], text: str, *, path: str = "") -> Sequence[Problem] | None:
    """What a door says of a text: its problems, or None where it gives a result. Each problem must be of this text."""
    begin = time.process_time()
    problems: Sequence[Problem] | None = None
    try:
        read()
    except Failed as failed:
        problems = failed.problems
        assert problems, "refused without a reason"
        for problem in problems:
            assert problem.message and (not path or problem.path == path), problem
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert 0 <= problem.line <= len(lines) + 1, (problem, len(lines))
            assert problem.column >= 0, problem
            str(problem).encode()  # no half of a character that cannot be printed
    assert time.process_time() - begin < LONGEST, "too slow"
    return problems
