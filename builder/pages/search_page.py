"""The site in, the page of its own that search has out: where readers land whose browser runs no script."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The page `search/`, on which the search box opens by itself."""
    yield page_from_template(templates, "search.html", path="search/index.html", kind="search", title="搜索")
