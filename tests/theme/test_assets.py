"""The static files of the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from builder.model import ShellInput, digest
from builder.theme.assets import asset_files, stylesheets
from builder.theme.shell import ShellRenderer


def test_every_static_file_that_a_page_names_is_there(written: Callable[..., Path]) -> None:
    config = written()
    text = ShellRenderer(config).render(ShellInput(depth=0, kind="home", title="x", html="y"))
    named = set(re.findall(r'(?:href|src)="\./(assets/[^"]+)"', text))
    files = asset_files()
    assert named
    assert named <= set(files)
    assert all(path.is_file() for path in files.values())


def test_the_theme_is_shipped_without_search_workers_and_source_maps(written: Callable[..., Path]) -> None:
    names = list(asset_files())
    assert not [name for name in names if name.endswith(".map") or "lunr" in name or "workers" in name]
    assert len([name for name in names if "bundle" in name]) == 1


def test_our_files_carry_their_content_in_their_names(written: Callable[..., Path]) -> None:
    ours = {name: path for name, path in asset_files().items() if name.startswith("assets/briefings/")}
    assert ours
    assert all(digest(path.read_bytes())[:8] in name for name, path in ours.items())


def test_tokens_come_first_and_the_site_next() -> None:
    names = [Path(name).name.partition(".")[0] for name in stylesheets()]
    assert names[:2] == ["tokens", "site"]


def test_style_sheets_ask_for_no_other_file() -> None:
    for path in asset_files().values():
        if path.suffix == ".css":
            asked = re.findall(r"url\(\s*[\"']?([^\"')]{1,8})", path.read_text("utf-8"))
            assert all(target.startswith("data:") for target in asked), path


def test_the_static_files_are_known_without_mkdocs_and_markdown() -> None:
    code = (
        "import sys; from builder.theme.assets import asset_files; asset_files();"
        "print([name for name in ('mkdocs', 'markdown_it', 'material') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"
