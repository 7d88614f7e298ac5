"""A mkdocs.yml, and the theme around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.theme.shell import ShellRenderer

SETTINGS = """\
site_name: 示例 <简报>
site_url: {url}
docs_dir: content
theme:
  name: material
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/weather-sunny, name: 切换到深色}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/weather-night, name: 切换到浅色}}
plugins:
  - briefings:
      rising: green
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a mkdocs.yml, with more lines if given."""

    def write(more: str = "", *, url: str = "") -> Path:
        (tmp_path / "content").mkdir(exist_ok=True)
        path = tmp_path / "mkdocs.yml"
        path.write_text(SETTINGS.format(url=url) + more, "utf-8")
        return path

    return write


@pytest.fixture
def frame(written: Callable[..., Path]) -> ShellRenderer:
    return ShellRenderer(written())
