"""A server with a strict content policy, and windows in which nothing may be blocked, asked elsewhere or complained of."""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

Opened = Callable[..., Page]
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.S)


class _Strict(http.server.SimpleHTTPRequestHandler):
    """A server that lets nothing run but the site's own files and the theme's own inline scripts, by their digests."""

    policy = ""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path, pages: Sequence[str]) -> Iterator[str]:
    """The folder, under a policy that knows the inline scripts of these pages."""
    texts = [(folder / name / "index.html").read_text("utf-8") for name in pages]
    inline = {script for text in texts for script in _INLINE.findall(text)}
    assert 0 < len(inline) < 8
    digests = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in sorted(inline))
    hashes = " ".join(f"'sha256-{one}'" for one in digests)

    class Handler(_Strict):
        policy = (
            f"default-src 'self'; script-src 'self' {hashes}; img-src 'self' data:; object-src 'none'; base-uri 'none'"
        )

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@contextmanager
def windows(chromium: Browser, address: str) -> Iterator[Opened]:
    """Opens pages of this address; at the end nothing may have been blocked, asked elsewhere or complained of."""
    contexts, said, asked = [], list[str](), list[str]()

    def open_(name: str, *, width: int = 390, touch: bool = False, scheme: str = "light", still: bool = False) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            has_touch=touch,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce" if still else "no-preference",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + name, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
