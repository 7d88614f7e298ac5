"""Sites to search in a browser: served with a strict content security policy, below a path, and every request written down."""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import http.server
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import CorpusBriefing, corpus
from tests.site import FILES, SmallSite

ROOT = Path(__file__).resolve().parent.parent.parent
BELOW = "some-repo"
TRADITIONAL = """\
---
title: 產業鏈與晶片
date: 2023-06-01
series: 熱點
---

傳統媒體說，這是一段繁體的話。Sora 的視頻 <b>粗</b>。S&P 500、ChatGPT-4o、光模塊·CPO。
"""


def markdown(one: CorpusBriefing) -> str:
    """A made-up briefing as an author writes it."""
    parts = [part for heading, paragraphs in one.sections for part in (f"## {heading}", *paragraphs)]
    topics = ", ".join(f"'{topic}'" for topic in one.topics)
    head = f"title: '{one.title}'\ndate: {one.day}\ntopics: [{topics}]\n" + (
        f"series: {one.column}\n" if one.column else ""
    )
    return f"---\n{head}---\n\n" + "\n\n".join(parts) + "\n"


def plain(one: CorpusBriefing) -> str:
    """All its words, a block a line, folded by other means than the builder's."""
    parts = [one.title, *(part for heading, paragraphs in one.sections for part in (heading, *paragraphs))]
    return unicodedata.normalize("NFKC", "\n".join([*parts, one.column, *one.topics])).lower()


def made(root: Path, *, briefings: int = 150) -> tuple[SmallSite, dict[str, str]]:
    """A site of varied briefings over the funds of examples/sora, and each briefing's words by its address."""
    written = corpus(briefings, characters=450)
    files = {path: text for path, text in FILES.items() if "briefings/" not in path and "data/" not in path}
    for one in written:
        files[f"content/briefings/{one.day.year}/{one.day}-{one.slug}.md"] = markdown(one)
    files["content/briefings/2023/2023-06-01-traditional.md"] = TRADITIONAL
    rows = (ROOT / "examples/sora/content/data/funds.csv").read_text("utf-8")
    codes = [row["code"] for row in csv.DictReader(rows.splitlines())]
    data = "examples/sora/content/data"
    files |= {f"content/data/{name}": (ROOT / data / name).read_text("utf-8") for name in ("funds.csv", "indexes.csv")}
    files |= {
        f"content/data/nav/{code}.csv": "date,nav\n2024-02-06,1.0000\n2024-02-07,1.0000\n2024-02-08,1.0000\n2024-02-19,0.9876\n"
        for code in codes
    }
    files["content/data/sources.yml"] = "nav: {origin: 编造, synthetic: true}\n"
    site = SmallSite.make(root, files)
    result = site.build(site=root / "pages" / BELOW)
    assert result.problems == ()
    return site, {f"briefings/{one.slug}/": plain(one) for one in written}


@dataclass
class Host:
    """A server: what it was asked for, and what it is to get wrong."""

    folder: Path
    asked: list[str] = field(default_factory=list)
    lacking: set[str] = field(default_factory=set)  # paths that are answered with 404
    harmed: dict[str, bytes] = field(default_factory=dict)  # paths that are answered with these bytes
    url: str = ""

    def heal(self) -> None:
        """Get everything right again."""
        self.asked.clear()
        self.lacking.clear()
        self.harmed.clear()


def policy(page: bytes) -> str:
    """Nothing but the site's own files, and the theme's inline scripts by their hash."""
    scripts = re.findall(rb"<script>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in sorted(set(scripts))
    )
    return f"default-src 'self'; script-src 'self' {hashes}; img-src 'self' data:"


@contextmanager
def hosted(folder: Path) -> Iterator[Host]:
    """The folder served with the policy."""
    host = Host(folder)

    class Pages(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            host.asked.append(self.path)
            name = path.removeprefix(f"/{BELOW}/")
            if name in host.lacking or name in host.harmed:
                body = host.harmed.get(name, b"<h1>404</h1>")
                self.send_response(404 if name in host.lacking else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            else:
                super().do_GET()

        def end_headers(self) -> None:
            file = Path(self.translate_path(self.path))
            file = file / "index.html" if file.is_dir() else file
            if file.suffix == ".html" and file.is_file():
                self.send_header("Content-Security-Policy", policy(file.read_bytes()))
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        host.url = f"http://127.0.0.1:{server.server_address[1]}/{BELOW}/"
        yield host
        server.shutdown()
        thread.join()
