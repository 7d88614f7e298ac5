"""The Site in, every generated file out as a Leaf: pages, feeds, JSON. Authors' pages are `briefing` and `plain`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from builder.model import Body, GeneratedFile, Page, ShellInput
from builder.pages import (
    api,
    archive,
    briefing_page,
    compare,
    crawlers,
    feeds,
    freshness_script,
    fund_pages,
    home,
    methods,
    not_found,
    plain_page,
    search_page,
    topics,
)
from builder.pages.site_content import SiteContent
from builder.settings.settings import Settings
from builder.templating import Templates

__all__ = ["KINDS", "SiteContent", "draft_of", "leaves"]

KINDS: dict[str, Callable[[SiteContent, Templates], Iterator[GeneratedFile]]] = {
    "home": home.leaves,
    "archive": archive.leaves,
    "topics": topics.leaves,
    "funds": fund_pages.leaves,
    "compare": compare.leaves,
    "methods": methods.leaves,
    "search": search_page.leaves,
    "missing": not_found.leaves,
    "feeds": feeds.leaves,
    "freshness": freshness_script.leaves,
    "crawlers": crawlers.leaves,
    "api": api.leaves,
}


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """Every generated file of the site, each path once."""
    for kind in KINDS.values():
        yield from kind(site, templates)


def draft_of(
    page: Page, body: Body, settings: Settings, templates: Templates, topic_urls: Mapping[str, str]
) -> ShellInput:
    """An author's page as it goes into the theme."""
    if page.kind == "briefing":
        return briefing_page.draft(page, body, settings, templates, topic_urls)
    return plain_page.draft(page, body, templates)
