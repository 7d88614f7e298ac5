"""The browser on this machine, and how it is started: for the tests that look at pages, and for what measures them."""

from __future__ import annotations

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
CALM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def browser_path() -> str | None:
    """The path of Chromium or Chrome; None where there is neither."""
    return next(filter(None, map(shutil.which, NAMES)), str(MAC) if MAC.exists() else None)
