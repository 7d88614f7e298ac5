"""Measures search at 10,000 varied Chinese briefings, and compares it with Pagefind over the same texts in the same run.

    python bench/search.py [--briefings N] [--queries N] [--pagefind PYTHON | --alone]

The index is made by two processes, as in a build, and searched in Chromium over HTTP by the site's own finder.js. Right are the
pages that hold the query as a substring after folding (NFKC, lower case, no spaces beside Chinese). Bytes are counted at the
server, first as GitHub Pages sends them (texts compressed), then uncompressed; a session starts with an empty cache. All data
are made up from a seed, in a temporary folder.
"""

from __future__ import annotations

import argparse
import gzip
import http.server
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from corpus import LATIN_WORDS, MARKET_WORDS, CorpusBriefing, corpus, fund_names
from playwright.sync_api import Browser, Page, sync_playwright

from builder.cache.store import Store
from builder.model import Body, Directory, Heading, Instrument, PageMeta, digest
from builder.model import Page as BriefingPage
from builder.search.fold import fold
from builder.search.index.page_terms import encode_page
from builder.search.index.page_words import page_words
from builder.site_build.page_records import PageRecord
from builder.site_build.search.search_index import SearchIndexer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser_path import CALM, browser_path  # noqa: E402

TARGETS = (
    "recall 1.000, every hit true; first query ≤ 150 KB median, ≤ 400 KB worst; later ≤ 60 KB mean; list ≤ 60 ms warm; "
    "first results ≤ 500 ms and worst first page ≤ 1 s at 60 ms a response; cold index ≤ 30 s; one added ≤ 0.3 s; ≤ 45 MB"
)
PAGE = 6  # results of a first page, as search.js shows them
DELAY = 0.06  # seconds before each response, where time is measured over a slow network
OURS_OPEN = """async () => {
  if (typeof briefingsFinder === "undefined") await new Promise(resolve => { const script = document.createElement("script");
    script.src = "finder.js"; script.onload = resolve; document.head.append(script); });
  window.finder ||= briefingsFinder("./");
  await finder.ready(); }"""
OURS_FIRST = """async query => { const begun = performance.now();
  const found = await finder.search(query), list = performance.now() - begun;
  const hits = await found.next(PAGE), first = performance.now() - begun; await found.funds;
  return {list, first, hits: hits.map(page => page.head.u), total: found.total}; }""".replace("PAGE", str(PAGE))
OURS_ALL = """async query => { const found = await finder.search(query), hits = []; await found.funds;
  while (!found.done) hits.push(...(await found.next(200)).map(page => page.head.u)); return hits; }"""
PAGEFIND_OPEN = """async () => { window.engine ||= await import("/pagefind/pagefind.js"); await engine.init(); }"""
PAGEFIND_FIRST = """async query => { const begun = performance.now();
  const found = await engine.search(query), list = performance.now() - begun;
  const hits = await Promise.all(found.results.slice(0, PAGE).map(result => result.data()));
  return {list, first: performance.now() - begun, hits: hits.map(result => result.url), total: found.results.length}; }""".replace(
    "PAGE", str(PAGE)
)
PAGEFIND_ALL = """async query => {
  const found = await engine.search(query), hits = [];
  for (let start = 0; start < found.results.length; start += 200)
    hits.push(...(await Promise.all(found.results.slice(start, start + 200).map(page => page.data()))).map(page => page.url));
  return hits; }"""


