"""The content policy of every page: nothing is inline, and nothing is blocked, on a server and from a plain folder."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.demo_site import Place
from tests.browser.strict_windows import windows

pytestmark = pytest.mark.browser

_STYLED = "() => getComputedStyle(document.querySelector('.fb-header')).position"
# Follows what a reader may do: opens all that is folded, the claims, the menu.
_TOUCHED = """() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    for (const button of document.querySelectorAll('.claim-words, data[role=button], .fb-menu-open, .fb-scheme')) button.click();
}"""


def test_every_page_begins_with_its_policy_and_has_nothing_inline(below: Place) -> None:
    for address in below.pages:
        text = (below.folder / (address + "index.html" if not address.endswith(".html") else address)).read_text(
            "utf-8"
        )
        head = text.partition("</head>")[0]
        policy = head.index("Content-Security-Policy")
        assert all(policy < head.index(tag) for tag in ("<script", "<link")), address
        assert "default-src 'self'" in head and "unsafe" not in head, address
        assert re.findall(r"<style|<[^>]* style=|<[^>]* on[a-z]+=", text) == [], address
        inline = re.findall(r"<script(?![^>]*src=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", text)
        assert inline == [], address


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_blocked_on_any_page(chromium: Browser, below: Place, width: int) -> None:
    with windows(chromium, below.url) as opened:
        page = opened("", width=width)
        for address in below.pages:
            page.goto(below.url + address, wait_until="load")
            assert page.evaluate(_STYLED) == "sticky", address
            page.evaluate(_TOUCHED)


def test_nothing_is_blocked_from_a_plain_folder(chromium: Browser, at_root: Place) -> None:
    base = at_root.folder.as_uri() + "/"
    with windows(chromium, base) as opened:
        page = opened("index.html")
        for address in at_root.pages:
            # A folder has no search: no browser reads its index. And whoever opens a file that is not there sees no page of ours.
            if address in ("search/", "404.html"):
                continue
            page.goto(f"{base}{address}index.html", wait_until="load")
            assert page.evaluate(_STYLED) == "sticky", address
            page.evaluate(_TOUCHED)


def test_the_policy_lets_no_inline_script_and_no_other_server_through(chromium: Browser, below: Place) -> None:
    page = chromium.new_page()
    page.goto(below.url + "briefings/sora/", wait_until="load")
    page.evaluate(
        """() => {
        globalThis.blocked = [];
        addEventListener('securitypolicyviolation', event => blocked.push(event.effectiveDirective));
        document.querySelector('article').innerHTML =
            '<p style="color:red" id="red">x</p><img src="https://example.org/x.png"><svg onload="globalThis.hit = 1"></svg>';
        const script = document.createElement('script');
        script.textContent = 'globalThis.hit = 1';
        document.body.append(script);
    }"""
    )
    page.wait_for_timeout(200)
    assert {"style-src-attr", "img-src", "script-src-attr", "script-src-elem"} == set(page.evaluate("blocked"))
    assert page.evaluate("globalThis.hit") is None
    page.close()
