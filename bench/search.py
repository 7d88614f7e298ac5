"""How search does at 10,000 varied Chinese briefings, against Pagefind over the same words in the same run.

    python bench/search.py [--briefings N] [--queries N] [--pagefind PYTHON | --alone]

The index is made as a build makes it, from bodies by two processes, and asked in Chromium over HTTP by the site's own
finder.js. Truth is what holds the query as a substring after folding (NFKC, lower case, blanks beside Chinese). Bytes are
counted at the server, first as GitHub Pages sends them (text compressed), then uncompressed; a session starts with nothing
cached. Everything is seeded and lies in a temporary folder.
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
from corpus import LATIN, MARKET, Written, corpus, fund_names
from playwright.sync_api import Browser, Page, sync_playwright

from builder.build import page_maker
from builder.build.search_index import SearchIndexer
from builder.cache.store import Store
from builder.model import Body, Directory, Heading, Instrument, PageMeta
from builder.model import Page as BriefingPage
from builder.search.fold import fold
from builder.search.index.page_terms import encode_page
from builder.search.index.page_words import page_words

ROOT = Path(__file__).parent.parent
TARGETS = (
    "recall 1.000, every hit true; first query ≤ 150 KB median, ≤ 400 KB worst; later ≤ 60 KB mean; list ≤ 60 ms warm; "
    "first results ≤ 500 ms and worst first page ≤ 1 s at 60 ms a response; cold index ≤ 30 s; one added ≤ 0.3 s; ≤ 45 MB"
)
PAGE = 6  # results of a first page, as search.js shows them
DELAY = 0.06
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
  const hits = await Promise.all(found.results.slice(0, PAGE).map(one => one.data()));
  return {list, first: performance.now() - begun, hits: hits.map(one => one.url), total: found.results.length}; }""".replace(
    "PAGE", str(PAGE)
)
PAGEFIND_ALL = """async query => {
  const found = await engine.search(query), hits = [];
  for (let at = 0; at < found.results.length; at += 200)
    hits.push(...(await Promise.all(found.results.slice(at, at + 200).map(one => one.data()))).map(one => one.url));
  return hits; }"""


def main() -> None:
    """Make both indexes, ask both, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--briefings", type=int, default=10_000)
    options.add_argument("--funds", type=int, default=600)
    options.add_argument("--queries", type=int, default=85)
    options.add_argument("--pagefind", default=str(ROOT / ".venv/bench/bin/python"), help="a Python that has pagefind")
    options.add_argument("--alone", action="store_true", help="without Pagefind")
    chosen = options.parse_args()
    if not chosen.alone and not Path(chosen.pagefind).exists():
        sys.exit("Pagefind is not installed: run `make bench`, or give --alone")
    written = corpus(chosen.briefings, funds=chosen.funds)
    texts = {f"briefings/{one.slug}/": fold(plain(one)) for one in written}
    queries = asked(texts, chosen.queries)
    print(f"{len(written)} briefings, {chosen.funds} funds, {len(queries)} queries, {os.cpu_count()} cores\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        rows = [ours(Path(folder) / "ours", written, chosen.funds, texts, queries, browser)]
        if not chosen.alone:
            rows.append(pagefind(Path(folder) / "pagefind", written, chosen.pagefind, texts, queries, browser))
        browser.close()
    heads = list(rows[0])
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for row in rows:
        print(f"| {' | '.join(row.get(head, '') for head in heads)} |")
    print(f"\nTo reach: {TARGETS}.")


# --------------------------------------------------------------------------------------------------------------- corpus


def plain(one: Written) -> str:
    """All words of a briefing, a block a line."""
    blocks = [one.title, *(part for heading, paragraphs in one.sections for part in (heading, *paragraphs))]
    return "\n".join([*blocks, one.series, *(f"#{topic}" for topic in one.topics)])


def body_of(one: Written) -> tuple[BriefingPage, Body]:
    """A briefing as the words' side hands it on."""
    html = "".join(
        f"<h2>{heading}</h2>" + "".join(f"<p>{text}</p>" for text in paragraphs) for heading, paragraphs in one.sections
    )
    meta = PageMeta(title=one.title, date=str(one.day), column=one.series, topics=one.topics, funds=one.funds)
    page = BriefingPage(
        path=f"briefings/{one.day.year}/{one.day}-{one.slug}.md",
        kind="briefing",
        meta=meta,
        url=f"briefings/{one.slug}/",
        markdown="",
    )
    headings = tuple(Heading(id=f"h{n}", title=heading, level=2) for n, (heading, _) in enumerate(one.sections))
    return page, Body(html=html, headings=headings)


