"""The files that search engines and hosts read: sitemap.xml, robots.txt and .nojekyll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.model import GeneratedFile
from builder.pages.feeds import absolute_url
from builder.pages.site_content import SiteContent
from builder.templating import Templates


def files(site: SiteContent, templates: Templates, addresses: Sequence[str]) -> Iterator[GeneratedFile]:
    """The three files; `addresses` are those of the site's main pages, e.g. "funds/".

    Without site_url the sitemap's addresses are relative to the root, and robots.txt does not name the sitemap.
    """
    pages = list(_pages(site, addresses))
    yield GeneratedFile(path="sitemap.xml", text=templates.render("feeds/sitemap.xml", pages=pages))
    sitemap = f"Sitemap: {absolute_url(site, 'sitemap.xml')}\n" if site.settings.site_url else ""
    yield GeneratedFile(path="robots.txt", text=f"User-agent: *\nAllow: /\n{sitemap}")
    yield GeneratedFile(path=".nojekyll", text="")


def _pages(site: SiteContent, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The address of every page, and the date of its words if they have one."""
    for address in addresses:
        yield absolute_url(site, address), ""
    for page in (*site.briefings, *site.plain_pages):
        yield absolute_url(site, page.url), page.meta.date[:10]
    for topic in site.topics:
        yield absolute_url(site, site.topic_urls[topic]), ""
    for fund in site.funds:
        yield absolute_url(site, f"funds/{fund.code}/"), ""
