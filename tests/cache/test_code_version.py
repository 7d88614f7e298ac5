"""The digest of our own code: the same for the same code and versions, another for any other."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from builder.cache import code_version
from builder.cache.code_version import BUILT_ON, code_digest

ROOT = Path(__file__).parents[2]


def digest_now() -> str:
    """The digest, worked out anew."""
    return code_digest.__wrapped__()


def test_the_same_code_has_the_same_digest_in_any_process_and_folder(tmp_path: Path) -> None:
    assert digest_now() == digest_now() == code_digest()
    shutil.copytree(ROOT / "builder", tmp_path / "builder", ignore=shutil.ignore_patterns("__pycache__"))
    assert digest_in(tmp_path) == code_digest()
    (tmp_path / "builder/suggest.py").write_text("# edited\n", "utf-8")
    assert digest_in(tmp_path) != code_digest()


def digest_in(folder: Path) -> str:
    """The digest of a copy of the package, from a process of its own."""
    code = "from builder.cache.code_version import code_digest; print(code_digest())"
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("package", ["numpy", "pyarrow"])
def test_another_version_of_a_package_is_another_digest(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = digest_now(), code_version._version
    monkeypatch.setattr(code_version, "_version", lambda name: "0" if name == package else version(name))
    assert digest_now() != before


def test_every_package_that_is_named_is_installed_and_one_that_may_be_absent_is_named_so() -> None:
    assert [code_version._version(name) for name in BUILT_ON] == [metadata.version(name) for name in BUILT_ON]
    assert code_version._optional("no-such-package") == "no no-such-package"
    assert code_version._optional("jinja2").startswith("jinja2 ")
