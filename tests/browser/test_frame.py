"""What is around every page: the menu, the bar on phones, the ways past them and to the top, light and dark, the search field."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_site import BELOW, KINDS, Opens, Place, built, served

pytestmark = pytest.mark.browser
MENU = "button[aria-controls=menu]"

# What has the focus, and how much of it the header and the bar leave free.
_COVERED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    if (one === document.body || one.closest('.fb-skip, .fb-header, .fb-bar')) return '';
    const bar = document.querySelector('.fb-bar').getBoundingClientRect();
    const top = document.querySelector('.fb-header').getBoundingClientRect().bottom;
    const bottom = bar.height ? bar.top : innerHeight;
    const covered = box.height > bottom - top ? box.bottom < top || box.top > bottom : box.top < top - 1 || box.bottom > bottom + 1;
    return covered ? `${one.outerHTML.slice(0, 80)} ${box.top} ${box.bottom}` : '';
}"""


def test_a_button_opens_the_menu_and_nothing_else_can_be_reached_meanwhile(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    button, links = page.locator(MENU), page.locator("#menu a")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(links.first).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(links.first).to_be_focused()
    header, menu = page.locator(".fb-header").bounding_box(), page.locator("#menu").bounding_box()
    assert header and menu and menu["y"] == header["y"] + header["height"], "the button stays free"
    assert page.evaluate("document.querySelector('main').closest('[inert]') !== null")
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.closest('#menu, [aria-controls=menu]')?.id ?? document.activeElement.tagName"
            )
        )
    assert reached <= {"menu", "", "BODY"}, "but for what the browser itself has"
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(links.first).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0


def test_the_menu_leads_to_pages_and_closes_where_there_is_room_for_its_links(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url)
    page.click(MENU)
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(page.locator(MENU)).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0
    expect(page.locator("#menu a").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    page.click(MENU)
    page.click("#menu a:has-text('方法')")
    page.wait_for_url("**/methods/**")
    page.go_back()
    expect(page.locator("#menu a").first).to_be_hidden()
    assert page.evaluate("document.querySelectorAll('[inert]').length") == 0


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_without_scripts_all_links_are_there_and_no_button_that_does_nothing(
    opens: Opens, at_root: Place, width: int
) -> None:
    page = opens(at_root.url, width=width, scripts=False)
    for name in ("首页", "简报", "主题", "基金", "对比", "方法", "关于", "免责声明"):
        assert page.locator("#menu a", has_text=name).is_visible(), name
    assert not page.locator("header button").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_bar_has_what_the_navigation_has_and_shows_where_one_is(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "funds/990101/")
    bar = page.locator(".fb-bar a")
    assert bar.all_inner_texts() == ["首页", "简报", "基金", "对比", "搜索"]
    assert page.locator(".fb-bar [aria-current]").all_inner_texts() == ["基金"]
    for box in [one.bounding_box() for one in bar.all()]:
        assert box and box["height"] >= 44 and box["width"] >= 44
    bar.last.click()
    expect(page.locator("#fb-query")).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar.last).to_be_focused()
    wide = opens(at_root.url, width=768)
    assert not wide.locator(".fb-bar").is_visible()


@pytest.fixture(scope="module")
def short_navigation(tmp_path_factory: pytest.TempPathFactory) -> Place:
    home = tmp_path_factory.mktemp("short")
    folder = built(home, home / "site", change=("  - 对比: compare/\n", ""))
    return Place(folder, "")


def test_the_bar_leads_to_no_page_that_the_navigation_leaves_out(opens: Opens, short_navigation: Place) -> None:
    with served(short_navigation.folder) as url:
        assert opens(url).locator(".fb-bar a").all_inner_texts() == ["首页", "简报", "基金", "搜索"]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("kind", ["briefings/sora/", "funds/990101/", "compare/"])
def test_what_has_the_focus_is_never_covered(opens: Opens, at_root: Place, kind: str, width: int) -> None:
    page = opens(at_root.url + kind, width=width)
    covered = []
    for _ in range(70):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(_COVERED))
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        covered.append(page.evaluate(_COVERED))
    assert [one for one in covered if one] == []


def test_the_end_of_a_page_stands_above_the_bar(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        bar = page.locator(".fb-bar").bounding_box()
        last = page.locator(".fb-foot p").bounding_box()
        assert bar and last and last["y"] + last["height"] <= bar["y"], kind


def test_the_first_tab_leads_past_everything_on_every_kind_of_page(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        expect(skip).to_have_text("跳到正文")
        box = skip.bounding_box()
        assert box and box["y"] >= 0, kind
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content", kind


def test_the_way_back_to_the_top_is_in_the_header_and_comes_when_there_is_a_way(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    to_top = page.locator("header [title='回到顶部']")
    expect(to_top).to_be_hidden()
    page.evaluate("scrollTo(0, 3000)")
    expect(to_top).to_be_visible()
    to_top.click()
    page.wait_for_function("scrollY === 0")
    expect(to_top).to_be_hidden()


def test_a_wide_page_shows_which_of_its_parts_is_read(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/", width=1280)
    third = page.locator(".fb-toc > ol > li > a").nth(2)
    third.click()
    expect(third).to_have_attribute("aria-current", "true")
    expect(page.locator(".fb-toc [aria-current]")).to_have_count(1)


def _background(page: Page) -> str:
    return str(page.evaluate("first"))


def test_a_dark_page_is_dark_from_its_first_frame(chromium: Browser, at_root: Place) -> None:
    context = chromium.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(at_root.url)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("button[aria-label='深色']")
    expect(page.locator("button[aria-label='深色']")).to_have_attribute("aria-pressed", "true")
    context.add_init_script(
        """const look = () => document.body && document.styleSheets.length
            ? globalThis.first ??= getComputedStyle(document.body).backgroundColor : requestAnimationFrame(look);
        requestAnimationFrame(look)"""
    )
    page.goto(at_root.url + "funds/", wait_until="load")
    page.wait_for_function("globalThis.first")
    assert _background(page) != light
    page.click("button[aria-label='深色']")  # the system's own scheme is no choice: the page follows the system again
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    context.close()


def test_a_site_with_one_scheme_offers_no_other(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("dark")
    folder = built(home, home / "site", change=("  font: false\n", "  palette: {scheme: slate}\n"))
    with served(folder) as url:
        page = opens(url, scheme="light")
        expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
        assert page.locator(".fb-scheme").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", ["no/such/page/", "search/"])
def test_a_search_field_leads_to_results(opens: Opens, below: Place, kind: str, width: int) -> None:
    page = opens(below.url + kind, width=width)
    if kind == "search/":
        page.keyboard.press("Escape")  # the box opens by itself
    page.fill("article input[type=search]", "芯片")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{BELOW}/search/?q=*")
    expect(page.locator(".fb-hit").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # All at one moment: results go on arriving.
    boxes = page.evaluate("[...document.querySelectorAll('.fb-hit')].map(hit => hit.getBoundingClientRect().toJSON())")
    assert all(box["left"] >= 0 and box["right"] <= width for box in boxes)
    assert all(above["bottom"] <= under["top"] + 0.5 for above, under in pairwise(boxes))


def test_a_search_field_works_as_a_form_without_scripts(opens: Opens, below: Place) -> None:
    page = opens(below.url + "no/such/page/", scripts=False)
    page.fill("input[type=search]", "芯片")
    page.click("button:has-text('搜索')")
    page.wait_for_url(f"**/{BELOW}/search/?q=*")
    expect(page.locator("h1")).to_have_text("搜索")
