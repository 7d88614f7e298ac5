"""The theme, with a style sheet and a script that are only named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builder.theme.shell import ShellRenderer


def renderer(config: Path, **options: Any) -> ShellRenderer:
    """The theme of a mkdocs.yml."""
    return ShellRenderer(
        config, sheet="assets/briefings/site.css", scripts={"zh": "assets/briefings/site.js"}, **options
    )
