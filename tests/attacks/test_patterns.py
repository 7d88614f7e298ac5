"""Every regular expression of ours, found by importing each module: 800 hostile characters take no second.

The hostile texts are made of the pattern itself: each of its pieces repeated, alone, behind what must stand before it and before
what breaks the match. A new pattern is tried without being named here. What takes exponential or cubic time fails. Quadratic time
is judged where a text comes in, see `test_doubling`: most patterns only see a cell or a line whose length is limited.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Iterator
from typing import Any

import pytest

import builder

SIZE = 800  # characters
MOST = 0.5  # seconds of processor time; in quadratic time it is some hundredths
ATTEMPTS = 3  # of each the best, since the machine may be busy
# Programs that run in processes of their own set limits to themselves when they are imported.
_PROGRAMS = ("builder.__main__", "builder.blocks.charts.custom.sandbox", "builder.blocks.charts.drawing.altair_worker")
_SAMPLES = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_SPACE: "a",
            codes.CATEGORY_NOT_DIGIT: "-", codes.CATEGORY_NOT_WORD: "-"}  # fmt: skip


def patterns() -> dict[str, re.Pattern[Any]]:
    """All compiled patterns at the top of our modules, in tables there and in classes, by module and name."""
    found: dict[Any, tuple[str, re.Pattern[Any]]] = {}
    for info in pkgutil.walk_packages(builder.__path__, "builder."):
        if info.name in _PROGRAMS:
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns_in(value, info.name)):
                label = f"{info.name.removeprefix('builder.')}.{name}.{number}"
                found.setdefault((pattern.pattern, pattern.flags), (label, pattern))
    return dict(found.values())


def _patterns_in(value: Any, module: str) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _patterns_in(entry, module)
    elif isinstance(value, list | tuple | set | frozenset):
        for entry in value:
            yield from _patterns_in(entry, module)
    elif isinstance(value, type) and value.__module__ == module:
        for entry in vars(value).values():
            yield from _patterns_in(entry, "")


PATTERNS = patterns()


def sample(tokens: Any) -> str:
    """A short text that these tokens of a parsed pattern match, as near as a sample can be."""
    return "".join(_sample(op, argument) for op, argument in tokens)


def _sample(op: Any, argument: Any) -> str:
    if op is codes.LITERAL:
        return chr(argument)
    if op is codes.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    if op is codes.ANY:
        return "a"
    if op is codes.IN:
        return _of_set(argument)
    if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, most, inner = argument
        return sample(inner) * max(least, min(most, 1))
    if op is codes.SUBPATTERN:
        return sample(argument[-1])
    if op is codes.ATOMIC_GROUP:
        return sample(argument)
    if op is codes.BRANCH:
        return sample(argument[1][0])
    return ""  # positions, references, what looks ahead or behind


def _of_set(entries: Any) -> str:
    if entries[0][0] is codes.NEGATE:
        refused = re.compile("[" + "".join(_class(entry) for entry in entries[1:]) + "]")
        return next((letter for letter in "a甲 1-b\n'" if not refused.match(letter)), "")
    op, argument = entries[0]
    return (
        chr(argument) if op is codes.LITERAL else chr(argument[0]) if op is codes.RANGE else _SAMPLES.get(argument, "a")
    )


def _class(entry: Any) -> str:
    op, argument = entry
    if op is codes.LITERAL:
        return re.escape(chr(argument))
    if op is codes.RANGE:
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    return {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w",
            codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_NOT_WORD: r"\W"}[argument]  # fmt: skip


def sequences(tokens: Any) -> Iterator[list[Any]]:
    """Every sequence of tokens in a parsed pattern: the pattern, its groups, its alternatives."""
    yield list(tokens)
    for op, argument in tokens:
        inner: list[Any] = []
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            inner = [argument[2]]
        elif op is codes.SUBPATTERN:
            inner = [argument[-1]]
        elif op is codes.BRANCH:
            inner = argument[1]
        elif op is codes.ATOMIC_GROUP:
            inner = [argument]
        elif op in (codes.ASSERT, codes.ASSERT_NOT):
            inner = [argument[1]]
        for one in inner:
            yield from sequences(one)


def pumped(pattern: re.Pattern[Any], size: int) -> dict[str, str]:
    """Hostile texts of about this many characters, by what is repeated in them."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = parser.parse(text, pattern.flags & ~re.DEBUG)
    texts: dict[str, str] = {}
    for sequence in sequences(parsed):
        for position, token in enumerate(sequence):
            piece = sample([token])
            before, through = sample(sequence[:position]), sample(sequence[: position + 1])
            for repeated in {piece, through, sample(sequence), sample(sequence[:-1])}:
                for head in {"", before}:
                    for tail in ("", "\x00"):
                        if repeated:
                            texts[f"{head!r} + {repeated!r}… + {tail!r}"] = (
                                head + repeated * (size // len(repeated)) + tail
                            )
    return texts


def seconds(pattern: re.Pattern[Any], text: str | bytes) -> float:
    """How long it takes to look for the pattern everywhere in a text, and to match all of it."""
    begin = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.process_time() - begin


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_hangs_on_no_text(name: str) -> None:
    pattern = PATTERNS[name]
    for label, text in pumped(pattern, SIZE).items():
        hostile: str | bytes = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
        taken = seconds(pattern, hostile)
        for _ in range(ATTEMPTS - 1 if taken >= MOST else 0):
            taken = min(taken, seconds(pattern, hostile))
        assert taken < MOST, f"{label}: {SIZE} characters take {taken:.1f} seconds"


def test_the_patterns_are_found_and_a_bad_one_is_seen() -> None:
    assert len(PATTERNS) > 200
    bad = re.compile(r"a*a*b")
    assert any(seconds(bad, text) > MOST for text in pumped(bad, 1500).values())
