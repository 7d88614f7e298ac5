"""The site in, the page for addresses that do not exist out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import Leaf
from builder.pages.sheet import sheet
from builder.pages.site import Site
from builder.render import Templates


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The page that servers show in place of one that is not there."""
    yield sheet(templates, "missing.html", path="404.html", kind="missing", title="找不到这个页面")
