"""The search page."""

from __future__ import annotations

from builder.pages import SiteContent, search_page
from builder.templating import Templates

from .conftest import html


def test_without_scripts_it_says_where_else_to_look(site: SiteContent, templates: Templates) -> None:
    (page,) = search_page.files(site, templates)
    assert page.path == "search/index.html"
    assert "<noscript>" in html(page)
    assert "archive/" in html(page)
