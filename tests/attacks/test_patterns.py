"""Every regular expression of ours, compiled or written in a call: hostile texts take a time in proportion to their length.

The hostile texts are made of the pattern itself: each of its pieces repeated, alone, behind what must stand before it and before
what breaks the match. A new pattern is tried without being named here, with the methods that our code calls on it. Where texts
are short at the door, `LONGEST` says so, and the pattern is held to that length.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import builder

SHORT = 800  # characters, in which exponential and cubic time show
MOST = 0.5  # seconds of processor time for them; in quadratic time it is some hundredths
SIZE = 12_000  # characters of the longer text; the shorter has half of them
MOST_RATIO = 2.6
# Seconds below which no time is compared: the clock of a process may tick each 4 ms. Quadratic time is above them at this size.
FLOOR = 0.03
ATTEMPTS = 4  # of each the best, since the machine may be busy
# Modules or patterns whose texts are shorter: how long they are, and what holds them to that.
LONGEST = {
    "blocks.charts.custom.vega_expression": (2_000, "`_LONGEST`"),
    "words.marks.claim_figures": (801, "the words of a claim, `inline_marks._CLAIM`"),
    "words.marks.claim_words": (801, "the words of a claim, `inline_marks._CLAIM`"),
    "words.marks.text_blocks._COLON": (80, "`_block`"),
    "numbers.sources.payment_text": (200, "`_LONGEST`"),
    "numbers.sources.tables.cell_parsing._AMOUNT": (200, "`_LONGEST`"),
    "numbers.sources.tables.date_parsing._TIME": (100, "`_LONGEST`"),
    "numbers.sources.tables.text_file._QUOTA": (2_000, "`_LONGEST_MESSAGE`"),
    "search.query.search_query": (100, "`LONGEST`"),
    "importing.chrome._LINE": (600, "`_LONGEST_LINE`"),
    "importing.statements": (500, "a sentence, `_SENTENCE`"),
    "blocks.images.picture_svg._TOKEN": (2_000, "our own style sheet"),
}
# Patterns that read HTML of the sanitiser alone, where every element is closed.
CLOSED = ("html_tokens.PARAGRAPH", "words.figure_html._CAPTION")
# Programs that run in processes of their own set limits to themselves when they are imported.
_PROGRAMS = ("builder.__main__", "builder.blocks.charts.custom.sandbox", "builder.blocks.charts.drawing.altair_worker")
_SAMPLES = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a", codes.CATEGORY_NOT_SPACE: "a",
            codes.CATEGORY_NOT_DIGIT: "-", codes.CATEGORY_NOT_WORD: "-"}  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """A pattern, and the methods that our code calls on it."""

    pattern: re.Pattern[Any]
    methods: frozenset[str]


METHODS = frozenset({"search", "sub", "subn", "match", "fullmatch", "findall", "finditer", "split"})
_BUILDER = Path(builder.__file__).parent
TREES = {
    ".".join(path.relative_to(_BUILDER.parent).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
        path.read_text("utf-8")
    )
    for path in sorted(_BUILDER.rglob("*.py"))
}


def patterns() -> dict[str, Tried]:
    """All patterns at the top of our modules, in tables there, in classes and in calls of `re`, by module and name."""
    labels: dict[tuple[Any, int], str] = {}
    compiled: dict[str, re.Pattern[Any]] = {}
    methods: dict[str, set[str]] = defaultdict(set)

    def add(module: str, name: str, pattern: re.Pattern[Any], called: Iterable[str]) -> None:
        label = labels.setdefault((pattern.pattern, pattern.flags), f"{module.removeprefix('builder.')}.{name}")
        compiled[label] = pattern
        methods[label] |= {*called}

    called = _methods_called()
    for info in pkgutil.walk_packages(builder.__path__, "builder."):
        if info.name not in _PROGRAMS:
            for name, value in vars(importlib.import_module(info.name)).items():
                for number, pattern in enumerate(_patterns_in(value, info.name)):
                    is_alone = isinstance(value, re.Pattern)
                    label = name if is_alone else f"{name}.{number}"
                    add(info.name, label, pattern, called.get((info.name, name), METHODS) if is_alone else METHODS)
    for module, tree in TREES.items():
        for line, pattern, method in _written_in_calls(tree):
            add(module, f"line {line}", pattern, [method])
    return {label: Tried(pattern, frozenset(methods[label])) for label, pattern in compiled.items()}


def _methods_called() -> dict[tuple[str, str], frozenset[str]]:
    """The methods that a module calls on its name, or all where it does anything else with it. E.g. ("builder.x", "_NAME")."""
    called: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module, tree in TREES.items():
        method_of = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                method = method_of.get(id(node), "")
                if method not in ("pattern", "flags"):
                    called[module, node.id] |= {method} if method in METHODS else METHODS
    return {name: frozenset(methods) for name, methods in called.items()}


def _written_in_calls(tree: ast.AST) -> Iterator[tuple[int, re.Pattern[Any], str]]:
    """The patterns in `re.sub("…", …)` and its like, with their lines and methods; what an f-string fills in is a letter."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=method), args=[written, *_]):
                text = _literal(written)
                flags = next((word.value for word in node.keywords if word.arg == "flags"), None)
                if method in METHODS and text is not None:
                    chosen = eval(ast.unparse(flags), {"re": re}) if flags else 0
                    yield node.lineno, re.compile(text, chosen), method


