"""No number is ever cut: on any screen, at any position of what scrolls, and on paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from tests import gallery
from tests.browser.demo_site import KINDS, Opens, built, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (320, 360, 390, 412, 768, 1024, 1280, 1920)
WIDE = (Path(__file__).parent / "wide_tables.md").read_text("utf-8")
_EVERY = "every/"  # the page that `built` makes of a text
# Each number of a table or a card must be on one line, wholly within or wholly without each box that clips, within the page, and
# under nothing else; and no box may have columns that go on beyond its edge, but that of a table whose cells span others.
_CUT = r"""({step}) => {
    const numbers = [], wrong = new Set();
    const texts = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
    for (let node; node = texts.nextNode();) {
        const box = node.parentElement;
        if (!box.closest('table, article article, dl') || box.closest('svg, script')) continue;
        if (!box.checkVisibility() || box.closest('thead')?.clientWidth === 1) continue;
        const clips = [];
        for (let one = box; one; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (one !== document.body && one !== document.documentElement && style.overflowX !== 'visible') clips.push(one);
        }
        for (const match of node.data.matchAll(/[+\-−]?\d[\d,.\-]*\d%?|\d%?/g)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            numbers.push([match[0], range, box, clips]);
        }
    }
    const look = where => {
        for (const [text, range, box, clips] of numbers) {
            const rects = [...range.getClientRects()].filter(rect => rect.width > .5);
            const name = `${text} in ${box.outerHTML.slice(0, 60)}${where}`;
            if (!rects.length) { wrong.add('hidden: ' + name); continue; }
            if (Math.max(...rects.map(rect => rect.top)) > rects[0].bottom - 2) {
                // A name of several words that has a date among them takes the lines that it needs.
                const isName = box.tagName === 'TH' && range.startContainer.length >= 20;
                if (!isName || !/^\d{4}-\d\d/.test(text)) wrong.add('broken: ' + name);
                continue;
            }
            const [left, right, top, bottom] = [rects[0].left, rects.at(-1).right, rects[0].top, rects[0].bottom];
            let shown = true;
            for (const clip of clips) {
                const edge = clip.getBoundingClientRect(), from = edge.left + clip.clientLeft, to = from + clip.clientWidth;
                if (right <= from + 1 || left >= to - 1) shown = false;
                else if (left < from - .6 || right > to + .6) { wrong.add('cut: ' + name); shown = false; }
                if (top < edge.top - 2 || bottom > edge.bottom + 2) { wrong.add('cut: ' + name); shown = false; }
            }
            if (!shown) continue;
            if (left < -.6 || right > document.documentElement.clientWidth + .6) { wrong.add('outside: ' + name); continue; }
            for (const x of [left + 1, (left + right) / 2, right - 1]) {
                const hit = document.elementFromPoint(x, (top + bottom) / 2);
                if (hit && hit !== box && !hit.contains(box)) { wrong.add(`under ${hit.outerHTML.slice(0, 40)}: ` + name); break; }
            }
        }
    };
    look('');
    for (const box of document.querySelectorAll('article *')) {
        if (box.scrollWidth <= box.clientWidth + 1 || getComputedStyle(box).overflowX !== 'auto') continue;
        if (!box.querySelector('[colspan], [rowspan]')) wrong.add('scrolls: ' + box.outerHTML.slice(0, 80));
        for (let at = step; step && at < box.scrollWidth - box.clientWidth; at += step) {
            box.scrollLeft = at;
            look(` at ${at}`);
        }
        box.scrollLeft = 0;
    }
    return [numbers.length, [...wrong]];
}"""
_NUMBER = re.compile(r"[+-]?\d[\d,]*\.\d+%?")
_MARGIN = 15  # millimetres


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Every kind of page of the demo, one with wide tables, and the gallery."""
    home, kinds = tmp_path_factory.mktemp("tables"), tmp_path_factory.mktemp("gallery")
    demo = built(home, home / "site", every=WIDE)
    folder = gallery.make(kinds / "site")
    assert gallery.build(folder).problems == ()
    with served(demo) as url, served(folder / "site") as gallery_url:
        money = "funds/990401/"
        yield [*(url + kind for kind in (*KINDS, money, _EVERY)), gallery_url + gallery.PAGE]


def _open_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def _show_all(page: Page, width: int) -> None:
    """Makes the window as high as the page: what lies under something else is found by what is hit there."""
    page.set_viewport_size({"width": width, "height": 800})
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


def test_no_number_is_cut_on_any_screen(opens: Opens, sites: list[str]) -> None:
    page = opens(sites[0])
    seen, wrong = 0, []
    for url in sites:
        page.goto(url, wait_until="load")
        _open_details(page)
        for width in WIDTHS:
            _show_all(page, width)
            count, cut = page.evaluate(_CUT, {"step": 7})
            seen += count
            wrong += [f"{url.split('/', 3)[3]} {width}: {one}" for one in cut]
    assert wrong == []
    assert seen > 10_000, "it finds numbers at all"


@pytest.mark.parametrize(("paper", "millimetres"), [("A4", 210.0), ("Letter", 215.9)])
def test_no_number_is_cut_on_paper(chromium: Browser, sites: list[str], paper: str, millimetres: float) -> None:
    context = chromium.new_context()
    page = context.new_page()
    wrong = []
    for url in sites:
        page.goto(url, wait_until="load")
        page.emulate_media(media="print")
        _show_all(page, int((millimetres - 2 * _MARGIN) / 25.4 * 96))
        _, cut = page.evaluate(_CUT, {"step": 0})
        shown = page.evaluate(
            """() => [...document.querySelectorAll('article :is(table, article) data')].filter(one => one.checkVisibility())
                .map(one => one.textContent.trim())"""
        )
        printed = Counter[str]()
        for sheet in pypdfium2.PdfDocument(page.pdf(format=paper)):
            text = sheet.get_textpage()
            for match in _NUMBER.finditer(text.get_text_range()):
                printed[match[0]] += 1
            edge = _MARGIN / 25.4 * 72 - 1
            for index in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(index)
                if right > left and not edge <= left <= right <= sheet.get_width() - edge:
                    wrong.append(f"{url} beyond the edge: {text.get_text_range(max(0, index - 9), 10)}")
        wrong += [f"{url}: {one}" for one in cut]
        missing = Counter(one for one in shown if _NUMBER.fullmatch(one)) - printed
        wrong += [f"{url} not printed: {one}" for one in missing]
    context.close()
    assert wrong == []
