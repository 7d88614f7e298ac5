"""Axe finds nothing wrong on any kind of page, light and dark, narrow and wide; no text is too small; a reader's colours work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.demo_site import EVERY_ELEMENT, KINDS, Opens, Place, built, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_KINDS = (*KINDS, "every/", "feeds/", "search/")
# Rules that are off by default, or that an earlier site broke.
_RULES = (
    *(
        "target-size",
        "td-has-header",
        "empty-table-header",
        "table-fake-caption",
        "table-duplicate-name",
        "scope-attr-valid",
    ),
    *("scrollable-region-focusable", "link-in-text-block", "landmark-unique", "heading-order", "page-has-heading-one"),
    *(
        "region",
        "skip-link",
        "landmark-one-main",
        "empty-heading",
        "p-as-heading",
        "label-title-only",
        "aria-allowed-role",
    ),
    *("focus-order-semantics", "identical-links-same-purpose", "tabindex", "meta-viewport-large", "th-has-data-cells"),
)
_OF_COLOURS = ("color-contrast", "link-in-text-block")  # the only rules that a scheme can change, and the slowest
_SMALL = """least => [...document.querySelectorAll('body *')].filter(one => !one.closest('svg[role=img]')
        && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        && one.getClientRects().length && parseFloat(getComputedStyle(one).fontSize) < least)
    .map(one => `${one.localName}.${one.className} ${getComputedStyle(one).fontSize} ${one.textContent.slice(0, 20)}`)"""
# Text and lines that a reader's own colours leave without contrast: the same colour as what is behind them.
_LOST = """() => [...document.querySelectorAll('body *')].filter(one => one.getClientRects().length
        && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).filter(one => {
    let behind = one;
    while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
    return getComputedStyle(one).color === getComputedStyle(behind ?? document.body).backgroundColor;
}).map(one => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("demo")
    folder = built(home, home / "site", "site_url: https://example.org/\n", every=EVERY_ELEMENT)
    with served(folder) as url:
        yield Place(folder, url)


@pytest.mark.parametrize(
    ("width", "scheme", "rules"),
    [
        *((width, "light", {"rules": {rule: {"enabled": True} for rule in _RULES}}) for width in (390, 1280)),
        (320, "light", {"rules": {rule: {"enabled": rule not in _OF_COLOURS} for rule in (*_RULES, *_OF_COLOURS)}}),
        *((width, "dark", {"runOnly": {"type": "rule", "values": _OF_COLOURS}}) for width in (320, 1280)),
    ],
    ids=["390-light", "1280-light", "320-light-without-colours", "320-dark-colours", "1280-dark-colours"],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Browser, place: Place, width: int, scheme: str, rules: dict[str, Any]
) -> None:
    """Every rule at every width, and those of colours in both schemes: narrow and wide."""
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",  # a colour that is on its way to another has a contrast of its own
    )
    page = context.new_page()
    wrong = []
    for kind in _KINDS:
        page.goto(place.url + kind, wait_until="load")
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        # To tell of all that is right takes as long as to find it.
        found = Axe().run(page, options={**rules, "resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{kind}: {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
    context.close()
    assert wrong == []


def test_no_text_is_smaller_than_eleven_pixels_on_a_phone(opens: Opens, place: Place) -> None:
    page = opens(place.url)
    assert len(page.evaluate(_SMALL, 99)) > 50
    for kind in _KINDS:
        page.goto(place.url + kind, wait_until="load")
        page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate(_SMALL, 11) == [], kind


def test_in_a_readers_own_colours_nothing_is_lost(chromium: Browser, place: Place) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, forced_colors="active", color_scheme="dark")
    page = context.new_page()
    for kind in _KINDS:
        page.goto(place.url + kind, wait_until="load")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(_LOST) == [], kind
    context.close()


def test_every_kind_of_page_is_looked_at(place: Place) -> None:
    of_kind = {Path(address).parts[0] if address else "" for address in place.pages}
    assert of_kind <= {Path(kind).parts[0] if kind else "" for kind in (*_KINDS, "disclaimer/")}
