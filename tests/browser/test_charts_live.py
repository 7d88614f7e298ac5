"""Charts that answer: mouse, finger, pen and keys, under a strict content policy, with nothing asked of anybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.demo_site import Place
from tests.browser.strict_windows import Opened, windows

pytestmark = pytest.mark.browser
BRIEFING, FUND, BARS = "briefings/sora/", "funds/990101/", "briefings/dividend/"


@pytest.fixture
def opened(chromium: Browser, at_root: Place) -> Iterator[Opened]:
    with windows(chromium, at_root.url) as open_:
        yield open_


def _first(page: Page) -> Locator:
    chart = page.locator(".chart:has(> .chart-live)").first
    chart.scroll_into_view_if_needed()
    return chart


def _told(chart: Locator) -> list[str]:
    """What the tooltip says: its heading, then each row's value."""
    tip = chart.locator(".chart-tip")
    return [tip.locator("> b").inner_text(), *tip.locator("p > b").all_inner_texts()] if tip.is_visible() else []


def _at(page: Page, chart: Locator, across: float, down: float = 0.5) -> tuple[float, float]:
    box = chart.locator(".chart-pad").bounding_box()
    assert box
    return box["x"] + box["width"] * across, box["y"] + box["height"] * down


def _rows(page: Page) -> dict[str, list[str]]:
    """The first chart's table: date -> values."""
    rows = page.locator("figure:has(.chart-live)").first.locator("tbody tr").all()
    found = {}
    for row in rows:
        day = row.locator("th").text_content() or ""
        found[day] = [text or "" for text in (cell.text_content() for cell in row.locator("td").all())]
    return found


def _iso(chinese: str) -> str:
    year, month, day = map(int, re.findall(r"\d+", chinese))
    return f"{year}-{month:02d}-{day:02d}"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_mouse_is_followed_by_crosshair_dots_and_tooltip_and_leaves_nothing_behind(
    opened: Opened, width: int
) -> None:
    page = opened(BRIEFING, width=width)
    chart = _first(page)
    page.mouse.move(*_at(page, chart, 0.3))
    first = _told(chart)
    page.mouse.move(*_at(page, chart, 0.7))
    assert len(first) == 3 and _iso(first[0]) < _iso(_told(chart)[0])
    assert chart.locator(".chart-cross").count() == 1 and chart.locator(".chart-dot").count() == 2
    tip, whole = chart.locator(".chart-tip").bounding_box(), chart.bounding_box()
    assert tip and whole and tip["x"] >= whole["x"] and tip["x"] + tip["width"] <= whole["x"] + whole["width"] + 1
    page.mouse.move(5, 5)
    assert _told(chart) == [] and chart.locator(".chart-dot").count() == 0


def test_keys_walk_from_value_to_value_and_say_what_the_table_says(opened: Opened) -> None:
    page = opened(BRIEFING)
    chart, table = _first(page), _rows(page)
    pad = chart.locator(".chart-pad")
    pad.focus()
    page.keyboard.press("Home")
    first = _told(chart)
    assert table[_iso(first[0])] == first[1:]
    page.keyboard.press("ArrowRight")
    assert _iso(_told(chart)[0]) > _iso(first[0])
    assert pad.get_attribute("aria-valuenow") == "1"
    page.keyboard.press("End")
    last = _told(chart)
    assert table[_iso(last[0])] == last[1:]
    text = pad.get_attribute("aria-valuetext") or ""
    assert last[0] in text and last[1] in text and "示例人工智能主题指数" in text
    page.keyboard.press("ArrowRight")
    assert _told(chart) == last
    checked = 0
    for _ in range(60):
        page.keyboard.press("ArrowLeft")
        told = _told(chart)
        if (day := _iso(told[0])) in table:
            assert table[day] == told[1:]
            checked += 1
    assert checked >= 2
    page.keyboard.press("Escape")
    assert _told(chart) == []


def test_a_finger_shows_a_value_and_a_tap_elsewhere_takes_it_away(opened: Opened) -> None:
    page = opened(BRIEFING, touch=True)
    chart = _first(page)
    page.touchscreen.tap(*_at(page, chart, 0.6))
    assert len(_told(chart)) == 3
    assert page.evaluate("getComputedStyle(document.querySelector('.chart-pad')).touchAction") == "pan-y"
    page.locator("h2").first.scroll_into_view_if_needed()
    box = page.locator("h2").first.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 5, box["y"] + 5)
    assert _told(chart) == []


def test_a_pen_is_followed_and_what_it_showed_stays_when_it_is_lifted(opened: Opened) -> None:
    page = opened(BRIEFING)
    chart = _first(page)
    x, y = _at(page, chart, 0.5)
    fire = """([name, x, y]) => document.querySelector('.chart-pad').dispatchEvent(
        new PointerEvent(name, {pointerType: 'pen', clientX: x, clientY: y, bubbles: true}))"""
    for name in ("pointermove", "pointerdown", "pointerup", "pointerleave"):
        page.evaluate(fire, [name, x, y])
    assert len(_told(chart)) == 3


def test_a_name_of_the_legend_takes_its_line_away_and_brings_it_back(opened: Opened) -> None:
    page = opened(BRIEFING)
    chart = _first(page)
    line = chart.locator('svg[role=img] path[stroke="var(--c1)"]').first
    button = chart.locator(".chart-legend button").first
    button.click()
    assert button.get_attribute("aria-pressed") == "false" and not line.is_visible()
    assert "已隐藏示例人工智能主题指数" in chart.locator("[aria-live=polite]").inner_text()
    page.mouse.move(*_at(page, chart, 0.5))
    assert len(_told(chart)) == 2
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true" and line.is_visible()


