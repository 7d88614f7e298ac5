"""Measures how long a page takes, step by step: reading, parsing, Markdown and theme, for the briefings of `build_times.py`.

    python bench/page_times.py [--briefings N] [--runs N]

One process, after one page to warm up. Of each page the fastest run counts; the table shows the median of the pages, in
processor time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from build_times import make_site

from builder.parallel import page_tasks
from builder.settings import settings
from builder.words.content_folder import read_content
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse

T = TypeVar("T")


def main() -> None:
    """Make the site, measure each step, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefings", type=int, default=200, help="how many briefings")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_site(root, options.briefings, 8)
        measured = measure(root, options.runs)
    print(f"{options.briefings} briefings, processor time, fastest of {options.runs} runs")
    print("| step | median ms per page |\n|---|---|")
    for step, pages in measured.items():
        print(f"| {step} | {statistics.median(pages.values()) * 1_000:.2f} |")


def measure(root: Path, runs: int) -> dict[str, dict[str, float]]:
    """For each step the seconds that each page took, by its path. `read` is measured for all files together, and divided."""
    site = settings.read_settings(root / "mkdocs.yml")
    page_options, renderer = page_tasks.PageOptions(site, "", "", "site.css", "site.js"), MarkdownRenderer()
    best: dict[str, dict[str, float]] = defaultdict(dict)

    def timed(step: str, path: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        result = work()
        best[step][path] = min(best[step].get(path, 60.0), time.process_time() - began)
        return result

    for run in range(runs + 1):
        sources = list(timed("read", "", lambda: read_content(site.content_dir)).sources.values())
        for source in sources if run else sources[:1]:
            page = timed("parse", source.path, lambda source=source: parse(source, zone=site.options.zone))
            timed("Markdown", source.path, lambda page=page: renderer.body(page))
            written = page_tasks.parse_page(page_tasks.ParseTask(source, site.options.zone, {}, {}))
            if not isinstance(written, tuple):
                raise SystemExit(f"{source.path} has problems: {written}")
            topics = dict.fromkeys(page.meta.topics, "topics/x/")
            task = page_tasks.PageTask(page_options, page, topics, written[1], {})
            timed("theme", source.path, lambda task=task: page_tasks.page_shell(task))
            timed(
                "all up to the body",
                source.path,
                lambda source=source: page_tasks.parse_page(page_tasks.ParseTask(source, site.options.zone, {}, {})),
            )
        if not run:
            best.clear()
    best["read"] = {path: best["read"][""] / len(sources) for path in best["parse"]}
    return best


if __name__ == "__main__":
    main()
