"""The Site in, every generated file out as a Leaf: pages, feeds, JSON. Authors' pages are `briefing` and `plain`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from builder.model import Leaf
from builder.pages import api, archive, compare, crawlers, feeds, funds, home, methods, missing, topics
from builder.pages.site import Site
from builder.render import Templates

__all__ = ["KINDS", "Site", "leaves"]

KINDS: dict[str, Callable[[Site, Templates], Iterator[Leaf]]] = {
    "home": home.leaves,
    "archive": archive.leaves,
    "topics": topics.leaves,
    "funds": funds.leaves,
    "compare": compare.leaves,
    "methods": methods.leaves,
    "missing": missing.leaves,
    "feeds": feeds.leaves,
    "crawlers": crawlers.leaves,
    "api": api.leaves,
}


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """Every generated file of the site, each path once."""
    for kind in KINDS.values():
        yield from kind(site, templates)
