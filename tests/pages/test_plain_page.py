"""A plain page."""

from __future__ import annotations

from builder.model import Body, Page
from builder.pages import plain_page
from builder.templating import Templates

from .conftest import ABOUT, site_of


def test_a_plain_page_is_a_title_and_words(templates: Templates) -> None:
    page = Page(path=ABOUT.path, kind=ABOUT.kind, url=ABOUT.url, markdown="", meta=ABOUT.meta)
    shell_input = plain_page.shell_input(page, Body(html="<p>我们</p>"), site_of().settings, templates)
    assert (shell_input.depth, shell_input.kind) == (1, "page")
    assert "<h1>关于</h1>" in shell_input.html
    assert "<p>我们</p>" in shell_input.html
