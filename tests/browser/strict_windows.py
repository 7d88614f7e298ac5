"""Windows in which nothing may be blocked by a page's content policy, asked elsewhere or complained of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

Opened = Callable[..., Page]
_VIOLATIONS = """addEventListener('securitypolicyviolation', event =>
    console.error(`blocked: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`), true)"""


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
        context.add_init_script(_VIOLATIONS)
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + name, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
