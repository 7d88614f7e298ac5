"""Measures what a page costs a reader before he touches it: weight, requests, and when it can be read, beside stock Material;
and what Lighthouse says of every kind of page.

    python bench/page_weight.py [--runs N]

A phone of 390 pixels, its processor slowed four times, 1.6 Mbit/s and 150 ms; a server that sends gzip. Sizes are bytes on the
wire, times the median of the runs: LCP (the largest part is painted), CLS (how far things moved), TBT (how long the page could not
answer). Stock Material has the same articles as pages of its own, with its own search. Lighthouse comes from npm by its lock; its
scores are left out where there is no npm.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.demo_site import KINDS, built, served  # noqa: E402
from tests.browser_path import CALM, browser_path  # noqa: E402

PAGES = {
    "home": "",
    "briefing with two charts": "briefings/dividend/",
    "fund": "funds/990101/",
    "comparison": "compare/",
    "search": "search/",
}
STOCK = "site_name: 基金简报示例\ntheme:\n  name: material\n  language: zh\n  font: false\nplugins: [search]\n"
_ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
_OBSERVED = """() => {
    globalThis.seen = {lcp: 0, cls: 0, tbt: 0};
    const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true});
    watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
    watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
    watch('longtask', entry => { seen.tbt += Math.max(0, entry.duration - 50); });
}"""


def main() -> None:
    """Build both sites, measure each page, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each page is opened")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        ours = built(home, home / "site")
        stock = _stock(ours, home / "stock")
        browser = playwright.chromium.launch(executable_path=browser_path(), args=CALM)
        print("| page | | KB | requests | LCP ms | CLS | TBT ms |\n|---|---|---|---|---|---|---|")
        for name, address in PAGES.items():
            for label, site in (("ours", ours), ("stock Material", stock)):
                with served(site, _Packed) as url:
                    print(f"| {name} | {label} | {_measured(browser, url + address, options.runs)} |")
        browser.close()
        if program := _lighthouse():
            print("\n| page | performance | accessibility | best practices | SEO |\n|---|---|---|---|---|")
            with served(ours, _Packed) as url:
                for address in (*KINDS, "search/"):
                    print(
                        f"| {address or 'home'} | {_scores(program, url + address, home / 'report.json')} |", flush=True
                    )


def _stock(ours: Path, folder: Path) -> Path:
    """A site of stock Material with the same articles."""
    for name, address in PAGES.items():
        article = _ARTICLE.search((ours / address / "index.html").read_text("utf-8"))
        page = folder / "docs" / address / "index.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        # An empty line would end the HTML and begin Markdown.
        html = re.sub(r"\n\s*\n", "\n", article[1] if article else "")
        page.write_text(f"---\ntitle: {name}\n---\n\n<div>\n{html}\n</div>\n", "utf-8")
    (folder / "mkdocs.yml").write_text(STOCK, "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=folder, check=True, capture_output=True)
    shutil.copytree(ours / "media", folder / "site/media")
    return folder / "site"


class _Packed(http.server.SimpleHTTPRequestHandler):
    """Sends every file packed, as hosts do, and lets the browser keep its connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        body = gzip.compress(file.read_bytes(), 9) if file.is_file() else b""
        self.send_response(200 if file.is_file() else 404)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def _measured(browser: Browser, url: str, runs: int) -> str:
    seen = [_opened(browser, url) for _ in range(runs)]
    size, requests = seen[0][:2]
    lcp, cls, tbt = (statistics.median(run[2][name] for run in seen) for name in ("lcp", "cls", "tbt"))
    return f"{size / 1000:.1f} | {requests} | {lcp:.0f} | {cls:.3f} | {tbt:.0f}"


def _opened(browser: Browser, url: str) -> tuple[float, int, dict[str, float]]:
    """Bytes, requests and times of a page that is opened for the first time."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True)
    page, sizes = context.new_page(), list[float]()
    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    speed = 1.6e6 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 150, "downloadThroughput": speed, "uploadThroughput": speed},
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(f"({_OBSERVED})()")
    page.goto(url, wait_until="load")
    page.wait_for_timeout(1500)
    times = page.evaluate("seen")
    context.close()
    return sum(sizes), len(sizes), times


def _lighthouse() -> Path | None:
    """The program, installed beside the packages of the checkout; None where npm or what it fetches cannot be had."""
    folder = ROOT / ".venv/lighthouse"
    program = folder / "node_modules/.bin/lighthouse"
    if not program.exists() and (npm := shutil.which("npm")):
        shutil.copytree(ROOT / "bench/lighthouse", folder, dirs_exist_ok=True)
        subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=folder, check=False)
    return program if program.exists() else None


def _scores(program: Path, url: str, report: Path) -> str:
    """The four scores of a page by Lighthouse's own phone, and what is wrong where one is below 100."""
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    command = [program, url, "--output=json", f"--output-path={report}", "--quiet", flags]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": browser_path() or ""}, check=True, capture_output=True)
    found = json.loads(report.read_text("utf-8"))
    scores = [
        round(100 * found["categories"][name]["score"])
        for name in ("performance", "accessibility", "best-practices", "seo")
    ]
    failed = [
        audit["id"]
        for name in ("accessibility", "best-practices", "seo")
        for audit in found["categories"][name]["auditRefs"]
        if audit["weight"] and found["audits"][audit["id"]]["score"] == 0
    ]
    return " | ".join(map(str, scores)) + (f" ({', '.join(failed)})" if failed else "")


if __name__ == "__main__":
    main()