def main() -> None:
    """Make both indexes, search both, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefings", type=int, default=10_000, help="how many briefings")
    parser.add_argument("--funds", type=int, default=600, help="how many funds")
    parser.add_argument("--queries", type=int, default=85, help="how many queries")
    parser.add_argument(
        "--pagefind", default=str(ROOT / ".venv/bench/bin/python"), help="a Python with the package pagefind"
    )
    parser.add_argument("--alone", action="store_true", help="without Pagefind")
    options = parser.parse_args()
    if not options.alone and not Path(options.pagefind).exists():
        sys.exit("Pagefind is not installed: run `make bench`, or give --alone")
    briefings = corpus(options.briefings, funds=options.funds)
    texts = {f"briefings/{briefing.slug}/": fold(text_of(briefing)) for briefing in briefings}
    queries = make_queries(texts, options.queries)
    print(f"{len(briefings)} briefings, {options.funds} funds, {len(queries)} queries, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=CALM)
        rows = [ours(Path(folder) / "ours", briefings, options.funds, texts, queries, browser)]
        if not options.alone:
            rows.append(pagefind(Path(folder) / "pagefind", briefings, options.pagefind, texts, queries, browser))
        browser.close()
    heads = list(rows[0])
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row.get(head, '') for head in heads)} |")
    print(f"\nTo reach: {TARGETS}.")


# --------------------------------------------------------------------------------------------------------------- corpus


def text_of(briefing: CorpusBriefing) -> str:
    """The text of a briefing: a line for each heading and paragraph, its column and its topics."""
    blocks = [briefing.title, *(block for heading, paragraphs in briefing.sections for block in (heading, *paragraphs))]
    return "\n".join([*blocks, briefing.column, *(f"#{topic}" for topic in briefing.topics)])


def page_and_body(briefing: CorpusBriefing) -> tuple[BriefingPage, Body]:
    """A briefing after parsing and Markdown."""
    html = "".join(
        f"<h2>{heading}</h2>" + "".join(f"<p>{text}</p>" for text in paragraphs)
        for heading, paragraphs in briefing.sections
    )
    meta = PageMeta(
        title=briefing.title,
        date=str(briefing.day),
        column=briefing.column,
        topics=briefing.topics,
        funds=briefing.funds,
    )
    page = BriefingPage(
        path=f"briefings/{briefing.day.year}/{briefing.day}-{briefing.slug}.md",
        kind="briefing",
        meta=meta,
        url=f"briefings/{briefing.slug}/",
        markdown="",
    )
    headings = tuple(Heading(id=f"h{n}", title=heading, level=2) for n, (heading, _) in enumerate(briefing.sections))
    return page, Body(html=html, headings=headings)


def make_queries(texts: dict[str, str], count: int) -> list[str]:
    """Queries: half are substrings of two to eight Chinese characters, the others words, mixtures, tokens and codes."""
    random = np.random.default_rng(7)
    pool, queries = list(texts.values()), []
    while len(queries) < count // 2:
        text = pool[int(random.integers(len(pool)))]
        start, size = int(random.integers(len(text) - 8)), 2 + len(queries) % 7
        substring = text[start : start + size]
        if all("\u4e00" <= char <= "\u9fff" for char in substring):
            queries.append(substring)
    queries += [str(word) for word in random.choice(MARKET_WORDS, count // 4, replace=False)]
    others = [
        *LATIN_WORDS[:8],
        "AI产业",
        "的ETF",
        "Sora的",
        "2018年",
        "10年",
        "7%",
        "12.5%",
        "990012",
        "9900",
        "芯片产业的",
        "人工智能芯片",
    ]
    return queries + others[: count - len(queries)]


def right_pages(texts: dict[str, str], query: str) -> set[str]:
    """The addresses of the briefings that hold the query."""
    folded = fold(query)
    return {url for url, text in texts.items() if folded in text}


# ----------------------------------------------------------------------------------------------------------------- ours


def entries_of(batch: list[CorpusBriefing]) -> list[tuple[str, str]]:
    """What a page worker puts into the store of each briefing for search: keys and values."""
    entries = []
    for briefing in batch:
        page, body = page_and_body(briefing)
        terms, text = encode_page(page_words(page, body, []))
        entries += [(f"entry:{key_of(briefing)}", terms), (f"text:{key_of(briefing)}", text)]
    return entries


def key_of(briefing: CorpusBriefing) -> str:
    """The key of a briefing's body, which changes with its text as in a build."""
    return digest(f"{briefing.slug}\n{text_of(briefing)}")


def directory_of(funds: int) -> Directory:
    """The catalogue of made-up funds."""
    instruments = {
        f"fund:{code}": Instrument(id=f"fund:{code}", code=code, name=name) for code, name in fund_names(funds)
    }
    return Directory(instruments=instruments)


