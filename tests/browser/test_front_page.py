"""The front page on a phone: light, still, its numbers whole and dated; and the ways from it to what readers look for."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Browser, Response, expect

from tests.browser.demo_site import Opens, Place

pytestmark = pytest.mark.browser
_SHIFT = """() => { window.shift = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({type: 'layout-shift', buffered: true}); }"""


def test_it_weighs_little_and_does_not_move(chromium: Browser, below: Place) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    responses: list[Response] = []

    def arrived(response: Response) -> None:
        responses.append(response)

    page.on("response", arrived)
    page.add_init_script(f"({_SHIFT})()")
    page.goto(below.url, wait_until="networkidle")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(300)
    shift = page.evaluate("window.shift")
    weights = {response.url: len(gzip.compress(response.body())) for response in responses}
    context.close()
    assert len(weights) <= 6, weights
    assert sum(weights.values()) <= 30_000, weights
    assert shift <= 0.01


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_number_is_wholly_in_its_place_with_a_date(opens: Opens, at_root: Place, width: int, scheme: str) -> None:
    page = opens(at_root.url, width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.quotes li, .returns-since li')].filter(row => {
            const box = row.getBoundingClientRect(), parts = [...row.children].map(part => part.getBoundingClientRect());
            const meets = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
                && one.top < other.bottom - 1 && other.top < one.bottom - 1;
            return parts.some((part, n) => part.left < box.left - 1 || part.right > box.right + 1
                || parts.some((other, m) => m > n && meets(part, other)));
        }).map(row => row.innerText)"""
    )
    assert cut == []
    quotes = page.locator(".quotes li")
    assert quotes.count() >= 6
    assert quotes.locator("time").count() == quotes.count()
    assert page.locator(".returns-days time").count() >= 2


def test_the_lead_shows_its_drawing_without_a_script_for_charts(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url, scripts=False)
    drawing = page.locator("main figure svg[role=img]")
    expect(drawing).to_be_visible()
    box = drawing.bounding_box()
    assert box and box["width"] > 300
    assert page.locator("main script, main table").count() == 0


def test_what_became_of_the_latest_briefings_funds_is_seen_without_a_touch(opens: Opens, at_root: Place) -> None:
    returns = opens(at_root.url).locator(".returns-since")
    expect(returns).to_contain_text("示例黄金ETF联接A")
    assert re.search(r"[+-]\d+\.\d\d%", returns.inner_text())


def test_a_theme_leads_to_its_latest_briefing_in_three_touches(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url)
    page.click("button[aria-controls=menu]")
    page.click("#menu a:has-text('主题')")
    page.click("main a:has-text('人工智能')")
    expect(page.locator("h1")).to_have_text("人工智能")
    expect(page.locator(".fb-list h2 a").first).to_have_attribute("href", re.compile("briefings/sora/"))


def test_a_briefing_leads_to_its_column_and_its_author(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    page.click(".fb-head a:has-text('热点追踪')")
    expect(page.locator("h1")).to_have_text("热点追踪")
    page.click(".fb-list h2 a")
    page.click(".fb-head a:has-text('示例研究组')")
    expect(page.locator("h1")).to_have_text("示例研究组")
    assert page.locator(".fb-list > li").count() == 4
    page.click(".fb-head a:has-text('作者')")
    expect(page.locator("h1")).to_have_text("作者")


def test_questions_stand_apart_from_themes(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "topics/")
    questions = page.locator("section:has(#questions) li > a")
    assert questions.count() == 5 and all(text.endswith(("？", "?")) for text in questions.all_inner_texts())
