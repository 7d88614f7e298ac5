"""Charts with parameters: Vega itself, on demand, from the site alone, under a strict content policy; static without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from builder.desk import vega_module
from builder.problem import Failed
from tests import gallery
from tests.browser.demo_site import served
from tests.browser.strict_windows import Opened, windows

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("npm") is None, reason="npm is not installed: charts with parameters are static here"
    ),
]
ROOT = Path(__file__).parent.parent.parent
PAGE = """\
---
title: 可以选的图
date: 2024-02-20
---

```vega-lite
data:
  prices: {series: [990101, index:X90713], from: 2023-06-01}
alt: 两条走势
---
{
  "data": {"name": "prices"},
  "params": [
    {"name": "picked", "select": {"type": "point", "fields": ["name"]}, "bind": "legend"},
    {"name": "thick", "value": 2, "bind": {"input": "range", "min": 1, "max": 6, "step": 1, "name": "粗细"}}
  ],
  "mark": {"type": "line", "strokeWidth": {"expr": "thick"}, "tooltip": true},
  "encoding": {
    "x": {"field": "date", "type": "temporal", "title": null},
    "y": {"field": "value", "type": "quantitative", "title": null},
    "color": {"field": "name", "type": "nominal"},
    "opacity": {"condition": {"param": "picked", "value": 1}, "value": 0.15}
  }
}
```

图：两条走势 \\</script>\\<b>

```vega-lite
{"data": {"values": [{"a": "甲", "b": 1}, {"a": "乙", "b": 2}]}, "mark": "bar",
 "params": [{"name": "brush", "select": "interval"}],
 "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"},
  "fillOpacity": {"condition": {"param": "brush", "value": 1}, "value": 0.2}}}
```

图：可以框选的图
"""


def module() -> Path:
    """The module, kept beside the checkout, so that it is built once. Where npm reaches no registry these tests skip, or
    fail where $BRIEFINGS_REQUIRE_NPM says that they must run."""
    try:
        return vega_module.make(ROOT)
    except Failed as failed:
        told = f"the module could not be built: {failed.problems[0].message}: {failed.problems[0].hint}"
        if os.environ.get("BRIEFINGS_REQUIRE_NPM"):
            pytest.fail(told)
        pytest.skip(told)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with such charts, and the module."""
    home = gallery.make(tmp_path_factory.mktemp("vega"), PAGE)
    made = module()
    (home / ".vega").mkdir()
    shutil.copy(made, home / ".vega" / made.name)
    assert gallery.build(home).problems == ()
    return home


@pytest.fixture
def opened(chromium: Browser, folder: Path) -> Iterator[Opened]:
    with (
        served(folder / "site") as address,
        windows(chromium, address) as open_,
    ):
        yield open_


def _started(page: Page, at: int = 0) -> None:
    page.locator(".chart-start").nth(at).click()
    page.locator(".is-vega .chart-view svg").first.wait_for()


def test_nothing_of_vega_is_loaded_before_a_reader_asks_for_it(opened: Opened) -> None:
    page = opened(gallery.PAGE)
    assert page.locator("figure svg[role=img]").first.is_visible()
    loaded = "() => performance.getEntriesByType('resource').filter(one => one.name.includes('/vega.')).length"
    assert page.evaluate(loaded) == 0
    before = set(page.evaluate("Object.getOwnPropertyNames(window)"))
    _started(page)
    assert page.evaluate(loaded) == 1
    after = set(page.evaluate("Object.getOwnPropertyNames(window)"))
    assert {one for one in after - before if not one.isdigit()} == set()


def test_a_chart_answers_by_its_own_parameters(opened: Opened) -> None:
    page = opened(gallery.PAGE, width=1280)
    _started(page)
    view = page.locator(".chart-view").first
    assert not page.locator(".is-vega > svg[role=img]").first.is_visible()
    lines = view.locator(".mark-line path")
    assert lines.count() == 2
    assert lines.first.get_attribute("stroke-width") == "2"
    slider = page.locator(".chart-controls input[type=range]").first
    slider.fill("5")
    expect(lines.first).to_have_attribute("stroke-width", "5")
    view.locator(".role-legend-label text").first.click()
    expect(view.locator(".mark-line path[opacity='0.15']")).to_have_count(1)
    lines.first.hover(force=True)
    expect(page.locator("#chart-vega-tip.visible")).to_be_visible()
    assert "示例人工智能" in page.locator("#chart-vega-tip").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_two_charts_run_side_by_side_and_fit_a_phone(opened: Opened) -> None:
    page = opened(gallery.PAGE, touch=True)
    _started(page)
    page.locator(".chart-start").first.click()
    page.locator(".is-vega").nth(1).wait_for()
    page.locator(".chart-view svg").nth(1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".chart-view svg").nth(1).bounding_box()
    assert box and 200 < box["width"] <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_running_chart(opened: Opened, scheme: str) -> None:
    page = opened(gallery.PAGE, scheme=scheme)
    _started(page)
    found = Axe().run(page, context="figure[data-chart]", options={"rules": {"target-size": {"enabled": True}}})
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]] == []


def test_on_paper_and_without_the_module_the_drawing_stands_and_that_is_said(
    folder: Path, tmp_path: Path, opened: Opened
) -> None:
    page = opened(gallery.PAGE)
    _started(page)
    page.emulate_media(media="print")
    assert page.locator(".is-vega > svg[role=img]").first.is_visible()
    assert not page.locator(".chart-view").first.is_visible()
    with_module = (folder / "site" / gallery.PAGE / "index.html").read_text("utf-8")
    assert "本次构建没有交互组件" not in with_module and "usermeta" not in with_module
    plain = gallery.make(tmp_path / "plain", PAGE)
    assert gallery.build(plain).problems == ()
    text = (plain / "site" / gallery.PAGE / "index.html").read_text("utf-8")
    assert text.count("本次构建没有交互组件") == 2 and "chart-vega" not in text
    assert not list((plain / "site").rglob("vega.*.js"))


def test_the_module_coming_and_going_is_a_change_like_any_other(tmp_path: Path) -> None:
    site = gallery.make(tmp_path / "site", PAGE)
    assert gallery.build(site).problems == ()
    without = {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()}
    made = module()
    (site / ".vega").mkdir()
    shutil.copy(made, site / ".vega" / made.name)
    assert gallery.build(site).problems == ()
    page = site / "site" / gallery.PAGE / "index.html"
    assert "chart-vega" in page.read_text("utf-8")
    shutil.rmtree(site / ".vega")
    assert gallery.build(site).problems == ()
    assert {path: path.read_bytes() for path in (site / "site").rglob("*") if path.is_file()} == without


def test_without_node_the_command_says_so_and_a_build_goes_on(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "builder", "vega"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/nowhere"},
    )
    assert done.returncode == 1
    assert "vega-failed: node and npm are not installed" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
