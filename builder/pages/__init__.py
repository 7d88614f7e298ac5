"""The pages of the site: generated ones (`PAGE_KINDS` lists them all) and those that authors write. Used by `build`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.language import Twin, translate
from builder.model import Body, GeneratedFile, Page, ShellInput
from builder.pages import (
    archive,
    briefing_page,
    compare,
    freshness_script,
    fund_pages,
    home,
    listings,
    methods,
    not_found,
    plain_page,
    search_page,
)
from builder.pages.machine import api, app_files, crawlers, feeds, metadata
from builder.pages.site_content import SiteContent
from builder.settings.settings import Settings
from builder.templating import Templates

__all__ = [
    "PAGE_KINDS",
    "PageKind",
    "SiteContent",
    "generated_files",
    "icons",
    "navigation",
    "reserved_names",
    "shell_input_of",
]


@dataclass(frozen=True, kw_only=True)
class PageKind:
    """A kind of generated file: what makes its files, and what the rest of the site must know of it."""

    files: Callable[[SiteContent, Templates], Iterator[GeneratedFile]]
    address: str | None = None  # where its first page or its folder is, e.g. "funds/"; no author's page may have it
    link: str = ""  # its title in the navigation, e.g. "基金"; what has a link is in the sitemap too
    icon: str = ""  # the Material icon of its link in a phone's bar, e.g. "chart-line"; what has none is not in the bar


PAGE_KINDS: dict[str, PageKind] = {
    "home": PageKind(files=home.files, address="", link="首页", icon="home-outline"),
    "archive": PageKind(files=archive.files, address="archive/", link="简报", icon="newspaper-variant-outline"),
    "topics": PageKind(files=listings.topics, address="topics/", link="主题"),
    "series": PageKind(files=listings.columns, address="series/"),
    "authors": PageKind(files=listings.authors, address="authors/"),
    "funds": PageKind(files=fund_pages.files, address="funds/", link="基金", icon="chart-line"),
    "compare": PageKind(files=compare.files, address="compare/", link="对比", icon="compare-horizontal"),
    "methods": PageKind(files=methods.files, address="methods/", link="方法"),
    "search": PageKind(files=search_page.files, address="search/"),
    "missing": PageKind(files=not_found.files, address="404.html"),
    "api": PageKind(files=api.files, address="api/"),
    "feeds": PageKind(files=feeds.files, address="feeds/"),
    "app": PageKind(files=app_files.files),
    "freshness": PageKind(files=freshness_script.files),
}
# The folders of the site that belong to no kind of page.
_FOLDERS = ("assets", "briefings", "charts", "media")


def generated_files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """Every generated file of the site, each path once."""
    for kind in PAGE_KINDS.values():
        for file in kind.files(site, templates):
            yield _with_metadata(file, site, templates)
    yield from crawlers.files(site, templates, [*(address for _, address in navigation()), "api/", "feeds/"])


def _with_metadata(file: GeneratedFile, site: SiteContent, templates: Templates) -> GeneratedFile:
    """The file with what its page tells programs, unless it says that itself."""
    page = file.shell_input
    if page is None or page.metadata:
        return file
    # A page that is shown at any address has none of its own.
    settings = replace(site.settings, site_url="") if page.kind == "missing" else site.settings
    url = file.path.removesuffix("index.html")
    trail = [(title, address) for title, address in navigation() if address == page.section != url]
    head = metadata.head(
        settings,
        templates,
        url=url,
        title=page.title,
        description=page.description,
        trail=trail,
        feed=f"{url}feed.xml" if page.kind == "listing" else "",
    )
    return replace(file, shell_input=replace(page, metadata=head))


def navigation() -> tuple[tuple[str, str], ...]:
    """Title and address of the links in every page's header, where mkdocs.yml has no `nav`, e.g. ("基金", "funds/")."""
    return tuple(
        (translate(kind.link), kind.address) for kind in PAGE_KINDS.values() if kind.link and kind.address is not None
    )


def icons() -> dict[str, str]:
    """The icon of each link that a phone's bar has, by address, e.g. {"funds/": "chart-line"}."""
    return {kind.address: kind.icon for kind in PAGE_KINDS.values() if kind.icon and kind.address is not None}


def reserved_names() -> frozenset[str]:
    """The first parts of addresses that no author's page may have, e.g. "funds"."""
    addresses = [kind.address for kind in PAGE_KINDS.values() if kind.address is not None]
    return frozenset((*(address.strip("/").removesuffix(".html") or "index" for address in addresses), *_FOLDERS))


def shell_input_of(
    page: Page,
    body: Body,
    settings: Settings,
    templates: Templates,
    listed: Mapping[str, Mapping[str, str]],
    twins: Sequence[Twin] = (),
) -> ShellInput:
    """What the theme puts its frame around, for a page of an author's; `twins` are the page in all its languages."""
    if page.kind == "briefing":
        return briefing_page.shell_input(page, body, settings, templates, listed, twins)
    return plain_page.shell_input(page, body, settings, templates, twins)
