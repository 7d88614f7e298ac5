"""How long words take: processor time per page of parse, prose and frame, over the briefings of `river.py`.

    python bench/words.py [--briefings N] [--runs N]

One process, warmed up by one page. A page counts with its best run; the table shows the median of the pages.
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

from river import make_site

from builder.parallel import page_tasks
from builder.settings import settings
from builder.words.content_folder import read_content
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse

T = TypeVar("T")


def main() -> None:
    """Make the site, time each stage, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--briefings", type=int, default=200)
    options.add_argument("--runs", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_site(root, chosen.briefings, 8)
        measured = measure(root, chosen.runs)
    print(f"{chosen.briefings} briefings, processor time, best of {chosen.runs} runs")
    print("| stage | median ms per page |\n|---|---|")
    for stage, pages in measured.items():
        print(f"| {stage} | {statistics.median(pages.values()) * 1_000:.2f} |")


def measure(root: Path, runs: int) -> dict[str, dict[str, float]]:
    """For each stage the seconds that each page took, by its path; `read` is all files', shared out."""
    site = settings.read_settings(root / "mkdocs.yml")
    look, prose = page_tasks.PageOptions(site, True, ""), MarkdownRenderer()
    best: dict[str, dict[str, float]] = defaultdict(dict)

    def timed(stage: str, path: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        made = work()
        best[stage][path] = min(best[stage].get(path, 60.0), time.process_time() - began)
        return made

    for run in range(runs + 1):
        sources = list(timed("read", "", lambda: read_content(site.content_dir)).sources.values())
        for source in sources if run else sources[:1]:
            page = timed("parse", source.path, lambda source=source: parse(source, zone=site.options.zone))
            timed("prose", source.path, lambda page=page: prose.body(page))
            written = page_tasks.parse_page(page_tasks.ParseTask(source, site.options.zone, {}, {}))
            if not isinstance(written, tuple):
                raise SystemExit(f"{source.path} has problems: {written}")
            task = (look, page, dict.fromkeys(page.meta.topics, "topics/x/"), written[1])
            timed("frame", source.path, lambda task=task: page_tasks.page_shell(task))
            timed(
                "write, all of it",
                source.path,
                lambda source=source: page_tasks.parse_page(page_tasks.ParseTask(source, "Asia/Shanghai", {}, {})),
            )
        if not run:
            best.clear()
    best["read"] = {path: best["read"][""] / len(sources) for path in best["parse"]}
    return best


if __name__ == "__main__":
    main()
