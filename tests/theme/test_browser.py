"""A shell in a real browser: what it asks for, what it complains about, how it fits a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder import pages
from builder.model import Heading, ShellInput, digest
from builder.templating import templates_folder
from builder.theme.assets import named, own_assets, site_script
from builder.theme.shell import ShellRenderer
from builder.theme.style_sheet import style_sheet
from tests.browser.demo_site import served

pytestmark = pytest.mark.browser

WORDS = "<p>" + "文生视频把生成式人工智能从图片推进到一分钟的视频。" * 20 + "</p>"
TABLE = f"<div class='table-scroll'><table><tr>{'<td>一句很长的单元格内容</td>' * 12}</tr></table></div>"


@pytest.fixture
def address(written: Callable[..., Path], tmp_path: Path) -> Iterator[str]:
    """A server of one page, two folders below the root."""
    config, site = written(), tmp_path / "site"
    page = ShellInput(
        depth=2,
        kind="briefing",
        title="一文看懂",
        html=f'<h1>一文看懂</h1><div class="fb-body"><h2 id="yi">一、新在哪里？</h2>{WORDS * 6}{TABLE}</div>',
        headings=(Heading(id="yi", title="一、新在哪里？", level=2),),
    )
    sheet, script = style_sheet().encode(), site_script().encode()
    frame = ShellRenderer(
        config,
        sheet=named("site.css", digest(sheet)),
        scripts={"zh": named("site.js", digest(script))},
        default_links=pages.navigation,
        icons=pages.icons(),
    )
    files = {named("site.css", digest(sheet)): sheet, named("site.js", digest(script)): script}
    files |= {path: (templates_folder() / "assets" / name).read_bytes() for name, path in own_assets().items()}
    files["freshness.js"] = files["worker.js"] = b""  # the build makes these
    files["404.html"] = b"<!doctype html><title>404</title>"
    files["briefings/sora/index.html"] = frame.render(page).encode()
    for path, content in files.items():
        place = f"repo/{path}"
        (site / place).parent.mkdir(parents=True, exist_ok=True)
        (site / place).write_bytes(content)
    with served(site) as url:
        yield f"{url}repo/briefings/sora/"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_asks_only_its_own_site_and_fits_the_screen(chromium: Browser, address: str, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    base = address.removesuffix("briefings/sora/")
    assert len(asked) > 3
    assert [url for url in asked if not url.startswith((base, "data:"))] == []
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_readers_can_choose_the_dark_scheme_and_its_colours_follow(chromium: Browser, address: str) -> None:
    page = chromium.new_page(color_scheme="light")
    page.goto(address, wait_until="networkidle")

    def colour(name: str) -> str:
        return str(page.evaluate(f"getComputedStyle(document.body).getPropertyValue('{name}').trim()"))

    light = colour("--fb-up")
    page.click("button[aria-label='深色']")
    assert colour("--fb-up") == colour("--fb-green") != light
    page.reload(wait_until="networkidle")
    assert page.get_attribute("html", "data-md-color-scheme") == "slate"
    page.close()


def test_the_navigation_opens_on_a_phone(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(address, wait_until="networkidle")
    page.click("button[aria-controls=menu]")
    page.click(".fb-menu a:has-text('基金')")
    page.wait_for_url("**/repo/funds/")
    page.close()
