"""What goes into a build, and the digests that name it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from builder.settings.settings import read_settings
from builder.site_build.inputs import Inputs


def test_whatever_mkdocs_yml_says_is_part_of_the_looks(written: Callable[..., Path]) -> None:
    before = Inputs.read(read_settings(written())).appearance
    assert Inputs.read(read_settings(written())).appearance == before
    assert Inputs.read(read_settings(written("copyright: 示例\n"))).appearance != before


def test_inputs_are_read_without_mkdocs_and_markdown(written: Callable[..., Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from builder.site_build.inputs import Inputs;"
        "from builder.settings.settings import read_settings; Inputs.read(read_settings(Path(sys.argv[1])));"
        "print([name for name in ('mkdocs', 'markdown_it', 'material') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, str(written())]
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"
