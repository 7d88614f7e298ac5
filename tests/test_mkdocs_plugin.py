"""MkDocs with our plugin: what it is left to do itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.structure.files import get_files

from builder.mkdocs_plugin import BriefingsPlugin


def test_mkdocs_finds_the_plugin_and_takes_its_options_without_a_warning(written: Callable[..., Path]) -> None:
    config = load_config(str(written()), strict=True)
    assert isinstance(config.plugins["briefings"], BriefingsPlugin)


def test_mkdocs_renders_nothing_and_never_empties_the_site(written: Callable[..., Path], tmp_path: Path) -> None:
    config = load_config(str(written("nav: [pages/about.md]\n")))
    (tmp_path / "content" / "about.md").write_text("# 关于\n", "utf-8")
    config = config.plugins.on_config(config)
    files = config.plugins.on_files(get_files(config), config=config)
    assert list(files) == []
    assert not config.theme.static_templates
    assert not config.nav
    assert Path(config.site_dir) != tmp_path / "site"
