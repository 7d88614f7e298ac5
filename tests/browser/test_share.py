"""A reader hands a briefing on, and reads on from it, within three touches."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Opens, Place

pytestmark = pytest.mark.browser
SORA = "briefings/sora/"
# What a phone's system shares with; the browser of the tests has none.
_SYSTEM = "globalThis.shared = []; navigator.share = async given => { shared.push(given); };"


def test_one_touch_copies_the_address(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA + "index.html#top")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".fb-share [role=status]")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == at_root.url + SORA
    assert not page.get_by_role("button", name="分享").is_visible()


def test_without_a_clipboard_the_address_is_copied_by_selection_or_shown(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(".fb-share [role=status]")).to_have_text(at_root.url + SORA)


def test_one_touch_shares_by_the_system(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "archive/")
    page.add_init_script(_SYSTEM)
    page.goto(at_root.url + SORA, wait_until="load")
    page.get_by_role("button", name="分享").click()
    (given,) = page.evaluate("shared")
    assert given == {"title": page.locator("h1").text_content(), "url": at_root.url + SORA}


def test_one_touch_leads_to_the_next_briefing_and_back(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA)
    onward = page.get_by_role("navigation", name="继续阅读")
    title = onward.locator("[rel=next]").evaluate("one => one.lastChild.data")
    onward.locator("[rel=next]").click()
    expect(page.locator("h1")).to_have_text(title)
    page.get_by_role("navigation", name="继续阅读").locator("[rel=prev]").click()
    expect(page.locator("h1")).to_contain_text("Sora")


def test_without_scripts_nothing_stands_there_that_does_nothing(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA, scripts=False)
    assert not [one for one in page.locator(".fb-share button").all() if one.is_visible()]
    assert page.locator(".fb-read-on [rel=prev]").is_visible()
