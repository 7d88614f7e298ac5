"""What the tests of several folders share: a small site that is built once, a server, and the one browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser_path import CALM, NAMES, browser_path
from tests.numbers.sources.server import Server, serving
from tests.site import SmallSite
from tests.warm_drawing import warm_drawing

# Needs the real library, which has an environment of its own: `make test-akshare`.
collect_ignore = [] if find_spec("akshare") else ["akshare"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser

if find_spec("hypothesis"):  # the environment of tests/akshare has none
    from hypothesis import settings

    # No deadline: on a busy machine any example may take long.
    settings.register_profile("tests", deadline=None)
    settings.load_profile("tests")


@pytest.fixture(scope="session", autouse=True)
def _warm_drawing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with warm_drawing(tmp_path_factory.mktemp("drawing")):
        yield


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The small site, built. It is shared by all tests, so none may change it: `site` is a copy."""
    site = SmallSite.make(tmp_path_factory.mktemp("small") / "site")
    assert site.build().problems == ()
    return site


@pytest.fixture
def site(small_site: SmallSite, tmp_path: Path) -> SmallSite:
    """The small site, built, for a test that changes it."""
    return small_site.copy(tmp_path / "site")


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on this machine, which answers what a test tells it to."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium or Chrome; without one these tests skip, or fail where $BRIEFINGS_REQUIRE_BROWSER says that they must run."""
    path = browser_path()
    if not path:
        told = f"no browser: none of {', '.join(NAMES)} is on the path; tests/install-browser says how to get one"
        if os.environ.get("BRIEFINGS_REQUIRE_BROWSER"):
            pytest.fail(told)
        pytest.skip(told)
    from playwright.sync_api import sync_playwright  # most tests need none

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=CALM)
        yield found
        found.close()


SETTINGS = """\
site_name: 示例 <简报>
site_url: {url}
docs_dir: content
theme:
  name: material
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
