"""The files that search engines and hosts read: sitemap.xml, robots.txt and .nojekyll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.model import GeneratedFile
from builder.pages.machine.addresses import absolute_url
from builder.pages.site_content import SiteContent
from builder.templating import Templates


def files(site: SiteContent, templates: Templates, addresses: Sequence[str]) -> Iterator[GeneratedFile]:
    """The files; `addresses` are those of the site's main pages, e.g. "funds/".

    A sitemap has whole addresses only, so that there is none without site_url.
    """
    robots = "User-agent: *\nAllow: /\n"
    if site.settings.site_url:
        pages = list(_pages(site, addresses))
        yield GeneratedFile(path="sitemap.xml", text=templates.render("feeds/sitemap.xml", pages=pages))
        robots += f"Sitemap: {absolute_url(site.settings, 'sitemap.xml')}\n"
    yield GeneratedFile(path="robots.txt", text=robots)
    yield GeneratedFile(path=".nojekyll", text="")


def _pages(site: SiteContent, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The address of every page, and the date of its words if they have one."""
    for address in addresses:
        yield absolute_url(site.settings, address), ""
    for page in (*site.briefings, *site.plain_pages):
        yield absolute_url(site.settings, page.url), page.meta.date[:10]
    for topic in site.topics:
        yield absolute_url(site.settings, site.topic_urls[topic]), ""
    for fund in site.funds:
        yield absolute_url(site.settings, f"funds/{fund.code}/"), ""
