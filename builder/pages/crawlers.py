"""The site in, what search engines and hosts read out: sitemap.xml, robots.txt, .nojekyll."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.pages.feeds import address
from builder.pages.site_content import SiteContent
from builder.templating import Templates

_GENERATED = ("", "archive/", "topics/", "funds/", "compare/", "methods/")


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The three files. Without site_url the map's addresses are ways from the root, and robots.txt does not name it."""
    yield GeneratedFile(path="sitemap.xml", text=templates.render("feeds/sitemap.xml", pages=list(_pages(site))))
    sitemap = f"Sitemap: {address(site, 'sitemap.xml')}\n" if site.settings.site_url else ""
    yield GeneratedFile(path="robots.txt", text=f"User-agent: *\nAllow: /\n{sitemap}")
    yield GeneratedFile(path=".nojekyll", text="")


def _pages(site: SiteContent) -> Iterator[tuple[str, str]]:
    """The address of every page, and the day of its words where they have one."""
    for path in _GENERATED:
        yield address(site, path), ""
    for page in (*site.briefings, *site.plain):
        yield address(site, page.url), page.meta.date[:10]
    for topic in site.topics:
        yield address(site, site.topic_urls[topic]), ""
    for fund in site.funds:
        yield address(site, f"funds/{fund.code}/"), ""
