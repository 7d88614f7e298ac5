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
    Mutation(
        "builder/cache/own_folder.py",
        '        return proof.read_text(encoding="utf-8") == _proof_of(folder)\n',
        "        return proof.exists()\n",
        "tests/attacks/test_confinement.py::test_a_cache_that_a_checkout_brings_is_not_used",
    ),
    Mutation(
        "builder/words/media/picture_files.py",
        "if suffix not in _SUFFIXES.get(kind, ()):",
        "if False:",
        "tests/attacks/test_payloads.py::test_a_file_that_is_no_picture_is_a_problem_with_its_line",
    ),
    Mutation(
        "builder/words/media/svg_sanitiser.py",
        'if namespace not in ("", _SVG) or element not in _ELEMENTS:',
        'if namespace not in ("", _SVG):',
        "tests/attacks/test_payloads.py::test_a_drawing_is_published_without_what_runs",
    ),
    Mutation(
        "builder/words/syntax/links.py",
        "_MOST_REPEATED, _MOST_TIMES = 64 * 1024, 4 ",
        "_MOST_REPEATED, _MOST_TIMES = 64 * 1024, 9_999 ",
        "tests/attacks/test_doubling.py::test_no_page_is_many_times_as_long_as_its_text",
    ),
    Mutation(
        "builder/words/syntax/tables.py",
        "    if lost:\n",
        "    if False:\n",
        "tests/attacks/test_fuzz_words.py::test_no_letter_is_lost_without_a_word",
    ),
    Mutation(
        "builder/expression.py",
        "raise ExpressionError(operator.start(), ",
        "raise ExpressionError(len(text) + operator.start(), ",
        "tests/attacks/test_fuzz_words.py::test_an_expression_is_read_or_told_at_its_place",
    ),
    Mutation(
        "builder/words/content_folder.py",
        "entries = sorted(scan, key=lambda entry: entry.name)",
        "entries = list(scan)",
        "tests/attacks/test_perturbations.py::test_the_same_bytes_come_of_any_machine[order of folders]",
    ),
    Mutation(
        "builder/numbers/sources/http_file.py",
        "if raw and not is_framed and not",
        "if not raw and not is_framed and not",
        "tests/attacks/test_servers.py::test_what_may_be_cut_off_is_not_taken",
    ),
    Mutation(
        "builder/numbers/sources/allowed_hosts.py",
        "return bare.is_global and not bare.is_multicast",
        "return not bare.is_multicast",
        "tests/attacks/test_servers.py::test_a_name_server_that_changes_its_mind_is_asked_once",
    ),
    Mutation(
        "builder/numbers/sources/tables/size_limits.py",
        "if not all(FIRST <= bound <= LAST for bound in bounds):",
        "if False:",
        "tests/attacks/test_tables.py::test_parquet_columns_of_other_types_and_dates_out_of_range",
    ),
    Mutation(
        "builder/cache/store.py",
        "    if isinstance(error, sqlite3.Error) and not _is_refusal(error):\n",
        "    if False:\n",
        "tests/faults/test_store.py::test_a_flipped_bit_changes_no_page",
    ),
    Mutation(
        "builder/desk/install.py",
        '        replace_file(data / UNFINISHED, "", durable=True)\n',
        "",
        "tests/faults/test_disk_calls.py::test_a_refresh_leaves_the_old_files_or_the_new",
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
