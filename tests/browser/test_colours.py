"""Light and dark: each is set, and in each every text can be read (WCAG 1.4.3 AA: contrast of at least 4.5)."""

from __future__ import annotations

import pytest

from tests.browser.demo_site import Opens, Place

pytestmark = pytest.mark.browser

# The contrast of every text that shows with what lies behind it, from `least` down: [ratio, the text].
_WEAK = """least => {
    const pen = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const seen = new Map();
    const channels = colour => {
        if (!seen.has(colour)) {
            pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
            seen.set(colour, [...pen.getImageData(0, 0, 1, 1).data]);
        }
        return seen.get(colour);
    };
    const over = (top, below) => top.slice(0, 3).map((one, at) => one * top[3] / 255 + below[at] * (1 - top[3] / 255));
    const behind = one => {
        const own = channels(getComputedStyle(one).backgroundColor);
        if (own[3] === 255 || !one.parentElement) return own[3] ? own.slice(0, 3) : [255, 255, 255];
        return own[3] ? over(own, behind(one.parentElement)) : behind(one.parentElement);
    };
    const light = colour => colour.map(one => one / 255).map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [.2126, .7152, .0722][at], 0);
    const weak = [];
    for (const one of document.querySelectorAll('body *')) {
        const text = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data.trim()).join('');
        const shows = one.checkVisibility({visibilityProperty: true, opacityProperty: true});
        if (!text || !shows || one.matches('script, style, title, desc')) continue;
        const style = getComputedStyle(one), ground = behind(one.closest('svg')?.parentElement ?? one);
        const ink = over(channels(one.closest('svg') ? style.fill : style.color), ground);
        const [a, b] = [light(ink), light(ground)].sort((x, y) => y - x);
        const ratio = (a + .05) / (b + .05);
        if (ratio < least) weak.push([Math.round(ratio * 100) / 100, text.slice(0, 30)]);
    }
    return weak;
}"""
_COLOURS = """() => ['body', '.fb-body p', '.fund-card', '.fund-card data.up', '.fund-card data.down', '.claim-words'].map(one => {
    const style = getComputedStyle(document.querySelector(one));
    return style.color + ' on ' + style.backgroundColor;
})"""
PAGES = ("", "briefings/sora/", "briefings/dividend/", "funds/990101/", "compare/", "methods/", "topics/")


def test_light_and_dark_are_both_set(opens: Opens, at_root: Place) -> None:
    light, dark = (
        opens(at_root.url + "briefings/sora/", scheme=scheme).evaluate(_COLOURS) for scheme in ("light", "dark")
    )
    assert [one for one, other in zip(light, dark, strict=True) if one == other] == []
    assert light[3] != light[4] and dark[3] != dark[4]  # up and down


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(opens: Opens, at_root: Place, scheme: str) -> None:
    page = opens(at_root.url, scheme=scheme, width=1280)
    assert len(page.evaluate(_WEAK, 99)) > 100  # it finds texts at all
    for name in PAGES:
        page.goto(at_root.url + name, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(_WEAK, 4.5) == [], name


def test_on_paper_the_page_is_dark_on_white_whatever_the_scheme_and_says_what_is_made_up(
    opens: Opens, at_root: Place
) -> None:
    page = opens(at_root.url + "briefings/sora/", scheme="dark", width=760)
    page.emulate_media(media="print", color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(_WEAK, 4.5) == []
    assert page.locator(".fb-banner").is_visible()
    assert not page.locator(".fb-header").is_visible()
