"""The navigation in every page's header, and a page's table of contents, as the theme's templates read them.

Used by `shell`. The links are the same on every page, so that a page costs the same however many pages there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import Any

from builder.language import translate
from builder.model import Heading


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """A link of the navigation. Its title is HTML."""

    title: str
    url: str  # from the site's root, e.g. "funds/", or absolute
    active: bool = False


def navigation_links(nav: Any, default: Sequence[tuple[str, str]]) -> tuple[NavigationLink, ...]:
    """The links of a `nav` in mkdocs.yml, without its sections; those of `default` (title and address) where it has none.

    Titles that are phrases of ours, such as 首页, are in the language of the page."""
    entries = _entries(nav) if nav else default
    return tuple(NavigationLink(title=escape(translate(title)), url=page_url(target)) for title, target in entries)


def mark_active(links: tuple[NavigationLink, ...], section: str | None) -> tuple[NavigationLink, ...]:
    """The links on a page of a section, e.g. "funds/": the link of that section is active."""
    return tuple(replace(link, active=link.url == section) for link in links)


def page_url(target: str) -> str:
    """The address that an entry of `nav` leads to, e.g. "about/" for "pages/about.md"."""
    if not target.endswith(".md"):
        return "" if target in ("/", ".", "./", "index.html") else target.removeprefix("/")
    path = PurePosixPath(target.removeprefix("pages/")).with_suffix("")
    return "" if path.name == "index" and len(path.parts) == 1 else f"{path.as_posix()}/"


def _entries(nav: Any) -> Iterator[tuple[str, str]]:
    for entry in nav:
        if isinstance(entry, str):
            yield PurePosixPath(entry).stem, entry
            continue
        for title, target in entry.items():
            if isinstance(target, list):
                yield from _entries(target)
            else:
                yield str(title), str(target)


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
