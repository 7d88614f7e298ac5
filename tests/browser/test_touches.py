"""What readers come for, from the front page on a phone within three touches. Screenshots go to $BRIEFINGS_SCREENSHOTS."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.demo_site import Place, served

pytestmark = pytest.mark.browser
MOST = 3
_CONTROLLED = "() => navigator.serviceWorker.controller !== null"
# `wait_for_function` takes a promise for true, so what has to be awaited is waited for here.
_UNTIL_KEPT = """async address => {
    for (const end = Date.now() + 30000; Date.now() < end; await new Promise(done => setTimeout(done, 20)))
        if (await caches.match(address)) return;
    throw new Error(`${address} is not kept`);
}"""


class Phone:
    """A window that is touched, and how often it was. Turning the page with a finger and typing are no touches."""

    def __init__(self, page: Page, pictures: Path) -> None:
        self.page, self.pictures, self.touches = page, pictures, 0

    def touch(self, place: Locator) -> None:
        place.tap()
        self.touches += 1

    def done(self, task: str, shows: Locator) -> None:
        """The task is done: this is seen, after at most three touches."""
        expect(shows).to_be_visible(timeout=20_000)
        shows.scroll_into_view_if_needed()
        expect(shows).to_be_in_viewport()
        self.page.screenshot(path=self.pictures / f"{task}.png")
        assert 0 < self.touches <= MOST, task


Phones = Callable[[str], Phone]


@pytest.fixture
def phone(chromium: Browser, tmp_path: Path) -> Iterator[Phones]:
    """Opens a front page: `phone(url)`."""
    pictures = Path(os.environ.get("BRIEFINGS_SCREENSHOTS") or tmp_path)
    pictures.mkdir(parents=True, exist_ok=True)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)

    def opened(url: str) -> Phone:
        page = context.new_page()
        page.goto(url, wait_until="load")
        return Phone(page, pictures)

    yield opened
    context.close()


def test_the_latest_briefing_on_a_theme(phone: Phones, at_root: Place) -> None:
    reader = phone(at_root.url)
    reader.touch(reader.page.locator(".fb-bar a", has_text="简报"))
    reader.touch(reader.page.locator("main a", has_text="#人工智能").first)
    reader.touch(reader.page.locator(".fb-list h2 a").first)
    reader.done("theme", reader.page.locator("h1", has_text="Sora"))


def test_a_fund_by_the_initials_of_its_name(phone: Phones, at_root: Place) -> None:
    reader = phone(at_root.url)
    reader.touch(reader.page.locator(".fb-bar a", has_text="搜索"))
    expect(reader.page.get_by_role("combobox")).to_be_focused(timeout=20_000)
    reader.page.keyboard.type("slhjetf")
    reader.touch(reader.page.locator("a.fb-hit", has_text="990301").first)
    reader.done("pinyin", reader.page.locator("h1", has_text="示例黄金ETF联接A"))


def test_who_mentions_a_fund_and_what_it_did_since(phone: Phones, at_root: Place) -> None:
    reader = phone(at_root.url)
    reader.touch(reader.page.locator(".quotes a", has_text="黄金ETF联接A").first)
    mention = reader.page.locator(".mentions li", has_text="慢一天")
    reader.done("mentions", mention)
    since = mention.locator(".mention-since")
    expect(since).to_have_text(re.compile(r"发布以来 [+-]\d+\.\d\d% 2024-03-04 至 2024-03-08"))
    reader.done("since-publication", since)
    card = phone(at_root.url + "briefings/gold/").page.locator(".fund-card:has-text('990301') .card-since data").first
    assert since.locator("data").text_content() == card.text_content()


def test_a_briefing_without_a_network(phone: Phones, at_root: Place) -> None:
    with ExitStack() as network:
        reader = phone(network.enter_context(served(at_root.folder)))
        home = reader.page.url
        reader.page.wait_for_function(_CONTROLLED)
        reader.touch(reader.page.locator(".fb-front h2 a"))
        reader.page.wait_for_url("**/briefings/gold/**")
        for address in (home, f"{home}briefings/gold/"):
            reader.page.evaluate(_UNTIL_KEPT, address)
    reader.touch(reader.page.locator(".fb-bar a", has_text="首页"))
    expect(reader.page.locator(".fb-offline")).to_contain_text("离线", timeout=20_000)
    reader.touch(reader.page.locator(".fb-front h2 a"))
    reader.done("offline", reader.page.locator(".fb-offline", has_text="离线，数据截至"))
    expect(reader.page.locator("h1")).to_contain_text("黄金")


def test_where_a_number_in_a_text_is_from(phone: Phones, at_root: Place) -> None:
    reader = phone(at_root.url)
    reader.touch(reader.page.locator(".fb-front h2 a"))
    reader.touch(reader.page.locator(".fb-body p > data").first)
    dialog = reader.page.get_by_role("dialog")
    reader.done("evidence", dialog)
    for words in ("口径", "来源", "数据行", "数据截至"):
        expect(dialog).to_contain_text(words)


def test_handing_a_briefing_on(phone: Phones, at_root: Place) -> None:
    reader = phone(at_root.url)
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.touch(reader.page.locator(".fb-front h2 a"))
    reader.touch(reader.page.get_by_role("button", name="复制链接"))
    reader.done("share", reader.page.locator(".fb-share [role=status]", has_text="已复制"))
    assert reader.page.evaluate("navigator.clipboard.readText()") == at_root.url + "briefings/gold/"


def test_subscribing_to_a_theme(phone: Phones, below: Place) -> None:
    reader = phone(below.url)
    reader.touch(reader.page.locator(".fb-footer a", has_text="订阅"))
    reader.touch(reader.page.locator("main a", has_text="人工智能").first)
    reader.done("subscribe", reader.page.locator("code", has_text="topics/ren-gong-zhi-neng/feed.xml"))
    expect(reader.page.locator("h1")).to_contain_text("订阅：人工智能")
