"""The `nav` of mkdocs.yml in, the links of every page's header out; a draft's headings in, its table of contents out.

The links are the same on every page, so that a page costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import Any

from builder.model import Heading

_DEFAULT = (
    ("首页", ""),
    ("简报", "archive/"),
    ("主题", "topics/"),
    ("基金", "funds/"),
    ("对比", "compare/"),
    ("方法", "methods/"),
)
# Under which link a page of each kind stands.
_HOME_OF = {
    "home": "",
    "archive": "archive/",
    "briefing": "archive/",
    "topic": "topics/",
    "topics": "topics/",
    "fund": "funds/",
    "funds": "funds/",
    "compare": "compare/",
    "methods": "methods/",
}


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """One link of the navigation. Its title is HTML."""

    title: str
    url: str  # from the site's root, e.g. "funds/", or a whole address
    active: bool = False


def links(nav: Any) -> tuple[NavigationLink, ...]:
    """The links that `nav` asks for, sections flattened; what every site has, where it asks for none."""
    pairs = tuple(_pairs(nav)) if nav else _DEFAULT
    return tuple(NavigationLink(title=escape(title), url=address(target)) for title, target in pairs)


def marked(items: tuple[NavigationLink, ...], kind: str) -> tuple[NavigationLink, ...]:
    """The links as a page of this kind shows them: the one that it stands under is active."""
    home = _HOME_OF.get(kind)
    return tuple(replace(item, active=item.url == home) for item in items)


def address(target: str) -> str:
    """Where a `nav` entry leads, e.g. "pages/about.md" to "about/"."""
    if not target.endswith(".md"):
        return "" if target in ("/", ".", "./", "index.html") else target.removeprefix("/")
    path = PurePosixPath(target.removeprefix("pages/")).with_suffix("")
    return "" if path.name == "index" and len(path.parts) == 1 else f"{path.as_posix()}/"


def _pairs(nav: Any) -> Iterator[tuple[str, str]]:
    for entry in nav:
        if isinstance(entry, str):
            yield PurePosixPath(entry).stem, entry
            continue
        for title, target in entry.items():
            if isinstance(target, list):
                yield from _pairs(target)
            else:
                yield str(title), str(target)


@dataclass(frozen=True, kw_only=True)
class ContentsEntry:
    """A line of a page's table of contents, with those below it, as Material's templates read it. Its title is HTML."""

    title: str
    url: str
    level: int
    children: tuple[ContentsEntry, ...] = ()


def contents(headings: tuple[Heading, ...]) -> tuple[ContentsEntry, ...]:
    """The headings as a tree: each holds the deeper ones that follow it."""
    entries: list[ContentsEntry] = []
    start = 0
    while start < len(headings):
        first = headings[start]
        end = start + 1
        while end < len(headings) and headings[end].level > first.level:
            end += 1
        below = contents(headings[start + 1 : end])
        entries.append(ContentsEntry(title=escape(first.title), url=f"#{first.id}", level=first.level, children=below))
        start = end
    return tuple(entries)
