"""The theme around a small mkdocs.yml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder import pages
from builder.theme.shell import ShellRenderer
from tests.theme.renderer import renderer


@pytest.fixture
def frame(written: Callable[..., Path]) -> ShellRenderer:
    return renderer(written(), default_links=pages.navigation, icons=pages.icons())