def build(
    folder: Path, briefings: list[CorpusBriefing], directory: Directory, known: set[str], done: dict[str, str]
) -> tuple[float, int]:
    """Write the index of these briefings into the folder. Returns the seconds, and how many files were written.

    Measured from the bodies on. `known` has the keys of briefings whose entries are in the store, `done` the files of the last
    index with their digests; both are updated.
    """
    public = []
    for briefing in briefings:
        page, _ = page_and_body(briefing)
        topics = dict.fromkeys(briefing.topics, "topics/x/")
        public.append(PageRecord(page=page, excerpt="", listings={"topics": topics}, body_key=key_of(briefing)))
    fresh = [briefing for briefing in briefings if key_of(briefing) not in known]
    began = time.perf_counter()
    with Store(folder / "cache") as store:
        if len(fresh) > 100:
            batches = [fresh[start : start + 250] for start in range(0, len(fresh), 250)]
            with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
                entries = [pair for batch in pool.map(entries_of, batches) for pair in batch]
        else:
            entries = entries_of(fresh)
        store.put_many(dict(entries))
        indexer = SearchIndexer(store, "bench")
        index = indexer.load(indexer.index(public, directory))
        changed = [path for path, name in index.files.items() if done.get(path) != name]
        for path in changed:
            target = folder / "site" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(indexer.content(index, path, directory))
    seconds = time.perf_counter() - began
    known.update(map(key_of, fresh))
    done.clear()
    done.update(index.files)
    return seconds, len(changed)


def ours(
    folder: Path,
    briefings: list[CorpusBriefing],
    funds: int,
    texts: dict[str, str],
    queries: list[str],
    browser: Browser,
) -> dict[str, str]:
    """The row of our search."""
    directory = directory_of(funds)
    known: set[str] = set()
    done: dict[str, str] = {}
    folder.mkdir()
    cold, _ = build(folder, briefings, directory, known, done)
    site = folder / "site"
    files = [path for path in site.rglob("*") if path.is_file()]
    index = [path for path in files if "text" not in path.relative_to(site / "search").parts[:1]]
    size = sum(path.stat().st_size for path in index)
    texts_size = sum(path.stat().st_size for path in files) - size
    sizes = f"{size / 1e6:.1f} MB in {len(index)} files, texts {texts_size / 1e6:.0f} MB"
    shutil.copy(ROOT / "templates/assets/finder.js", site / "finder.js")
    row = measured("own shards", site, (OURS_OPEN, OURS_FIRST, OURS_ALL), texts, queries, browser)
    new = replace(briefings[-1], title="新增一篇")
    added, edited = [], []
    for _ in range(5):
        briefings = [*briefings, replace(new, number=len(briefings))]
        added.append(build(folder, briefings, directory, known, done))
    for run in range(5):
        number = 17 * run
        sections = (*briefings[number].sections, (f"补充{run}", ("又补充了一句说明。",)))
        changed = replace(briefings[number], sections=sections)
        briefings = [*briefings[:number], changed, *briefings[number + 1 :]]
        edited.append(build(folder, briefings, directory, known, done))
    return {
        **row,
        "cold index": f"{cold:.1f} s",
        "one added": f"{statistics.median(seconds for seconds, _ in added):.2f} s, {added[0][1]} files",
        "an old one edited": f"{statistics.median(seconds for seconds, _ in edited):.2f} s, {edited[0][1]} files",
        "on disk": sizes,
    }


# ------------------------------------------------------------------------------------------------------------- Pagefind


def pagefind(
    folder: Path,
    briefings: list[CorpusBriefing],
    python: str,
    texts: dict[str, str],
    queries: list[str],
    browser: Browser,
) -> dict[str, str]:
    """The row of Pagefind: its command indexes a folder of pages in Chinese."""
    for briefing in briefings:
        inner = "".join(
            f"<h2>{escape(heading)}</h2>" + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
            for heading, paragraphs in briefing.sections
        )
        topics = (f"#{topic}" for topic in briefing.topics)
        labels = "".join(f"<p>{escape(label)}</p>" for label in (briefing.column, *topics))
        page = folder / f"briefings/{briefing.slug}/index.html"
        page.parent.mkdir(parents=True)
        head = f'<!doctype html><html lang="zh"><title>{escape(briefing.title)}</title><body><main data-pagefind-body>'
        words = f"{head}<h1>{escape(briefing.title)}</h1>{inner}{labels}</main></html>"
        page.write_text(words, encoding="utf-8")
    began = time.perf_counter()
    command = [python, "-m", "pagefind", "--site", str(folder), "--force-language", "zh"]
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    row = measured("Pagefind, zh", folder, (PAGEFIND_OPEN, PAGEFIND_FIRST, PAGEFIND_ALL), texts, queries, browser)
    return {
        **row,
        "cold index": f"{seconds:.1f} s",
        "one added": "all again",
        "an old one edited": "all again",
        "on disk": f"{size:.1f} MB in {len(files)} files",
    }


# ------------------------------------------------------------------------------------------------------------ measuring


