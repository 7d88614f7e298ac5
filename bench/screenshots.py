"""Takes a picture of every kind of page as readers may see it, for whoever changes how the site looks: nothing is compared.

    python bench/screenshots.py FOLDER [--width N …] [--look NAME …]

The demo at 320, 390, 768, 1280 and 1920 pixels, in light, dark, without scripts, in a reader's own colours and as printed. For each
width and look there is one picture with all pages side by side, e.g. FOLDER/390-dark.png.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.demo_site import KINDS, built, served  # noqa: E402
from tests.browser_path import CALM, browser_path  # noqa: E402

WIDTHS = (320, 390, 768, 1280, 1920)
LOOKS = ("light", "dark", "no-script", "own-colours", "print")
# What stands still while a page moves would lie across the picture of a whole page.
_STILL = ".fb-header, .fb-bar { position: static !important; }"

# Pictures that no reader has come to yet are not loaded.
_ALL_PICTURES = "Promise.all([...document.images].map(one => { one.loading = 'eager'; return one.decode(); }))"


def main() -> None:
    """Build the demo, take the pictures of each width and look, put them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--width", type=int, nargs="*", default=WIDTHS)
    parser.add_argument("--look", nargs="*", choices=LOOKS, default=LOOKS)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = built(Path(folder), Path(folder) / "site", "site_url: https://example.org/\n")
        browser = playwright.chromium.launch(executable_path=browser_path(), args=CALM)
        with served(site) as url:
            for width in options.width:
                for look in options.look:
                    pages = _pictures(browser, url, width, look, Path(folder))
                    _side_by_side(browser, pages, options.folder / f"{width}-{look}.png")
        browser.close()


def _pictures(browser: Browser, url: str, width: int, look: str, folder: Path) -> list[Path]:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "own-colours" else "none",
        java_script_enabled=look != "no-script",
        service_workers="block",
        bypass_csp=True,  # for the style above
    )
    page, pictures = context.new_page(), []
    for address in (*KINDS, "search/", "feeds/"):
        page.goto(url + address, wait_until="load")
        if look == "print":
            page.emulate_media(media="print")
        if look != "no-script":
            page.add_style_tag(content=_STILL)
        page.evaluate(_ALL_PICTURES)
        pictures.append(folder / f"{address.strip('/').replace('/', '-') or 'home'}.png")
        page.screenshot(path=pictures[-1], full_page=True)
    context.close()
    return pictures


def _side_by_side(browser: Browser, pictures: list[Path], path: Path) -> None:
    cells = "".join(f'<figure>{picture.stem}<br><img src="{picture.name}"></figure>' for picture in pictures)
    style = "body { margin: 0; background: #888; font: 12px sans-serif } div { columns: 6; column-gap: 6px }"
    style += " figure { margin: 0 0 6px; break-inside: avoid } img { width: 100%; display: block }"
    sheet = pictures[0].parent / "sheet.html"
    sheet.write_text(f"<style>{style}</style><div>{cells}</div>", "utf-8")
    page = browser.new_page(viewport={"width": 1920, "height": 800})
    page.goto(sheet.as_uri())
    page.screenshot(path=path, full_page=True)
    page.close()


if __name__ == "__main__":
    main()
