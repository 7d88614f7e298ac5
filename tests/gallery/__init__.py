"""A page with a chart of every kind over the demo's fictional data: `python -m tests.gallery FOLDER` builds its site."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from builder.settings import settings
from builder.site_build.build import BuildResult
from builder.site_build.build import build as build_site

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGE = "briefings/gallery/"
NOW = datetime(2024, 4, 1, tzinfo=UTC)


def make(folder: Path, text: str = "") -> Path:
    """The gallery's words and data in a folder; with a text, that instead of the gallery's own."""
    (folder / "content/briefings").mkdir(parents=True)
    (folder / "content/pages").mkdir()
    shutil.copytree(ROOT / "content/data", folder / "content/data")
    (folder / "content/data/allocation").mkdir(exist_ok=True)
    shutil.copyfile(HERE / "allocation.csv", folder / "content/data/allocation/990101.csv")
    page = text or (HERE / "gallery.md").read_text("utf-8")
    (folder / "content/briefings/gallery.md").write_text(page, "utf-8")
    for name in ("about", "disclaimer"):
        (folder / f"content/pages/{name}.md").write_text(f"---\ntitle: {name}\n---\n\n图集。\n", "utf-8")
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def build(folder: Path) -> BuildResult:
    """The site of a folder that `make` has filled."""
    return build_site(settings.read_settings(folder / "mkdocs.yml"), now=NOW, workers=1)
