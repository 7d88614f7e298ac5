"""A whole site below a path: every page loads there, every link and asset of it is there, and nothing else is asked for."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demo_site import BELOW, KINDS, Opens, Place

pytestmark = pytest.mark.browser


class _Page(HTMLParser):
    """The addresses that a page names, and the places in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.places: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.places.add(named.get("id", ""))
        self.addresses += [named[name] for name in ("href", "src", "poster") if name in named]
        self.addresses += [one.split()[0] for one in named.get("srcset", "").split(",") if one.strip()]


class _Site:
    """A server, asked once for each address."""

    def __init__(self, place: Place) -> None:
        split = urlsplit(place.url)
        self._connection = HTTPConnection(split.hostname or "", split.port or 80)
        self._known: dict[str, tuple[int, str]] = {}
        self._places: dict[str, set[str]] = {}

    def get(self, path: str) -> tuple[int, str]:
        if path not in self._known:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            self._known[path] = answer.status, answer.read().decode("utf-8", "replace")
        return self._known[path]

    def places(self, path: str) -> set[str]:
        if path not in self._places:
            self._places[path] = _Page(self.get(path)[1]).places
        return self._places[path]

    def close(self) -> None:
        self._connection.close()


def _faults(place: Place) -> list[str]:
    site, faults, links = _Site(place), [], 0
    for name in place.pages:
        status, text = site.get(urlsplit(place.url).path + name)
        faults += [f"{name}: {status}"] * (status != 200)
        for address in _Page(text).addresses:
            target, fragment = urldefrag(urljoin(place.url + name, address))
            split = urlsplit(target)
            if split.scheme in ("mailto", "data") or split.netloc != urlsplit(place.url).netloc:
                continue
            links += 1
            status, _ = site.get(split.path)
            if status != 200 or not target.startswith(place.url):
                faults.append(f"{name}: {address}: {status}")
            elif fragment and split.path.endswith(("/", ".html")) and unquote(fragment) not in site.places(split.path):
                faults.append(f"{name}: {address}: no such place")
    site.close()
    assert links > 1000
    return faults


def test_every_link_asset_and_place_of_every_page_is_there_below_a_path(below: Place) -> None:
    assert len(below.pages) > 30
    assert _faults(below) == []


def test_every_link_asset_and_place_of_every_page_is_there_at_the_root(at_root: Place) -> None:
    assert _faults(at_root) == []


def test_what_style_sheets_fetch_is_there(below: Place) -> None:
    sheets = sorted(below.folder.rglob("*.css"))
    assert len(sheets) == 2, "the one of every page, and that of the search box"
    for sheet in sheets:
        named = re.findall(r"url\(['\"]?([^'\")]+)", sheet.read_text("utf-8"))
        assert [one for one in named if not one.startswith("data:") and not (sheet.parent / one).exists()] == []


def test_every_kind_of_page_asks_its_own_site_alone_and_complains_of_nothing(chromium: Browser, below: Place) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "requestfailed",
        lambda request: (
            said.append(request.url) if request.failure != "net::ERR_ABORTED" else None
        ),  # left for the next page
    )
    page.on("response", lambda answer: said.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for kind in KINDS:
        page.goto(below.url + kind, wait_until="load")
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")  # what loads late
    page.wait_for_load_state("networkidle")
    page.close()
    assert len(asked) > 5 * len(KINDS)
    assert [url for url in asked if not url.startswith((below.url, "data:"))] == []
    assert said == []


def test_the_page_for_what_is_missing_leads_home_from_any_depth(opens: Opens, below: Place) -> None:
    page = opens(below.url + "briefings/no/such/page/", width=1280)
    assert page.locator("h1").inner_text() == "找不到这个页面"
    assert page.locator("article a", has_text="首页").get_attribute("href") == f"/{BELOW}/"
    page.click("article a:has-text('回到首页')")
    expect(page.locator(".fb-front, .fb-teaser")).to_have_count(5)
    assert page.url == below.url


def test_from_a_plain_folder_links_lead_from_page_to_page(opens: Opens, at_root: Place) -> None:
    page = opens((at_root.folder / "index.html").as_uri(), width=1280)
    page.click(".fb-teaser h3 a:has-text('Sora')")
    page.wait_for_url("**/briefings/sora/index.html")
    page.locator(".card-classes thead a").first.click()
    page.wait_for_url("**/funds/990101/index.html")
    expect(page.locator("h1")).to_have_text("示例人工智能主题ETF联接A")
    page.click(".fb-menu a:has-text('对比')")
    page.wait_for_url("**/compare/index.html")
    expect(page.locator(".fund-rows tbody tr").nth(20)).to_be_attached()


def test_the_places_of_headings_can_be_linked_to(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/", width=1280)
    places = page.locator(".fb-body h2[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(places) == 4
    page.goto(f"{at_root.url}briefings/sora/#{places[2]}")
    page.wait_for_function("window.scrollY > 500")
    top = page.locator(f"[id='{places[2]}']").evaluate("one => one.getBoundingClientRect().top")
    bar = page.locator(".fb-header").evaluate("one => one.getBoundingClientRect().bottom")
    assert bar <= top < 300
