"""Measures what interactive charts cost a reader, and what the charts and pictures of funds cost a build.

    python bench/charts_in_browser.py [--runs N]

Readers' times are measured in Chromium with its processor slowed four times; sizes are those of gzipped files. If npm is
installed, the module for charts with parameters is built first (`briefings vega`); otherwise it is left out. The pages are those
of the demo and of the gallery.
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

from bench.build_times import make_site  # noqa: E402
from builder import numbers  # noqa: E402
from builder.blocks import latest  # noqa: E402
from builder.blocks.block import RenderTools  # noqa: E402
from builder.blocks.fund_page import fund_chart, history_json  # noqa: E402
from builder.blocks.images import picture_svg, png_images  # noqa: E402
from builder.desk import vega_module  # noqa: E402
from builder.settings import settings  # noqa: E402
from builder.slot_params.generated import FundChartParams  # noqa: E402
from builder.templating import Templates  # noqa: E402
from tests import gallery  # noqa: E402
from tests.browser.demo_site import served  # noqa: E402
from tests.browser_path import CALM, browser_path  # noqa: E402

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
# Loads the script again, and returns the milliseconds until it has run.
_READY = """async () => {
    const was = document.querySelector('script[data-ranges]'), script = document.createElement('script');
    script.src = was.src + '?again'; script.dataset.ranges = was.dataset.ranges;
    const begun = performance.now();
    await new Promise(done => { script.onload = done; document.head.append(script); });
    return performance.now() - begun;
}"""
# Opens the first chart with parameters, and returns the milliseconds until Vega has drawn it.
_VEGA = """async () => {
    const button = document.querySelector('.chart-start'), box = button.parentNode, begun = performance.now();
    button.click();
    while (!box.classList.contains('is-vega')) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
}"""


def main() -> None:
    """Build the pages, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="how often each time is measured")
    runs = parser.parse_args().runs
    print(f"{os.cpu_count()} cores, median of {runs} runs, processor in the browser slowed {SLOWER} times")
    print("| what | measured | target |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for what, measured, target in chain(readers(Path(name), runs), builds(Path(name), runs)):
            print(f"| {what} | {measured} | {target} |", flush=True)


def readers(root: Path, runs: int) -> Iterator[tuple[str, str, str]]:
    """The sizes and times of pages in Chromium: rows of the table."""
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
    with served(folder) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=CALM)
        ready = [_timed(chromium, address + TWO_CHARTS, _READY) for _ in range(runs)]
        yield "layer 1 ready, two charts", f"{statistics.median(ready):.0f} ms", "50 ms"
        if list(folder.glob("assets/briefings/vega.*.js")):
            drawn = [_timed(chromium, address + gallery.PAGE, _VEGA) for _ in range(runs)]
            yield "Vega, from the click to the chart", f"{statistics.median(drawn):.0f} ms", "1,200 ms"
        chromium.close()


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def _timed(chromium: Browser, address: str, script: str) -> float:
    context = chromium.new_context()
    page: Page = context.new_page()
    page.goto(address, wait_until="networkidle")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    took = float(page.evaluate(script))
    context.close()
    return took


def builds(root: Path, runs: int) -> Iterator[tuple[str, str, str]]:
    """The processor time of a fund's charts and history file, and of pictures: rows of the table."""
    (root / "funds").mkdir()
    make_site(root / "funds", 1, 300)
    snapshot = numbers.load(root / "funds/content/data", risk_free=0.015, trading_days=252)
    series = list(snapshot.directory.instruments)
    params = [FundChartParams(series=id_, mentions=()) for id_ in series]
    requests = [(param, {ask: snapshot.answer(ask) for ask in fund_chart.asks(param)}) for param in params]
    tools = RenderTools(templates=Templates())
    yield (
        "the two charts and the table of a fund",
        _milliseconds_each(lambda: fund_chart.render(requests, tools), runs, 300),
        "",
    )
    yield (
        "its history.json",
        _milliseconds_each(lambda: [snapshot.answer(history_json.ask(id_)) for id_ in series], runs, 300),
        "",
    )
    yield (
        "its last year, which cards ask for too",
        _milliseconds_each(lambda: [snapshot.answer(latest.history(id_)) for id_ in series], runs, 300),
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
            _seconds(lambda count=count: png_images.draw([layout.svg()] * count, root / "cache", fonts))
            for count in (1, 19)
        )
        yield "start of the process that draws pictures, and one picture", f"{few * 1000:.0f} ms", ""
        yield "each further picture, on one core", f"{(many - few) / 18 * 1000:.0f} ms", ""


def _milliseconds_each(work: object, runs: int, count: int) -> str:
    times = []
    for _ in range(runs):
        begun = time.process_time()
        work()  # type: ignore[operator]
        times.append((time.process_time() - begun) / count * 1000)
    return f"{statistics.median(times):.2f} ms"


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