@dataclass
class Meter:
    """What a server sent, and how slowly it answers."""

    sent: int = 0  # bytes as sent
    raw: int = 0  # the same, uncompressed
    delay: float = 0.0  # seconds before each response

    def reset(self) -> None:
        self.sent = self.raw = 0


@contextmanager
def served(folder: Path, meter: Meter) -> Iterator[str]:
    """Serve the folder over HTTP. Texts are sent compressed, as GitHub Pages does."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            file = folder / path.lstrip("/")
            if path == "/":
                content: bytes | None = b"<!doctype html><title>bench</title>"
            else:
                content = file.read_bytes() if file.is_file() else None
            if meter.delay:
                time.sleep(meter.delay)
            self.send_response(404 if content is None else 200)
            content = content or b""
            kinds = {
                ".js": "text/javascript",
                ".json": "application/json",
                ".txt": "text/plain",
                ".wasm": "application/wasm",
            }
            self.send_header(
                "Content-Type", kinds.get(file.suffix, "text/html" if path == "/" else "application/octet-stream")
            )
            meter.raw += len(content)
            if file.suffix in (".js", ".json", ".txt", ".jsonl"):
                content = gzip.compress(content, 6)
                self.send_header("Content-Encoding", "gzip")
            meter.sent += len(content)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def measured(
    name: str, folder: Path, asks: tuple[str, str, str], texts: dict[str, str], queries: list[str], browser: Browser
) -> dict[str, str]:
    """The columns that are measured in the browser: quality, bytes and times."""
    opened, first, all_ = asks
    meter = Meter()
    firsts, raws, slow, whole, laters, later_raws, warm = [], [], [], [], [], [], []
    with served(folder, meter) as url:

        def session() -> Page:
            page = browser.new_context().new_page()
            page.goto(url)
            meter.reset()
            return page

        for query in queries:  # each in a session of its own, from loading the first script on
            page = session()
            page.evaluate(opened)
            page.evaluate(first, query)
            firsts.append(meter.sent)
            raws.append(meter.raw)
            page.context.close()
        meter.delay = DELAY
        for query in queries:
            page = session()
            began = time.perf_counter()
            page.evaluate(opened)
            slow.append(page.evaluate(first, query)["first"])
            whole.append((time.perf_counter() - began) * 1_000)
            page.context.close()
        meter.delay = 0
        page = session()
        page.evaluate(opened)
        for query in queries:
            meter.reset()
            page.evaluate(first, query)
            laters.append(meter.sent)
            later_raws.append(meter.raw)
        for query in queries:
            warm.append(page.evaluate(first, query)["list"])
        scores = []
        for query in queries:
            results = {url.strip("/") + "/" for url in page.evaluate(all_, query)}
            scores.append(score(results, right_pages(texts, query)))
        page.context.close()
    han = [
        scored
        for scored, query in zip(scores, queries, strict=True)
        if all("\u4e00" <= char <= "\u9fff" for char in query)
    ]
    kb = 1_000
    return {
        f"{len(texts)} briefings": name,
        "recall, all / Han only": f"{mean(recall for recall, _ in scores):.3f} / {mean(recall for recall, _ in han):.3f}",
        "precision": f"{mean(precision for _, precision in scores):.3f}",
        "first query KB median / max": f"{statistics.median(firsts) / kb:.0f} / {max(firsts) / kb:.0f}",
        "uncompressed": f"{statistics.median(raws) / kb:.0f} / {max(raws) / kb:.0f}",
        "later KB mean": f"{mean(laters[1:]) / kb:.0f}",
        "uncompressed later": f"{mean(later_raws[1:]) / kb:.0f}",
        "search, warm, median / p95": f"{statistics.median(warm):.0f} / {quantile(warm, 0.95):.0f} ms",
        "first results at 60 ms a response, box open: median / p95 / worst": summary(slow),
        "the same from the first script on": summary(whole),
    }


def score(results: set[str], right: set[str]) -> tuple[float, float]:
    """Recall and precision of the results of a query."""
    both = len(results & right)
    return (both / len(right) if right else 1.0), (both / len(results) if results else 1.0)


def summary(values: list[float]) -> str:
    """Median, 95th percentile and worst, in ms."""
    return f"{statistics.median(values):.0f} / {quantile(values, 0.95):.0f} / {max(values):.0f} ms"


def mean(values: Any) -> float:
    """The mean of some numbers."""
    return statistics.fmean(values)


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of the values is."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    main()
