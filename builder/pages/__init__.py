"""The Site in, every generated file out as a Leaf: pages, feeds, JSON. Authors' pages are `briefing` and `plain`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from builder.model import Body, Draft, Leaf, Page
from builder.pages import (
    api,
    archive,
    briefing,
    compare,
    crawlers,
    feeds,
    freshness,
    funds,
    home,
    methods,
    missing,
    plain,
    search,
    topics,
)
from builder.pages.site import Site
from builder.render import Templates
from builder.settings import Settings

__all__ = ["KINDS", "Site", "draft_of", "leaves"]

KINDS: dict[str, Callable[[Site, Templates], Iterator[Leaf]]] = {
    "home": home.leaves,
    "archive": archive.leaves,
    "topics": topics.leaves,
    "funds": funds.leaves,
    "compare": compare.leaves,
    "methods": methods.leaves,
    "search": search.leaves,
    "missing": missing.leaves,
    "feeds": feeds.leaves,
    "freshness": freshness.leaves,
    "crawlers": crawlers.leaves,
    "api": api.leaves,
}


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """Every generated file of the site, each path once."""
    for kind in KINDS.values():
        yield from kind(site, templates)


def draft_of(page: Page, body: Body, settings: Settings, templates: Templates, topic_urls: Mapping[str, str]) -> Draft:
    """An author's page as it goes into the theme."""
    if page.kind == "briefing":
        return briefing.draft(page, body, settings, templates, topic_urls)
    return plain.draft(page, body, templates)
