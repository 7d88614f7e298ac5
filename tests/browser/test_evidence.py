"""The words of a claim and the numbers of a text open how they are known, by finger and by key; without scripts they lead to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demo_site import Opens, Place

pytestmark = pytest.mark.browser
SORA = "briefings/sora/"


def known(page: Page, name: str) -> None:
    """The dialog is open within the screen, and is called so."""
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog).to_be_visible()
    box, size = dialog.bounding_box(), page.viewport_size
    assert box and size
    assert (
        box["x"] >= 0 and box["x"] + box["width"] <= size["width"] and 0 <= box["y"] <= size["height"] - box["height"]
    )


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_touch_on_a_claim_shows_how_it_is_known(opens: Opens, at_root: Place, width: int) -> None:
    page = opens(at_root.url + SORA, width=width)
    page.get_by_role("button", name="查看依据：上涨超过 300%").click()
    known(page, "上涨超过 300%")
    dialog = page.get_by_role("dialog")
    for words in (
        "示例图芯",
        "EXGPU",
        "2022-11-30 至 2024-02-16",
        "成立",
        "口径",
        "本站示例程序（模拟数据）",
        "数据行",
    ):
        expect(dialog).to_contain_text(words)
    assert float(dialog.locator("data").get_attribute("value") or 0) > 3
    small = dialog.locator("dd").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert small >= 12
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_have_count(0)


def test_a_touch_on_a_number_shows_how_it_is_known(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA)
    number = page.locator(".fb-body p > data[data-measure='drawdown']")
    number.click()
    known(page, "示例人工智能主题指数近1年最大回撤")
    assert page.get_by_role("dialog").locator("data").text_content() == number.text_content()
    page.mouse.click(5, 80)  # beside it
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_open_and_close_it_and_the_focus_comes_back(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA)
    for words in (page.locator(".claim-words").nth(1), page.locator(".fb-body p > data").first):
        words.focus()
        assert words.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
        for key in ("Enter", "Space"):
            page.keyboard.press(key)
            expect(page.get_by_role("dialog")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
            assert words.evaluate("one => one === document.activeElement")


def test_an_open_entry_has_an_address_which_opens_it_again(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA)
    page.locator(".claim-words").nth(2).click()
    address = page.url
    assert "#e-" in address
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(at_root.url + SORA)
    page = opens(address)
    known(page, "上涨超过 60%")
    page.keyboard.press("Escape")
    top = page.locator(".claim-words").nth(2).evaluate("one => one.getBoundingClientRect().top")
    assert 0 < top < 844


def test_without_scripts_a_claim_leads_to_its_entry_in_the_list(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + SORA, scripts=False)
    entry = page.locator(".fb-evidence li").first
    expect(entry).to_be_hidden()
    page.locator(".claim-words").first.click()
    expect(entry).to_be_visible()
    expect(entry).to_contain_text("上涨超过 300%")
    box = entry.bounding_box()
    assert box and 0 <= box["y"] < 844
    numbers = page.locator(".fb-body data[aria-details]")
    ids = [one.get_attribute("aria-details") for one in numbers.all()]
    assert ids and all(page.locator(f"li[id='{one}'] data").count() == 1 for one in ids)


def test_a_cashtag_in_a_sentence_shows_its_preview_on_focus(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    preview = page.locator(".reference .preview").first
    expect(preview).to_be_hidden()
    page.locator(".fund-link").first.focus()
    expect(preview).to_be_visible()
    box = preview.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
