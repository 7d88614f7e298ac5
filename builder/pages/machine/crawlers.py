"""The files that search engines, language models and hosts read: sitemap.xml, llms.txt, robots.txt and .nojekyll."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.language import translate
from builder.model import GeneratedFile, PageProjection
from builder.pages.machine import metadata
from builder.pages.machine.addresses import absolute_url
from builder.pages.page_dates import last_correction
from builder.pages.site_content import SiteContent
from builder.templating import Templates
from builder.vocabulary import LISTINGS

_HOW_TO_READ = (
    "每篇简报另有 Markdown 全文：文中每个数字都有脚注，写明数值、日期与来源；每个论断都写明是否成立。"
    "数字以各篇的“数据截至”日为准，之后的更正列在文首或“更正”一节。"
)

_LISTS = ("", "archive/", "topics/")  # the addresses of pages that list all briefings


def files(site: SiteContent, templates: Templates, addresses: Sequence[str]) -> Iterator[GeneratedFile]:
    """The files; `addresses` are those of the site's main pages, e.g. "funds/".

    A sitemap has whole addresses only, so that there is none without site_url.
    """
    robots = "User-agent: *\nAllow: /\n"
    if site.settings.site_url:
        pages = list(_pages(site, addresses))
        twins = {
            absolute_url(site.settings, twin.url): metadata.alternates(site.settings, group)
            for group in site.twins.values()
            for twin in group
        }
        yield GeneratedFile(path="sitemap.xml", text=templates.render("feeds/sitemap.xml", pages=pages, twins=twins))
        yield GeneratedFile(path="llms.txt", text=_overview(site))
        robots += f"Sitemap: {absolute_url(site.settings, 'sitemap.xml')}\n"
    yield GeneratedFile(path="robots.txt", text=robots)
    yield GeneratedFile(path=".nojekyll", text="")


def _overview(site: SiteContent) -> str:
    """llms.txt: what the site is, and where the text of each briefing lies as Markdown."""
    settings, root = site.settings, absolute_url(site.settings, "")
    lines = [f"# {settings.site_name}", ""]
    lines += [f"> {settings.description}", ""] if settings.description else []
    lines += [translate(_HOW_TO_READ), "", f"## {translate('简报')}", ""]
    for page in site.briefings:
        summary = f": {site.summary(page)}" if site.summary(page) else ""
        lines.append(
            f"- [{page.meta.title}]({absolute_url(settings, page.url)}index.md) {page.meta.date[:10]}{summary}"
        )
    lines += ["", f"## {translate('数据')}", ""]
    lines += [
        f"- [{translate('数据接口：各文件及其格式')}]({root}api/)",
        f"- [{translate('简报目录')}]({root}api/briefings.json)",
        f"- [{translate('全文订阅')}]({root}feed.json)",
        "",
    ]
    return "\n".join(lines)


def _pages(site: SiteContent, addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The address of every page, and the day on which its words changed last if they have one: no page of data has."""
    for address in addresses:
        yield absolute_url(site.settings, address), _changed(site.briefings) if address in _LISTS else ""
    for page in (*site.briefings, *site.plain_pages, *site.translations):
        yield absolute_url(site.settings, page.url), _changed([page])
    for kind in LISTINGS:
        if f"{kind}/" not in addresses:
            yield absolute_url(site.settings, f"{kind}/"), _changed(site.briefings)
    for listing in site.listings:
        yield absolute_url(site.settings, listing.url), _changed(listing.briefings)
    for fund in site.funds:
        yield absolute_url(site.settings, f"funds/{fund.code}/"), ""


def _changed(pages: Sequence[PageProjection]) -> str:
    """The day of the newest page or correction; "" where there is none."""
    return max((max(page.meta.date[:10], last_correction(page.meta.corrections)) for page in pages), default="")
