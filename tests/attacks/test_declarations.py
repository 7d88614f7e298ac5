"""A hostile sources.yml is told, and takes neither time nor memory."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.site import SmallSite

_ALIASES = "[&a [x,x,x,x,x,x,x,x,x], " + ", ".join(
    f"&{name} [{','.join(['*' + before] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        f"nav:\n  origin: a\n  freshness: {_ALIASES}]\n",
        "nav: " + "[" * 100_000,
        "nav: " + "{a: " * 50_000,
        "nav:\n  codes: " + "- " * 100_000,
        "nav: {origin: " + "a" * (1 << 19) + "}",
    ],
    ids=["aliases", "brackets", "braces", "dashes", "long"],
)
def test_nesting_and_aliases_are_refused_before_they_grow(site: SmallSite, text: str) -> None:
    site.write("content/data/sources.yml", text)
    tracemalloc.start()
    problems = site.build().problems
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {problem.path for problem in problems} == {"content/data/sources.yml"}
    assert peak < 200_000_000
