"""The font that pictures are drawn with."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.settings import settings


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    (root / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
    found = settings.read_settings(root / "mkdocs.yml").fonts
    assert found, "the font of the pictures is not installed"
    return found
