"""The static files of the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from builder.model import ShellInput, digest
from builder.templating import templates_folder
from builder.theme.assets import material_sheets, named, own_assets, own_sheets, site_script, vega_path
from tests.theme.renderer import renderer


def test_every_static_file_that_a_page_names_is_there(written: Callable[..., Path]) -> None:
    text = renderer(written()).render(ShellInput(depth=0, kind="home", title="x", html="y", charts=True))
    names = set(re.findall(r'="\./(assets/[^"]+)"', text))
    joined = {"assets/briefings/site.css", "assets/briefings/site.js"}
    assert joined < names <= joined | set(own_assets().values())


def test_our_files_carry_their_content_in_their_names() -> None:
    files = {path: templates_folder() / "assets" / name for name, path in own_assets().items()}
    assert (
        "assets/briefings/site.1fd5e2c9.css"
        != named("site.css", digest(b"x"))
        == f"assets/briefings/site.{digest(b'x')[:8]}.css"
    )
    assert vega_path(digest(b"x")) == named("vega.js", digest(b"x")) and vega_path("") == ""
    assert len(files) > 3
    assert all(digest(file.read_bytes())[:8] in path for path, file in files.items())


def test_what_is_joined_is_not_published_by_itself() -> None:
    assert not {"site.css", "tokens.css", "search.js", "fresh.js"} & set(own_assets())
    assert {"search.css", "charts.js"} <= set(own_assets())


def test_every_file_of_ours_is_joined_or_published() -> None:
    folder = templates_folder() / "assets"
    sources = {path.name for path in folder.iterdir()}
    scripts = {path.name for path in folder.glob("*.js") if path.read_text("utf-8") in site_script()}
    assert sources == {path.name for path in own_sheets()} | scripts | set(own_assets())


def test_style_sheets_ask_for_no_other_file() -> None:
    for path in (*material_sheets(), *own_sheets(), templates_folder() / "assets" / "search.css"):
        asked = re.findall(r"url\(\s*[\"']?([^\"')]{1,8})", path.read_text("utf-8"))
        assert all(target.startswith("data:") for target in asked), path


def test_the_names_of_the_files_are_known_without_mkdocs_and_markdown() -> None:
    code = (
        "import sys; from builder.theme.assets import own_assets, site_script; own_assets(); site_script();"
        "print([name for name in ('mkdocs', 'markdown_it', 'material', 'tinycss2') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"
