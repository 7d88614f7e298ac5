"""Type: one face for figures, dates that do not break, nothing below 11 pixels on a phone, and a reader's own colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.demo_site import KINDS, Opens, Place

pytestmark = pytest.mark.browser

# Of every text that is shown the size on the screen: a drawing's text grows and shrinks with the drawing.
_SMALL = """least => {
    const small = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
        const box = node.parentElement;
        if (!node.data.trim() || box.closest('script, title, desc') || !box.checkVisibility()) continue;
        if (box.closest('thead')?.clientWidth === 1 || box.closest('.chart-said, [clip-path]')) continue;
        const svg = box.closest('svg');
        const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
        const size = parseFloat(getComputedStyle(box).fontSize) * scale;
        if (size < least - .05) small.push([Math.round(size * 10) / 10, node.data.trim().slice(0, 20)]);
    }
    return small;
}"""
# The ink of the digits in each face in which a text is set, at one size and weight.
_FACES = """async () => {
    await document.fonts.ready;
    const faces = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
        const box = node.parentElement;
        if (!node.data.trim() || box.closest('script, code, title, desc')) continue;
        faces.add(getComputedStyle(box).fontFamily);
    }
    const inks = [...faces].map(face => {
        const pen = new OffscreenCanvas(400, 48).getContext('2d');
        pen.font = '32px ' + face;
        pen.fillText('0123456789+-.%', 4, 36);
        return pen.getImageData(0, 0, 400, 48).data.join();
    });
    return [faces.size, new Set(inks).size];
}"""
# Dates that go on in the next line. Of an author's own words, the line breaks where the browser wants.
_BROKEN = r"""() => {
    const broken = [], walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
        const box = node.parentElement;
        if (box.closest('svg, script') || !box.checkVisibility()) continue;
        if (box.closest('.fb-body p, .fb-body li, .fb-lead, figcaption') && !box.closest('data, .table-note, .fund-card')) continue;
        for (const match of node.data.matchAll(/\d{4}(-\d\d-\d\d|年\d+月\d+日( \d\d:\d\d)?)/g)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            const lines = new Set([...range.getClientRects()].map(one => Math.round(one.bottom)));
            if (lines.size > 1) broken.push(match[0] + ' in ' + box.outerHTML.slice(0, 60));
        }
    }
    return broken;
}"""
_PAIRS = """() => [...document.querySelectorAll('span.dates')].filter(one =>
    one.checkVisibility() && new Set([...one.querySelectorAll('time')].map(time => time.getBoundingClientRect().top)).size > 1
    && one.scrollWidth < one.parentElement.clientWidth - 2).map(one => one.textContent)"""


# Dates as 2024-02-20 that are no label of a number, and dates as 2024年2月20日 that are one. What an author writes is his.
_OTHER_DATES = r"""() => {
    const other = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walk.nextNode();) {
        const box = node.parentElement;
        if (box.closest('script, pre, code, .fb-body p > data, dd > data')) continue;
        const isLabel = box.closest('td, th, dd, .date, .dates, .label, .preview, .card-date, .quote-date, .fb-when') !== null;
        for (const [date] of node.data.matchAll(/\d{4}-\d\d-\d\d|\d{4}年\d+月\d+日/g))
            if (date.includes('年') === isLabel) other.push(date + ' in ' + box.outerHTML.slice(0, 80));
    }
    return other;
}"""


@pytest.mark.parametrize("width", [320, 390])
def test_no_text_is_below_11_pixels_on_a_phone(opens: Opens, at_root: Place, width: int) -> None:
    page = opens(at_root.url, width=width)
    assert len(page.evaluate(_SMALL, 99)) > 50  # it finds texts at all
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(_SMALL, 11) == [], kind


def test_figures_have_one_face(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        faces, inks = page.evaluate(_FACES)
        assert inks == 1, kind
        drawn = not kind or kind.startswith(("briefings/", "funds/9"))
        assert faces == (2 if drawn else 1), kind  # drawings have a face of their own, with the same figures


def test_a_date_of_the_site_is_chinese_in_sentences_and_iso_as_the_label_of_a_number(
    opens: Opens, at_root: Place
) -> None:
    page = opens(at_root.url)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        assert page.evaluate(_OTHER_DATES) == [], kind


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_date_of_the_site_breaks(opens: Opens, at_root: Place, width: int) -> None:
    page = opens(at_root.url, width=width)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(_BROKEN) == [], kind
        assert page.evaluate(_PAIRS) == [], kind


def test_every_picture_says_its_width_and_height_and_nothing_moves(opens: Opens, at_root: Place) -> None:
    page = opens("about:blank")
    page.add_init_script(
        "globalThis.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => moved += one.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for kind in ("briefings/sora/", "briefings/gold/"):
        page.goto(at_root.url + kind, wait_until="load")
        pictures = page.locator("main img")
        assert pictures.count() > 0
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", True)
            said, real = picture.evaluate(
                "one => [one.getAttribute('width') / one.getAttribute('height'), one.naturalWidth / one.naturalHeight]"
            )
            assert said == pytest.approx(real, rel=0.01)
        assert page.evaluate("moved") <= 0.01, kind


def test_in_a_readers_own_colours_links_and_buttons_can_be_told_from_words(chromium: Browser, at_root: Place) -> None:
    page = chromium.new_page(forced_colors="active", viewport={"width": 390, "height": 844})
    page.goto(at_root.url + "briefings/sora/", wait_until="load")
    claim, words = page.locator(".claim-words").first, page.locator(".fb-body p").first
    colours = [one.evaluate("one => getComputedStyle(one).color") for one in (claim, words)]
    assert colours[0] != colours[1] or "underline" in claim.evaluate("one => getComputedStyle(one).textDecorationLine")
    claim.click()
    border = page.get_by_role("dialog").evaluate("one => getComputedStyle(one).borderTopWidth")
    assert border != "0px"
    page.close()


def test_paper_says_where_and_when_it_was_printed(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/#top")
    assert not page.locator(".fb-paper").is_visible()
    page.emulate_media(media="print")
    text = page.locator(".fb-paper").inner_text()
    today = page.evaluate("(on => `${on.getFullYear()}年${on.getMonth() + 1}月${on.getDate()}日`)(new Date())")
    assert at_root.url + "briefings/sora/" in text and "#" not in text and f"打印于 {today}" in text
    for hidden in (".fb-share", ".fb-read-on", ".fb-evidence", ".fb-header"):
        assert not page.locator(hidden).first.is_visible(), hidden
