"""The site in, the page of its own that search has out: where readers land whose browser runs no script."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import Leaf
from builder.pages.sheet import sheet
from builder.pages.site import Site
from builder.render import Templates


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The page `search/`, on which the search box opens by itself."""
    yield sheet(templates, "search.html", path="search/index.html", kind="search", title="搜索")
