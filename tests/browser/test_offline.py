"""A site without a network: pages that a reader has seen stay readable, and none is taken for new."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from builder.pages.page_dates import written_date
from tests.site import SmallSite

pytestmark = pytest.mark.browser
PAGE = "site/briefings/b/index.html"
_CONTROLLED = "() => navigator.serviceWorker.controller !== null"
# The text of the kept answer for an address; null where there is none.
_KEPT = "async address => { const response = await caches.match(address); return response ? response.text() : null; }"
# `wait_for_function` takes a promise for true, so what has to be awaited is waited for here.
_UNTIL_KEPT = f"""async ([address, words]) => {{
    for (const end = Date.now() + 30000; Date.now() < end; await new Promise(done => setTimeout(done, 20)))
        if ((await ({_KEPT})(address))?.includes(words)) return;
    throw new Error(`${{address}} is not kept`);
}}"""


class Network:
    """A server that can be out of reach."""

    def __init__(self) -> None:
        self.is_down = False
        self.tells_date = True
        self.url = ""


@contextmanager
def network(folder: Path) -> Iterator[Network]:
    """The folder on this machine, under a path of its own as a project's pages are."""
    state = Network()

    class Files(http.server.SimpleHTTPRequestHandler):
        # Asked when a request has come: browsers open connections before they have something to ask.
        def parse_request(self) -> bool:
            return not state.is_down and super().parse_request()

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(timestamp) if state.tells_date else ""

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_address[1]}/site/"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def visit(page: Page, url: str) -> None:
    page.goto(url, wait_until="load")
    page.wait_for_function(_CONTROLLED)
    for address in (url, page.evaluate("document.querySelector('link[rel=stylesheet]').href")):
        wait_until_kept(page, address)


def wait_until_kept(page: Page, address: str, words: str = "") -> None:
    page.evaluate(_UNTIL_KEPT, [address, words])


def test_a_seen_page_is_there_without_a_network_and_says_how_old_it_is(site: SmallSite, page: Page) -> None:
    with network(site.root) as net:
        visit(page, f"{net.url}briefings/b/")
        assert page.locator(".fb-offline").count() == 0
        days = page.evaluate("[...document.querySelectorAll('data[data-to]')].map(data => data.dataset.to).sort()")
        net.is_down = True
        page.reload(wait_until="load")
        assert "另一篇" in (page.locator("h1").text_content() or "")
        assert page.locator(".fb-offline").text_content() == f"离线，数据截至{written_date(days[-1])}"
        assert page.evaluate("getComputedStyle(document.querySelector('.fb-header')).position") == "sticky"


def test_a_page_that_was_not_seen_is_not_made_up(site: SmallSite, page: Page) -> None:
    with network(site.root) as net:
        visit(page, f"{net.url}briefings/b/")
        net.is_down = True
        with pytest.raises(Exception, match="ERR_"):
            page.goto(f"{net.url}funds/", wait_until="load")


@pytest.mark.parametrize(
    ("tells_date", "note"), [(True, r"离线，本页保存于20\d\d年\d+月\d+日"), (False, "离线，本页是先前保存的")]
)
def test_a_page_without_numbers_says_when_it_was_kept(site: SmallSite, page: Page, tells_date: bool, note: str) -> None:
    with network(site.root) as net:
        net.tells_date = tells_date
        visit(page, f"{net.url}about/")
        net.is_down = True
        page.reload(wait_until="load")
        assert re.fullmatch(note, page.locator(".fb-offline").text_content() or "")


def test_with_a_network_again_the_new_page_is_seen_and_no_notice(site: SmallSite, page: Page) -> None:
    with network(site.root) as net:
        visit(page, f"{net.url}briefings/b/")
        net.is_down = True
        page.reload(wait_until="load")
        assert page.locator(".fb-offline").count() == 1
        path = "content/data/nav/990201.csv"
        site.write(path, site.read(path) + "2024-02-28,1.2345\n")
        assert site.build().problems == ()
        net.is_down = False
        page.reload(wait_until="load")
        assert "1.2345" in (page.locator("main").text_content() or "")
        assert page.locator(".fb-offline").count() == 0
        wait_until_kept(page, page.url, "1.2345")
        net.is_down = True
        page.reload(wait_until="load")
        assert "1.2345" in (page.locator("main").text_content() or ""), "what is kept is what was seen last"


def test_data_files_and_other_sites_of_the_origin_are_never_kept(site: SmallSite, page: Page) -> None:
    (site.root / "other.txt").write_text("x", encoding="utf-8")
    with network(site.root) as net:
        visit(page, f"{net.url}briefings/b/")
        for address in ("api/briefings.json", "build.json", "../other.txt"):
            page.evaluate("address => fetch(address)", f"{net.url}{address}")
        page.evaluate("() => fetch(new URL('../../search/index.json', location))")
        wait_until_kept(page, f"{net.url}search/index.json")
        for address in ("api/briefings.json", "build.json", "../other.txt"):
            assert page.evaluate(_KEPT, f"{net.url}{address}") is None
        assert page.evaluate("caches.keys()")[0].startswith("briefings /site/ ")
