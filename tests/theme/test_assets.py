"""The theme's static files, and what a build without shells may import."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from builder.model import ShellInput, digest
from builder.theme.assets import assets, stylesheets
from builder.theme.fingerprint import theme_digest
from builder.theme.shell import ShellRenderer


def test_every_static_file_that_a_page_names_is_there(written: Callable[..., Path]) -> None:
    config = written()
    text = ShellRenderer(config).around(ShellInput(depth=0, kind="home", title="x", html="y"))
    named = set(re.findall(r'(?:href|src)="\./(assets/[^"]+)"', text))
    files = assets(config)
    assert named
    assert named <= set(files)
    assert all(path.is_file() for path in files.values())


def test_the_theme_is_shipped_without_search_workers_and_source_maps(written: Callable[..., Path]) -> None:
    names = list(assets(written()))
    assert not [name for name in names if name.endswith(".map") or "lunr" in name or "workers" in name]
    assert len([name for name in names if "bundle" in name]) == 1


def test_our_files_carry_their_content_in_their_names(written: Callable[..., Path]) -> None:
    ours = {name: path for name, path in assets(written()).items() if name.startswith("assets/briefings/")}
    assert ours
    assert all(digest(path.read_bytes())[:8] in name for name, path in ours.items())


def test_tokens_come_first_and_the_site_next() -> None:
    names = [Path(name).name.partition(".")[0] for name in stylesheets()]
    assert names[:2] == ["tokens", "site"]


def test_style_sheets_ask_for_no_other_file() -> None:
    for path in assets(Path("mkdocs.yml")).values():
        if path.suffix == ".css":
            asked = re.findall(r"url\(\s*[\"']?([^\"')]{1,8})", path.read_text("utf-8"))
            assert all(one.startswith("data:") for one in asked), path


def test_the_fingerprint_changes_with_the_settings(written: Callable[..., Path]) -> None:
    before = theme_digest(written())
    assert theme_digest(written()) == before
    assert theme_digest(written("copyright: 示例\n")) != before


def test_fingerprint_and_files_need_neither_mkdocs_nor_markdown(written: Callable[..., Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from builder.theme.fingerprint import theme_digest;"
        "from builder.theme.assets import assets; theme_digest(Path(sys.argv[1])); assets(Path(sys.argv[1]));"
        "print([name for name in ('mkdocs', 'markdown', 'material') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, str(written())]
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"
