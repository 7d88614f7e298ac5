"""Puts one fault after the other back into the code, and runs the test that must then fail: `make red`.

Each is tried in a copy of the tree, so that nothing of the checkout changes. The exit status is 1 if a test still passes, and 2
if the text to be replaced is gone: then the mutation needs another one. Not in CI: it takes some minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
COPIED = ("builder", "templates", "tests", "content", "mkdocs.yml", "pyproject.toml")
LONGEST = 240  # seconds of one test


class Mutation(NamedTuple):
    """A fault of one line: where, what stands there, what stands there instead, and the test that sees it."""

    file: str
    old: str
    new: str
    test: str


MUTATIONS = (
    Mutation(
        "builder/safe_path.py",
        "        if stat.S_ISLNK(mode):\n",
        "        if False:\n",
        "tests/attacks/test_confinement.py::test_a_source_reads_no_file_outside",
    ),
    Mutation(
        "builder/numbers/files/sources_yml.py",
        "if len(text) > _LARGEST:",
        "if False:",
        "tests/attacks/test_declarations.py::test_nesting_and_aliases_are_refused_before_they_grow[long]",
    ),
    Mutation(
        "builder/numbers/files/csv_cells.py",
        '(width := line.count(",") + 1) > MOST_COLUMNS',
        '(width := line.count(",") + 1) > 10**9',
        "tests/attacks/test_tables.py::test_many_columns",
    ),
    Mutation(
        "builder/words/marks/holes.py",
        r"!?\[([^\[\]]*+)\]",
        r"!?\[([^\]]*)\]",
        "tests/attacks/test_patterns.py::test_a_pattern_takes_twice_the_time_for_twice_the_text[words.marks.holes._MARKUP]",
    ),
    Mutation(
        "builder/words/marks/text_blocks.py",
        "        line_start = end + 1\n",
        "        line_start = len(mask[:end].split('乙')) * 0 + end + 1\n",
        "tests/attacks/test_doubling.py::test_twice_the_text_takes_twice_the_time[lines]",
    ),
    Mutation(
        "builder/numbers/files/csv_cells.py",
        r"[+-]?(\d++(\.\d*+)?|\.\d++)([eE][+-]?\d++)?",
        r"[+-]?(\d++(\.\d*+)?|\.\d++|[^,]+)([eE][+-]?\d++)?",
        "tests/attacks/test_fuzz_data.py::test_a_history",
    ),
    Mutation(
        "builder/desk/source_memory.py",
        "except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):",
        "except (OSError, ValueError):",
        "tests/attacks/test_fuzz_records.py::test_memories_that_are_none_are_forgotten",
    ),
    Mutation(
        "builder/words/front_matter.py",
        'line.index("\\t")',
        "-9",
        "tests/attacks/test_fuzz_words.py::test_a_front_matter_is_read_or_told",
    ),
    Mutation(
        "builder/site_build/ledger.py",
        "json.loads(",
        "(lambda text: [text[:end] for end in range(0, len(text), 64)] and json.loads(text))(",
        "tests/attacks/test_memory.py::test_a_text_takes_memory_in_proportion_to_its_length[ledger-1]",
    ),
    Mutation(
        "builder/words/body_html.py",
        "words = escape(topic, quote=False)",
        "words = topic",
        "tests/attacks/test_payloads.py",
    ),
    Mutation(
        "builder/model.py",
        "    return tuple(dict.fromkeys(items))\n",
        "    return tuple(set(items))\n",
        "tests/attacks/test_perturbations.py::test_the_same_bytes_come_of_any_machine[hash seed]",
    ),
    Mutation(
        "builder/numbers/sources/http_file.py",
        "return within(tools.limits.whole, lambda",
        "return within(20 * tools.limits.whole, lambda",
        "tests/attacks/test_servers.py::test_a_server_that_never_ends_fails_alone_and_in_time[headers that drip]",
    ),
    Mutation(
        "builder/cache/store.py",
        "_checked(key, value)[1] == check",
        "bool(check or True)",
        "tests/faults/test_store.py",
    ),
    Mutation(
        "builder/output/publish.py",
        "            self.writer.write(RECORD, _to_bytes(unfinished))\n",
        "",
        "tests/faults/test_disk_calls.py",
    ),
)


def main() -> None:
    """Try every mutation whose test, or file, has one of the words given; print a table."""
    words, faults = sys.argv[1:], 0
    chosen = [one for one in MUTATIONS if not words or any(word in f"{one.file} {one.test}" for word in words)]
    for mutation in chosen:
        if (ROOT / mutation.file).read_text("utf-8").count(mutation.old) != 1:
            print(f"{mutation.file}: the text to be replaced is not there once: {mutation.old!r}")
            sys.exit(2)
    with tempfile.TemporaryDirectory(prefix="red-") as folder:
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder) / name)
        for mutation in chosen:
            begin = time.monotonic()
            is_red = tried(Path(folder), mutation)
            faults += not is_red
            print(
                f"{'red  ' if is_red else 'GREEN'} {time.monotonic() - begin:4.0f} s  {mutation.file}  {mutation.test}",
                flush=True,
            )
    print(f"{len(chosen)} faults put back, {len(chosen) - faults} seen")
    sys.exit(1 if faults else 0)


def tried(tree: Path, mutation: Mutation) -> bool:
    """Whether the test fails with this fault in a tree, which is afterwards as it was."""
    file = tree / mutation.file
    text = file.read_text("utf-8")
    file.write_text(text.replace(mutation.old, mutation.new), "utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", mutation.test],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree)},
            capture_output=True,
            text=True,
            check=False,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_text(text, "utf-8")
    if done.returncode not in (0, 1):
        print(f"{mutation.test} cannot be run:\n{done.stdout[-2000:]}")
        sys.exit(2)
    return done.returncode == 1


if __name__ == "__main__":
    main()
