"""The faults that `make red` puts back: one at least for each file of attacks and faults, each at a text that is there."""

from __future__ import annotations

from tests.attacks.red_runs import MUTATIONS, ROOT


def test_each_file_of_attacks_and_faults_is_seen_red_by_a_fault_that_can_be_put_back() -> None:
    tested = {mutation.test.partition("::")[0] for mutation in MUTATIONS}
    files = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/*/test_*.py")}
    needed = {path for path in files if path.startswith(("tests/attacks/", "tests/faults/"))}
    assert tested == needed - {"tests/attacks/test_red_runs.py"}
    for mutation in MUTATIONS:
        assert (ROOT / mutation.file).read_text("utf-8").count(mutation.old) == 1, mutation


def test_the_documents_say_how_many_there_are() -> None:
    for name in ("docs/reliability.md", "CONTRIBUTING.md"):
        assert f" {len(MUTATIONS)} faults" in (ROOT / name).read_text("utf-8"), name
