"""The demo, built once and served at `/` and below `/some-repo/`, and windows to look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_site import BELOW, Opens, Place, built, served


@pytest.fixture(scope="session")
def at_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The demo as `make site` builds it, on a server of its own."""
    home = tmp_path_factory.mktemp("demo")
    folder = built(home, home / "site")
    with served(folder) as url:
        yield Place(folder, url)


@pytest.fixture(scope="session")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The demo as a project's GitHub Pages show it. The page for what is missing needs `site_url`; all else does not."""
    home = tmp_path_factory.mktemp("hosted")
    folder = built(home, home / "pages" / BELOW, f"site_url: https://example.org/{BELOW}/\n")
    with served(home / "pages") as url:
        yield Place(folder, f"{url}{BELOW}/")


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """Opens an address in a window of its own: `opens(url, width=390, scheme="dark", scripts=False)`."""
    contexts = []

    def open_(url: str, *, width: int = 390, scheme: str = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(url, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()
