"""The evidence of a claim opens by finger and by key, with and without scripts, and can be read on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.demo_site import Opens, Place

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, True), (390, False)])
def test_a_click_opens_the_evidence_within_the_screen(opens: Opens, at_root: Place, width: int, scripts: bool) -> None:
    page = opens(at_root.url + "briefings/sora/", width=width, scripts=scripts)
    evidence = page.locator(".claim .evidence").first
    expect(evidence).to_be_hidden()
    page.locator(".claim-mark").first.click()
    expect(evidence).to_be_visible()
    box = evidence.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and 0 <= box["y"] <= 844 - box["height"]
    for words in ("依据", "示例图芯", "EXGPU", "2022-11-30 至 2024-02-16", "成立", "模拟数据"):
        expect(evidence).to_contain_text(words)
    assert float(evidence.locator("data").get_attribute("value") or 0) > 3
    size = evidence.locator(".evidence-line").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 12


def test_the_keyboard_opens_and_closes_the_evidence(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    mark, evidence = page.locator(".claim-mark").nth(1), page.locator(".claim .evidence").nth(1)
    mark.focus()
    assert mark.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(evidence).to_be_visible()
    page.keyboard.press("Escape")
    expect(evidence).to_be_hidden()
    assert mark.evaluate("one => one === document.activeElement")
    page.keyboard.press("Space")
    expect(evidence).to_be_visible()


def test_a_cashtag_in_a_sentence_shows_its_preview_on_focus(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    preview = page.locator(".reference .preview").first
    expect(preview).to_be_hidden()
    page.locator(".fund-link").first.focus()
    expect(preview).to_be_visible()
    box = preview.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
