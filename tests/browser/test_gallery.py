"""Every kind of chart as a reader meets it: nothing overprints, nothing is cut off, and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import gallery
from tests.browser.demo_site import Opens, served

pytestmark = pytest.mark.browser
TEXT = (gallery.HERE / "gallery.md").read_text("utf-8")
FENCES = re.findall(r"^```(?:chart|altair|vega-lite)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
DRAWN = [fence for fence in FENCES if "type: table" not in fence]

# Texts of one drawing whose boxes share more than a hair, and texts that leave the window.
_COLLIDING = """() => [...document.querySelectorAll('figure[data-chart] svg[role=img]')].flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')].map(one => [one.textContent, one.getBoundingClientRect()]);
    return texts.flatMap(([a, p], at) => texts.slice(at + 1)
        .filter(([, q]) => Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
            && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 4)
        .map(([b]) => svg.closest('figure').id + ': ' + a + ' / ' + b));
})"""
_OUTSIDE = """() => [...document.querySelectorAll('figure[data-chart] svg[role=img] text')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.left < -1;
}).map(one => one.closest('figure').id + ': ' + one.textContent)"""
_SMALLEST = """() => [...document.querySelectorAll('figure[data-chart] svg[role=img]')].map(svg =>
    [svg.closest('figure').id, Math.min(...[...svg.querySelectorAll('text')]
        .map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a))])"""
_RULES = {"td-has-header": {"enabled": True}, "table-fake-caption": {"enabled": True}, "target-size": {"enabled": True}}


@pytest.fixture(scope="module")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = gallery.make(tmp_path_factory.mktemp("gallery") / "site")
    assert gallery.build(folder).problems == ()
    with served(folder / "site") as url:
        yield url + gallery.PAGE


@pytest.mark.parametrize("width", [320, 340, 360, 375, 390, 700, 1100])
def test_no_text_overprints_another_or_is_cut_off(opens: Opens, page_url: str, width: int) -> None:
    page = opens(page_url, width=width)
    assert page.locator("figure[data-chart] svg[role=img]").count() == len(DRAWN)
    assert page.evaluate(_COLLIDING) == []
    assert page.evaluate(_OUTSIDE) == []


@pytest.mark.parametrize("width", [320, 340, 360, 375, 390, 700, 1100, 1920])
def test_no_label_of_a_phone_is_smaller_than_eleven_pixels(opens: Opens, page_url: str, width: int) -> None:
    page = opens(page_url, width=width)
    sizes = page.evaluate(_SMALLEST)
    assert len(sizes) == len(DRAWN)
    assert [(name, size) for name, size in sizes if size < 11] == []


@pytest.mark.parametrize(("scheme", "scripts"), [("light", True), ("dark", True)])
def test_axe_finds_nothing(opens: Opens, page_url: str, scheme: str, scripts: bool) -> None:
    page = opens(page_url, scheme=scheme, scripts=scripts)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(page, context="article", options={"rules": _RULES}).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


def test_charts_are_there_without_scripts_and_ask_for_nothing_elsewhere(opens: Opens, page_url: str) -> None:
    page = opens(page_url, scripts=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload(wait_until="load")
    root = page_url.removesuffix(gallery.PAGE)
    assert asked and all(url.startswith(root) for url in asked)
    assert page.locator("figure[data-chart] svg[role=img]").first.is_visible()
    assert page.locator("figure[data-chart] [style]").count() == 0
    assert page.locator("figure[data-chart] .chart-alone table").is_visible()


def test_every_kind_of_chart_tells_under_the_keys_what_its_table_says(opens: Opens, page_url: str) -> None:
    page = opens(page_url, width=390)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    figures = page.locator("figure[data-chart]:has(.chart-pad)").all()
    assert len(figures) >= 12
    for figure in figures:
        name, table = figure.get_attribute("data-chart"), figure.locator("table").first.text_content() or ""
        figure.locator(".chart-pad").focus()
        told = set()
        for press in ("Home", "ArrowRight", "ArrowRight", "End"):
            page.keyboard.press(press)
            tip = figure.locator(".chart-tip")
            assert tip.is_visible(), (name, press)
            values = tip.locator("p > b").all_inner_texts()
            assert values, (name, press)
            if press != "ArrowRight":  # a page's table shows month-ends and both ends of a long history
                assert [one for one in values if one not in table] == [], (name, press, values)
            told.add(tip.inner_text())
        alone = figure.locator(".chart-pad").get_attribute("aria-valuemax") == "0"  # one box is all there is to tell
        assert len(told) > 1 or alone, name
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
    assert said == []
