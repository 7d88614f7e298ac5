"""The navigation in every page's header, and a page's table of contents, as the theme's templates read them.

Used by `shell`. The links are the same on every page, so that a page costs the same however many pages there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import Any

from builder.language import translate
from builder.model import Heading


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """A link of the navigation, or a section of links. Its title is HTML."""

    title: str
    url: str = ""  # from the site's root, e.g. "funds/", or absolute
    active: bool = False
    links: tuple[NavigationLink, ...] = ()  # of a section, which has no address of its own

    @property
    def leaves(self) -> tuple[NavigationLink, ...]:
        """The links of a section, or the link itself."""
        return self.links or (self,)


def navigation_links(nav: Any, default: Sequence[tuple[str, str]]) -> tuple[NavigationLink, ...]:
    """The links and sections of a `nav` in mkdocs.yml; the links of `default` (title and address) where it has none.

    A section within a section is left out, and its links stand in the outer one. Titles that are phrases of ours, such as 首页, are
    in the language of the page.
    """
    if not nav:
        return tuple(NavigationLink(title=escape(translate(title)), url=url) for title, url in default)
    links = []
    for entry in nav:
        title, target = next(iter(entry.items())) if isinstance(entry, dict) else (PurePosixPath(entry).stem, entry)
        if isinstance(target, list):
            inner = tuple(leaf for link in navigation_links(target, ()) for leaf in link.leaves)
            links += [NavigationLink(title=escape(translate(str(title))), links=inner)] if inner else []
        else:
            links.append(NavigationLink(title=escape(translate(str(title))), url=page_url(str(target))))
    return tuple(links)


def mark_active(links: tuple[NavigationLink, ...], section: str | None) -> tuple[NavigationLink, ...]:
    """The links on a page of a section, e.g. "funds/": the link of that section is active."""
    marked = []
    for link in links:
        inner = mark_active(link.links, section)
        active = any(leaf.active for leaf in inner) if inner else link.url == section
        marked.append(replace(link, active=active, links=inner))
    return tuple(marked)


def page_url(target: str) -> str:
    """The address that an entry of `nav` leads to, e.g. "about/" for "pages/about.md"."""
    if not target.endswith(".md"):
        return "" if target in ("/", ".", "./", "index.html") else target.removeprefix("/")
    path = PurePosixPath(target.removeprefix("pages/")).with_suffix("")
    return "" if path.name == "index" and len(path.parts) == 1 else f"{path.as_posix()}/"


@dataclass(frozen=True, kw_only=True)
class ContentsEntry:
    """An entry of a page's table of contents, with the entries below it. Its title is HTML."""

    title: str
    url: str
    level: int
    children: tuple[ContentsEntry, ...] = ()


def table_of_contents(headings: tuple[Heading, ...]) -> tuple[ContentsEntry, ...]:
    """The headings as a tree: each contains the deeper ones that follow it."""
    entries: list[ContentsEntry] = []
    start = 0
    while start < len(headings):
        heading = headings[start]
        end = start + 1
        while end < len(headings) and headings[end].level > heading.level:
            end += 1
        children = table_of_contents(headings[start + 1 : end])
        entries.append(
            ContentsEntry(title=escape(heading.title), url=f"#{heading.id}", level=heading.level, children=children)
        )
        start = end
    return tuple(entries)
