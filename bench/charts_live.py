"""What charts that answer cost a reader, and what funds' drawings and pictures cost a build.

    python bench/charts_live.py [--runs N]

Readers' times are taken in Chromium with its processor slowed four times; sizes are gzipped as a server would. Vega's
module is built first if npm is there (`briefings vega`), and left out if not. The pages are the demo's and the gallery's.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.river import make_site  # noqa: E402
from builder import numbers  # noqa: E402
from builder.blocks import latest  # noqa: E402
from builder.blocks.block import RenderTools  # noqa: E402
from builder.blocks.fund_page import fund_chart, history_json  # noqa: E402
from builder.blocks.images import picture_svg, png_images  # noqa: E402
from builder.desk import vega_module  # noqa: E402
from builder.settings import settings  # noqa: E402
from builder.templating import Templates  # noqa: E402
from tests import gallery  # noqa: E402
from tests.browser.strict_server import served  # noqa: E402
from tests.conftest import CALM, MAC, NAMES  # noqa: E402

SLOWER = 4
TWO_CHARTS, FUND = "briefings/dividend/", "funds/990101/"
PARAMETERS = """\
---
title: 可以选的图
date: 2024-02-20
---

```vega-lite
data:
  prices: {series: [990101, index:X90713], from: 2023-02-20}
alt: 两条走势
---
{"data": {"name": "prices"}, "params": [{"name": "picked", "select": {"type": "point", "fields": ["name"]}, "bind": "legend"}],
 "mark": "line", "encoding": {"x": {"field": "date", "type": "temporal"}, "y": {"field": "value", "type": "quantitative"},
  "color": {"field": "name", "type": "nominal"}, "opacity": {"condition": {"param": "picked", "value": 1}, "value": 0.2}}}
```

图：两条走势
"""
# Inserts the script anew, and gives the milliseconds until it has run.
_READY = """async () => {
    const was = document.querySelector('script[data-ranges]'), script = document.createElement('script');
    script.src = was.src + '?again'; script.dataset.ranges = was.dataset.ranges;
    const begun = performance.now();
    await new Promise(done => { script.onload = done; document.head.append(script); });
    return performance.now() - begun;
}"""
# Opens the first chart with parameters, and gives the milliseconds until Vega has drawn it.
_VEGA = """async () => {
    const button = document.querySelector('.chart-start'), box = button.parentNode, begun = performance.now();
    button.click();
    while (!box.classList.contains('is-vega')) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
}"""


def main() -> None:
    """Build the pages, take the measures, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    print(f"{os.cpu_count()} cores, median of {runs} runs, processor of readers slowed {SLOWER} times")
    print("| what | measured | target |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for what, measured, target in chain(readers(Path(name), runs), builds(Path(name), runs)):
            print(f"| {what} | {measured} | {target} |", flush=True)


def readers(root: Path, runs: int) -> Iterator[tuple[str, str, str]]:
    """Sizes and times of pages in Chromium."""
    site = gallery.make(root / "site", PARAMETERS)
    shutil.copytree(ROOT / "content/briefings", site / "content/briefings", dirs_exist_ok=True)
    if shutil.which("npm"):
        (site / ".vega").mkdir()
        shutil.copy(vega_module.make(ROOT), site / ".vega")
    problems = gallery.build(site).problems
    if problems:
        sys.exit(f"the pages have problems: {problems}")
    folder = site / "site"
    for label, pattern, target in (
        ("layer 1, charts.js", "charts.*.js", "4 KB"),
        ("other stretches of time, ranges.js, on demand", "ranges.*.js", ""),
        ("Vega's module, on demand", "vega.*.js", "160 KB"),
    ):
        for file in folder.glob(f"assets/briefings/{pattern}"):
            yield label, f"{_packed(file.read_bytes()):,} bytes gzipped", target
    pages = (TWO_CHARTS, FUND, gallery.PAGE)
    with served(folder, pages) as address, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, NAMES)), str(MAC))
        chromium = playwright.chromium.launch(executable_path=path, args=CALM)
        yield (
            "a page with two charts, all it loads",
            f"{_loaded(chromium, address + TWO_CHARTS):,} bytes gzipped",
            "100 KB",
        )
        yield "a fund's page, all it loads", f"{_loaded(chromium, address + FUND):,} bytes gzipped", ""
        ready = [_timed(chromium, address + TWO_CHARTS, _READY) for _ in range(runs)]
        yield "layer 1 ready, two charts", f"{statistics.median(ready):.0f} ms", "50 ms"
        if list(folder.glob("assets/briefings/vega.*.js")):
            drawn = [_timed(chromium, address + gallery.PAGE, _VEGA) for _ in range(runs)]
            yield "Vega, from the click to the chart", f"{statistics.median(drawn):.0f} ms", "1,200 ms"
        chromium.close()


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def _loaded(chromium: Browser, address: str) -> int:
    """Gzipped bytes of a page and of all that it asks for before anything is touched."""
    page = chromium.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(_size(request)) if request.url.startswith("http") else None)
    page.goto(address, wait_until="networkidle")
    page.close()
    return sum(sizes)


def _size(request: object) -> int:
    response = request.response()  # type: ignore[attr-defined]
    return _packed(response.body()) if response else 0


def _timed(chromium: Browser, address: str, script: str) -> float:
    context = chromium.new_context()
    page: Page = context.new_page()
    page.goto(address, wait_until="networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    took = float(page.evaluate(script))
    context.close()
    return took


def builds(root: Path, runs: int) -> Iterator[tuple[str, str, str]]:
    """Processor time of one fund's drawings and file at a refresh, and of pictures."""
    (root / "funds").mkdir()
    make_site(root / "funds", 1, 300)
    snapshot = numbers.load(root / "funds/content/data", risk_free=0.015, trading_days=252)
    series = list(snapshot.directory.instruments)
    params = [{"series": one, "mentions": []} for one in series]
    requests = [(one, {ask: snapshot.answer(ask) for ask in fund_chart.asks(one)}) for one in params]
    tools = RenderTools(templates=Templates())
    yield "a fund's two drawings and table", _each(lambda: fund_chart.render(requests, tools), runs, 300), ""
    yield "its history.json", _each(lambda: [snapshot.answer(history_json.ask(one)) for one in series], runs, 300), ""
    yield (
        "its year, which cards ask for too",
        _each(lambda: [snapshot.answer(latest.history(one)) for one in series], runs, 300),
        "",
    )
    fonts = settings.read_settings(root / "site/mkdocs.yml").fonts
    if fonts:
        drawing = next((root / "site/site/briefings/dividend").glob("*.html")).read_text("utf-8")
        svg = drawing[(start := drawing.index('<svg viewBox="0 0 520')) : drawing.index("</svg>", start) + 6]
        layout = picture_svg.PictureLayout(colours=picture_svg.colours("red"), width=1080)
        layout.text("一句话生成一分钟视频，给产业链带来了什么？", 38, bold=True, most=2)
        layout.drawing(svg)
        few, many = (
            _wall(lambda count=count: png_images.draw([layout.svg()] * count, root / "cache", fonts))
            for count in (1, 19)
        )
        yield "start of the process that draws pictures, and one", f"{few * 1000:.0f} ms", ""
        yield "each further picture, on one core", f"{(many - few) / 18 * 1000:.0f} ms", ""


def _each(work: object, runs: int, count: int) -> str:
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()  # type: ignore[operator]
        times.append((time.process_time() - begun) / count * 1000)
    return f"{statistics.median(times):.2f} ms"


def _wall(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