def _literal(node: ast.expr) -> str | bytes | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(piece.value) if isinstance(piece, ast.Constant) else "a" for piece in node.values)
    return None


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


def sequences(tokens: Any, before: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Every sequence of tokens in a parsed pattern, i.e. the pattern, its groups, its alternatives, and what stands before."""
    yield before, list(tokens)
    for position, (op, argument) in enumerate(tokens):
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
        for sequence in inner:
            yield from sequences(sequence, before + sample(tokens[:position]))


def pumped(pattern: re.Pattern[Any], size: int) -> dict[str, str]:
    """Hostile texts of about this many characters, by what is repeated in them."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = parser.parse(text, pattern.flags & ~re.DEBUG)
    texts: dict[str, str] = {}
    for outside, sequence in sequences(parsed):
        for position, token in enumerate(sequence):
            piece = sample([token])
            before, through = outside + sample(sequence[:position]), sample(sequence[: position + 1])
            for repeated in {piece, through, sample(sequence), sample(sequence[:-1])}:
                for head in {"", before}:
                    for tail in ("", "\x00"):
                        if repeated:
                            texts[f"{head!r} + {repeated!r}… + {tail!r}"] = (
                                head + repeated * (size // len(repeated)) + tail
                            )
    return texts


def hostile(tried: Tried, size: int) -> Iterator[tuple[str, str | bytes]]:
    """The hostile texts for a pattern, in its own type."""
    for label, text in pumped(tried.pattern, size).items():
        yield label, text if isinstance(tried.pattern.pattern, str) else text.encode("latin-1", "replace")


def seconds(tried: Tried, text: str | bytes) -> float:
    """How long its methods take over a text."""
    begin = time.process_time()
    if tried.methods - {"match", "fullmatch"}:
        for _ in tried.pattern.finditer(text):
            pass
    if "match" in tried.methods:
        tried.pattern.match(text)
    if "fullmatch" in tried.methods:
        tried.pattern.fullmatch(text)
    return time.process_time() - begin


def quadratic(tried: Tried, size: int) -> str:
    """The first of the hostile texts that takes much more than twice the time of its half; or nothing."""
    halves = dict(hostile(tried, size // 2))
    for label, text in hostile(tried, size):
        taken = seconds(tried, text)
        for _ in range(ATTEMPTS if taken >= FLOOR else 0):
            taken = min(taken, seconds(tried, text))
            half = min(seconds(tried, halves[label]) for _ in range(2))
            if taken < FLOOR or taken <= MOST_RATIO * half:
                break
        else:
            if taken >= FLOOR:
                return f"{label}: {size:,} characters take {taken:.2f} seconds, half of them {half:.2f}"
    return ""


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_twice_the_time_for_twice_the_text(name: str) -> None:
    tried = PATTERNS[name]
    for label, text in hostile(tried, SHORT):
        taken = seconds(tried, text)
        for _ in range(ATTEMPTS - 1 if taken >= MOST else 0):
            taken = min(taken, seconds(tried, text))
        assert taken < MOST, f"{label}: {SHORT} characters take {taken:.1f} seconds"
    if name not in CLOSED:
        assert (
            quadratic(tried, min([SIZE, *(size for door, (size, _) in LONGEST.items() if name.startswith(door))])) == ""
        )


def test_the_patterns_are_found_and_bad_ones_are_seen() -> None:
    assert len(PATTERNS) > 200
    assert all(any(name.startswith(door) for name in PATTERNS) for door in (*LONGEST, *CLOSED))
    assert PATTERNS["words.yaml_nodes._LOST"].methods == {"match"}
    assert any("line" in name for name in PATTERNS)
    cubic, square = (Tried(re.compile(text), METHODS) for text in (r"a*a*b", r"\s+$"))
    assert any(seconds(cubic, text) > MOST for _, text in hostile(cubic, 1500))
    assert quadratic(square, SIZE)
    assert not quadratic(Tried(square.pattern, frozenset({"match"})), SIZE)