def asked(texts: dict[str, str], count: int) -> list[str]:
    """Half of them substrings of two to eight Chinese characters, cut anywhere; the rest words, mixtures, tokens, codes."""
    chance = np.random.default_rng(7)
    pool, queries = list(texts.values()), []
    while len(queries) < count // 2:
        text = pool[int(chance.integers(len(pool)))]
        at, size = int(chance.integers(len(text) - 8)), 2 + len(queries) % 7
        part = text[at : at + size]
        if all("\u4e00" <= char <= "\u9fff" for char in part):
            queries.append(part)
    queries += [str(one) for one in chance.choice(MARKET, count // 4, replace=False)]
    kinds = [
        *LATIN[:8],
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
    return queries + kinds[: count - len(queries)]


def truth(texts: dict[str, str], query: str) -> set[str]:
    """The briefings that hold it."""
    wanted = fold(query)
    return {url for url, text in texts.items() if wanted in text}


# ----------------------------------------------------------------------------------------------------------------- ours


def entered(batch: list[Written]) -> list[tuple[str, str]]:
    """What search keeps of each briefing, as a worker of a build makes it, by its keys."""
    made = []
    for one in batch:
        page, body = body_of(one)
        entry = page_words(page, body, [])
        terms, text = encode_page(entry)
        made += [(f"entry:{key_of(one)}", terms), (f"text:{key_of(one)}", text)]
    return made


def key_of(one: Written) -> str:
    """Names what a briefing says, as a build's keys do."""
    return page_maker.digest(f"{one.slug}\n{plain(one)}")


def directory_of(funds: int) -> Directory:
    """The catalogue of made-up funds."""
    found = {f"fund:{code}": Instrument(id=f"fund:{code}", code=code, name=name) for code, name in fund_names(funds)}
    return Directory(instruments=found)


def build(
    folder: Path, written: list[Written], directory: Directory, known: set[str], done: dict[str, str]
) -> tuple[float, int]:
    """The index of these briefings into the folder: seconds, and how many files were written.

    Starts where the river has bodies; `known` names those whose entries are in the cache, `done` the files that stand there.
    """
    public = []
    for one in written:
        page, _ = body_of(one)
        topics = dict.fromkeys(one.topics, "topics/x/")
        public.append(page_maker.PageRecord(page=page, excerpt="", topics=topics, body_key=key_of(one)))
    fresh = [one for one in written if key_of(one) not in known]
    began = time.perf_counter()
    with Store(folder / "cache") as store:
        if len(fresh) > 100:
            batches = [fresh[start : start + 250] for start in range(0, len(fresh), 250)]
            with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
                entries = [pair for batch in pool.map(entered, batches) for pair in batch]
        else:
            entries = entered(fresh)
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
    folder: Path, written: list[Written], funds: int, texts: dict[str, str], queries: list[str], browser: Browser
) -> dict[str, str]:
    """Our row."""
    directory = directory_of(funds)
    known: set[str] = set()
    done: dict[str, str] = {}
    folder.mkdir()
    cold, _ = build(folder, written, directory, known, done)
    site = folder / "site"
    files = [path for path in site.rglob("*") if path.is_file()]
    index = [path for path in files if "text" not in path.relative_to(site / "search").parts[:1]]
    size = sum(path.stat().st_size for path in index)
    texts_size = sum(path.stat().st_size for path in files) - size
    sizes = f"{size / 1e6:.1f} MB in {len(index)} files, texts {texts_size / 1e6:.0f} MB"
    shutil.copy(ROOT / "templates/assets/finder.js", site / "finder.js")
    row = measured("own shards", site, (OURS_OPEN, OURS_FIRST, OURS_ALL), texts, queries, browser)
    new = replace(written[-1], title="新增一篇")
    added, edited = [], []
    for _ in range(5):
        written = [*written, replace(new, number=len(written))]
        added.append(build(folder, written, directory, known, done))
    for run in range(5):
        number = 17 * run
        sections = (*written[number].sections, (f"补充{run}", ("又补充了一句说明。",)))
        changed = replace(written[number], sections=sections)
        written = [*written[:number], changed, *written[number + 1 :]]
        edited.append(build(folder, written, directory, known, done))
    return {
        **row,
        "cold index": f"{cold:.1f} s",
        "one added": f"{statistics.median(seconds for seconds, _ in added):.2f} s, {added[0][1]} files",
        "an old one edited": f"{statistics.median(seconds for seconds, _ in edited):.2f} s, {edited[0][1]} files",
        "on disk": sizes,
    }


# ------------------------------------------------------------------------------------------------------------- Pagefind


def pagefind(
    folder: Path, written: list[Written], python: str, texts: dict[str, str], queries: list[str], browser: Browser
) -> dict[str, str]:
    """Pagefind's row: its command over a folder of pages in Chinese."""
    for one in written:
        inner = "".join(
            f"<h2>{escape(heading)}</h2>" + "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
            for heading, paragraphs in one.sections
        )
        labels = "".join(f"<p>{escape(label)}</p>" for label in (one.series, *(f"#{topic}" for topic in one.topics)))
        page = folder / f"briefings/{one.slug}/index.html"
        page.parent.mkdir(parents=True)
        head = f'<!doctype html><html lang="zh"><title>{escape(one.title)}</title><body><main data-pagefind-body>'
        words = f"{head}<h1>{escape(one.title)}</h1>{inner}{labels}</main></html>"
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
    """What a server sent, and how slowly it is to answer."""

    sent: int = 0
    raw: int = 0
    delay: float = 0.0

    def reset(self) -> None:
        self.sent = self.raw = 0


@contextmanager
def served(folder: Path, meter: Meter) -> Iterator[str]:
    """The folder over HTTP; text is sent compressed, as GitHub Pages does."""

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
    """What the browser's side of a row says."""
    opened, first, all_ = asks
    meter = Meter()
    firsts, raws, slow, whole, laters, later_raws, warm = [], [], [], [], [], [], []
    with served(folder, meter) as url:

        def session() -> Page:
            page = browser.new_context().new_page()
            page.goto(url)
            meter.reset()
            return page

        for query in queries:  # all of it, from the first script on
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
            found = {one.strip("/") + "/" for one in page.evaluate(all_, query)}
            scores.append(score(found, truth(texts, query)))
        page.context.close()
    han = [
        one for one, query in zip(scores, queries, strict=True) if all("\u4e00" <= char <= "\u9fff" for char in query)
    ]
    kb = 1_000
    return {
        f"{len(texts)} briefings": name,
        "recall, all / Han only": f"{mean(one[0] for one in scores):.3f} / {mean(one[0] for one in han):.3f}",
        "precision": f"{mean(one[1] for one in scores):.3f}",
        "first query KB median / max": f"{statistics.median(firsts) / kb:.0f} / {max(firsts) / kb:.0f}",
        "uncompressed": f"{statistics.median(raws) / kb:.0f} / {max(raws) / kb:.0f}",
        "later KB mean": f"{mean(laters[1:]) / kb:.0f}",
        "uncompressed later": f"{mean(later_raws[1:]) / kb:.0f}",
        "search, warm, median / p95": f"{statistics.median(warm):.0f} / {at(warm, 0.95):.0f} ms",
        "first results at 60 ms a response, box open: median / p95 / worst": thrice(slow),
        "the same from the first script on": thrice(whole),
    }


def score(found: set[str], right: set[str]) -> tuple[float, float]:
    """Recall and precision."""
    both = len(found & right)
    return (both / len(right) if right else 1.0), (both / len(found) if found else 1.0)


def thrice(values: list[float]) -> str:
    """Median, 95th percentile and worst, in ms."""
    return f"{statistics.median(values):.0f} / {at(values, 0.95):.0f} / {max(values):.0f} ms"


def mean(values: Any) -> float:
    """The mean of some numbers."""
    return statistics.fmean(values)


def at(values: list[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    main()