def test_a_range_redraws_lines_and_axes_and_the_whole_comes_back_as_it_was(opened: Opened) -> None:
    page = opened(BRIEFING)
    chart, table = _first(page), _rows(page)
    before = chart.locator("svg[role=img] > g").first.inner_html()
    buttons = chart.locator(".chart-ranges button")
    assert buttons.all_inner_texts() == ["1月", "3月", "6月", "今年", "1年", "全部"]
    buttons.nth(1).click()
    chart.locator(".chart-zoom path").first.wait_for(state="attached")
    assert not chart.locator("svg[role=img] > g").first.is_visible()
    assert "2023年11月" in chart.locator("[aria-live=polite]").inner_text()
    chart.locator(".chart-pad").focus()
    page.keyboard.press("Home")
    first = _told(chart)
    assert first[0].startswith("2023年11月1")
    page.keyboard.press("End")
    assert table[_iso(_told(chart)[0])] == _told(chart)[1:]
    dot, pad = chart.locator(".chart-dot").first.bounding_box(), chart.locator(".chart-pad").bounding_box()
    assert dot and pad and dot["y"] > pad["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    buttons.last.click()
    assert chart.locator(".chart-zoom").count() == 0
    assert chart.locator("svg[role=img] > g").first.inner_html() == before
    assert chart.locator("svg[role=img] > g").first.is_visible()


def test_bars_tell_their_own_value(opened: Opened) -> None:
    page = opened(BARS)
    chart, table = _first(page), _rows(page)
    page.mouse.move(*_at(page, chart, 0.5, 0.1))
    told = _told(chart)
    assert table[told[0]] == told[1:]
    chart.locator(".chart-pad").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    told = _told(chart)
    assert list(table)[-1] == told[0] and table[told[0]] == told[1:]


def test_a_fund_page_draws_any_time_from_the_funds_own_file_and_agrees_with_its_table(opened: Opened) -> None:
    page = opened(FUND)
    chart = _first(page)
    files: list[str] = []
    page.on(
        "request", lambda request: files.append(request.url.partition("/api/")[2]) if "/api/" in request.url else None
    )
    returns = {
        row.locator("th").inner_text(): row.locator("td").all_inner_texts()
        for row in page.locator("table.performance").first.locator("tbody tr").all()
    }
    for button, window in (
        ("1月", "近1月"),
        ("6月", "近6月"),
        ("今年", "今年来"),
        ("1年", "近1年"),
        ("成立来", "成立来"),
    ):
        chart.locator(f".chart-ranges button:text-is('{button}')").click()
        chart.locator(f".chart-ranges button:text-is('{button}')[aria-pressed=true]").wait_for()
        chart.locator(".chart-pad").focus()
        page.keyboard.press("End")
        assert _told(chart)[1] == returns[window][0], window
        if returns[window][1] != "--":
            assert _told(chart)[2] == returns[window][1].split("\n")[0], window
    benchmark, fund = sorted(files)
    assert benchmark.startswith("benchmarks/") and fund == "funds/990101/history.json"
    fall = page.locator(".fund-chart .chart").nth(1)
    fall.locator(".chart-pad").focus()
    page.keyboard.press("End")
    assert _told(fall)[1].startswith("-") and _told(fall)[1].endswith("%")
    mark = page.locator(".chart-mark").first
    assert "Sora" in (mark.locator("title").text_content() or "")
    mark.click()
    page.wait_for_url("**/briefings/sora/**")


def test_without_its_file_a_funds_drawing_stays_and_says_so(opened: Opened) -> None:
    page = opened(FUND)
    page.route("**/history.json", lambda route: route.fulfill(status=200, body="nothing"))
    chart = _first(page)
    before = chart.locator("svg[role=img] > g").first.inner_html()
    chart.locator(".chart-ranges button").first.click()
    expect(chart.locator(".chart-said")).to_have_text("未能读取走势数据")
    assert chart.locator("svg[role=img] > g").first.is_visible()
    assert chart.locator("svg[role=img] > g").first.inner_html() == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [BRIEFING, FUND, BARS])
def test_axe_finds_nothing_in_a_chart_with_its_tooltip_open(opened: Opened, name: str, scheme: str) -> None:
    page = opened(name, scheme=scheme)
    chart = _first(page)
    chart.locator(".chart-pad").focus()
    page.keyboard.press("Home")
    expect(chart.locator(".chart-tip")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    rules = {"rules": {name: {"enabled": True} for name in ("target-size", "td-has-header", "table-fake-caption")}}
    found = Axe().run(page, context="figure[data-chart], .fund-chart", options=rules)
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]] == []


def test_on_paper_a_chart_is_as_it_was_drawn(opened: Opened) -> None:
    page = opened(BRIEFING)
    chart = _first(page)
    chart.locator(".chart-ranges button").first.click()
    chart.locator(".chart-zoom path").first.wait_for(state="attached")
    chart.locator(".chart-legend button").first.click()
    page.emulate_media(media="print")
    assert chart.locator("svg[role=img] > g").first.is_visible()
    assert chart.locator('svg[role=img] > g > path[stroke="var(--c1)"]').first.is_visible()
    for added in (".chart-zoom", ".chart-ranges", ".chart-pad"):
        assert not chart.locator(added).first.is_visible()


def test_nothing_moves_for_readers_who_want_stillness(opened: Opened) -> None:
    page = opened(BRIEFING, still=True)
    chart = _first(page)
    page.mouse.move(*_at(page, chart, 0.5))
    moving = """() => [...document.querySelectorAll('.chart *')].filter(one => {
        const style = getComputedStyle(one);
        return style.animationName !== 'none' || !/^0s(, 0s)*$/.test(style.transitionDuration);
    }).length"""
    assert page.evaluate(moving) == 0
