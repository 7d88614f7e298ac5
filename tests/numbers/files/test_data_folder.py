"""The digests of the data files, and what reading them costs in imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder.numbers.files.data_folder import digests
from builder.problem import Failed
from tests.numbers.folder import FUND, HISTORY, places, problems_of, write


def test_every_file_is_named_by_its_path_and_content(tmp_path: Path) -> None:
    first = digests(write(tmp_path, {"funds.csv": FUND, "nav/990001.csv": HISTORY, ".hidden": "x"}))
    assert list(first) == ["funds.csv", "nav/990001.csv"]
    second = digests(write(tmp_path, {"nav/990001.csv": HISTORY + "2024-01-04,1.02\n"}))
    assert first["funds.csv"] == second["funds.csv"]
    assert first["nav/990001.csv"] != second["nav/990001.csv"]


def test_no_folder_has_no_files(tmp_path: Path) -> None:
    assert digests(tmp_path / "data") == {}


def test_a_symlink_to_a_file_or_folder_is_refused(tmp_path: Path) -> None:
    data = write(tmp_path / "data", {"funds.csv": FUND})
    (data / "nav.csv").symlink_to("/etc/hostname")
    (data / "index").symlink_to("/etc")
    with pytest.raises(Failed) as caught:
        digests(data)
    assert places(caught.value.problems) == [("index", 0, 0, "symlink"), ("nav.csv", 0, 0, "symlink")]


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    data = write(tmp_path / "data", {"funds.csv": FUND})
    (data / "nav").mkdir()
    os.mkfifo(data / "nav" / "990001.csv")
    with pytest.raises(Failed) as caught:
        digests(data)
    assert places(caught.value.problems) == [("nav/990001.csv", 0, 0, "unreadable")]
    assert places(problems_of(data, {})) == [("nav/990001.csv", 0, 0, "unreadable")]


def imported(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_computing_the_digests_imports_no_numpy(tmp_path: Path) -> None:
    taken = imported("import builder.numbers, builder.numbers.files.data_folder")
    assert not taken & {"numpy", "pandas", "pyarrow"}


def test_the_table_of_measures_imports_numpy_at_most() -> None:
    assert not imported("import builder.numbers.measures.measure_table") & {"pandas", "pyarrow"}


def test_loading_imports_no_pandas_and_no_words(tmp_path: Path) -> None:
    write(tmp_path, {"funds.csv": FUND, "nav/990001.csv": "date,nav,dividend\n2024-01-02,1,\n2024-01-03,1,0.1\n"})
    call = f"load(__import__('pathlib').Path({str(tmp_path)!r}), risk_free=0, trading_days=252)"
    taken = imported(f"from builder.numbers import load; {call}")
    assert "pyarrow" in taken
    assert not taken & {"pandas", "markdown", "mkdocs", "jinja2", "altair"}
