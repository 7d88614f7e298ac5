"""The demo, built and served as a host of plain files does: the tests in a browser look at it."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from builder.settings import settings
from builder.site_build.build import build as build_site

ROOT = Path(__file__).resolve().parent.parent.parent
EVERY_ELEMENT = Path(__file__).with_name("every_element.md").read_text("utf-8")  # a page of all that authors can write
NOW = datetime(2024, 4, 1, tzinfo=UTC)
Opens = Callable[..., Page]
BELOW = "some-repo"
KINDS = (
    "",
    "briefings/sora/",
    "briefings/dividend/",
    "briefings/gold/",
    "briefings/starting-day/",
    "briefings/holding/",
    "funds/",
    "funds/990101/",
    "compare/",
    "topics/",
    "topics/ren-gong-zhi-neng/",
    "series/re-dian-zhui-zong/",
    "authors/",
    "archive/",
    "methods/",
    "about/",
    "api/",
    "404.html",
)


@dataclass(frozen=True)
class Place:
    """A built site in a folder, and where it is served."""

    folder: Path
    url: str  # e.g. "http://127.0.0.1:40001/some-repo/"

    @property
    def pages(self) -> list[str]:
        """Every page by its address, e.g. "briefings/sora/", "404.html"."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))
        return sorted(name.removesuffix("index.html") for name in found)


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Like GitHub Pages: a browser may keep all for ten minutes, and what is not there is answered by its own page."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = next(Path(self.directory).rglob("404.html")).read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = _Pages) -> Iterator[str]:
    """The folder under an address of this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def built(home: Path, folder: Path, more: str = "", *, every: str = "", change: tuple[str, str] = ("", "")) -> Path:
    """The demo; `more` are lines of its settings, `every` is the text of a further page, `change` replaces some of its settings."""
    shutil.copytree(ROOT / "content", home / "content")
    if every:
        (home / "content/pages/every.md").write_text(every, "utf-8")
    (home / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8").replace(*change) + more, "utf-8")
    result = build_site(settings.read_settings(home / "mkdocs.yml"), now=NOW, site_dir=folder, workers=1)
    assert result.problems == ()
    return folder
