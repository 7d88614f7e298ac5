"""The one style sheet gives every element the style of all of Material's rules and ours, but for what we style ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser

from builder.theme.assets import material_sheets, own_sheets
from builder.theme.style_sheet import OURS, EverythingBut, joined
from tests import gallery
from tests.browser.demo_site import EVERY_ELEMENT, Place, built, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Every element as a style sheet sees it: its names, its attributes, what it stands beside, and the same of all around it.
_ELEMENTS = """() => {
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    globalThis.elements = [...document.querySelectorAll('html, body, body *')];
    const named = new Map();
    const counts = name => ['class', 'type', 'role', 'dir', 'hidden'].includes(name) || name.startsWith('aria-');
    for (const one of elements) {
        const attributes = [...one.attributes].map(({name, value}) => counts(name) ? `${name}=${value}` : name);
        const place = (one.previousElementSibling?.localName ?? '^') + (one.nextElementSibling ? '' : '$');
        const name = `${one.localName}[${attributes}]${place}${one.firstElementChild ? '' : '0'}`;
        named.set(one, `${named.get(one.parentElement) ?? ''} ${name}`);
    }
    return [...named.values()];
}"""
# The style of each of those, of what is put before it and behind it, as a number.
_STYLES = """indexes => {
    const number = (sum, text) => {
        for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) | 0;
        return sum;
    };
    return indexes.flatMap(index => ['', '::before', '::after'].map(part => {
        const style = getComputedStyle(elements[index], part);
        if (part && style.content === 'none') return 0;
        const names = [...style].filter(name => !name.startsWith('--'));
        return names.reduce((sum, name) => number(sum, style.getPropertyValue(name)), 7);
    }));
}"""
_EXCHANGE = """text => {
    const sheet = document.querySelector('link[rel=stylesheet]');
    return new Promise(done => { sheet.addEventListener('load', done); sheet.href = new URL('all.css', document.baseURI).href; });
}"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Place]]:
    """The demo with a page of everything that authors can write, and the gallery."""
    home = tmp_path_factory.mktemp("demo")
    folder = built(home, home / "site", every=EVERY_ELEMENT)
    pictures = gallery.make(tmp_path_factory.mktemp("gallery") / "site")
    assert gallery.build(pictures).problems == ()
    with served(folder) as demo, served(pictures / "site") as drawn:
        yield [Place(folder, demo), Place(pictures / "site", drawn)]


Medium = Literal["screen", "print"]


@pytest.mark.parametrize(
    ("width", "scheme", "media"),
    [(390, "light", ["screen", "print"]), (1280, "light", ["screen"]), (1280, "dark", ["screen"])],
)
def test_the_one_sheet_styles_every_page_as_all_sheets_do(
    chromium: Browser, places: list[Place], width: int, scheme: Literal["light", "dark"], media: list[Medium]
) -> None:
    material, own = (
        {path.name: path.read_text("utf-8") for path in files} for files in (material_sheets(), own_sheets())
    )
    everything = joined(material, own, EverythingBut(OURS))
    context = chromium.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",  # a style that is on its way to another is neither
    )
    context.route("**/all.css", lambda route: route.fulfill(body=everything, content_type="text/css"))
    page = context.new_page()

    def styles(indexes: list[int]) -> list[list[int]]:
        """The styles of elements in each of the media."""
        seen_in = []
        for medium in media:
            page.emulate_media(media=medium)
            seen_in.append(page.evaluate(_STYLES, indexes))
        return seen_in

    seen: set[str] = set()
    for place in places:
        for address in place.pages:
            page.goto(place.url + address, wait_until="networkidle" if address == "search/" else "load")
            new = {name: index for index, name in enumerate(page.evaluate(_ELEMENTS)) if name not in seen}
            if not new:
                continue
            seen |= set(new)
            one = styles(list(new.values()))
            page.evaluate(_EXCHANGE)
            full = styles(list(new.values()))
            parts = [f"{name}{part}" for name in new for part in ("", "::before", "::after")]
            for medium, of_one, of_full in zip(media, one, full, strict=True):
                wrong = [part for part, a, b in zip(parts, of_one, of_full, strict=True) if a != b]
                assert wrong == [], (address, medium)
    assert len(seen) > 1000
    context.close()
