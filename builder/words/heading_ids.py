"""Headings' titles in, readable ids out, which stay when other headings come and go.

An id is the title in pinyin without its number; below the second level it begins with the section's, so that "小结" in
two sections has two ids whatever their order. Only where title and section are the same does order count.
"""

from __future__ import annotations

import re

from builder.model import Heading
from builder.words.slugs import Slugs

_NUMBER = re.compile(
    r"\A\s*(?:第?[一二三四五六七八九十百零〇]+[、.．:：]\s*|第[一二三四五六七八九十百零〇\d]+[章节部分篇]+[、:：\s]*"
    r"|[(（][一二三四五六七八九十\d]+[)）]\s*[、.]?\s*|\d+(?:\.\d+)*[.、．)）]\s*(?=\D)|\d+(?:\.\d+)+\s+(?=\D))"
)
_GIVEN = re.compile(r"\s*\{#([a-z0-9][a-z0-9-]*)\}\s*\Z")
_PREFIX = 24
_LENGTH = 56


class HeadingIds:
    """The headings of one page as they come, each with its id."""

    def __init__(self, taken: frozenset[str] = frozenset(), slugs: Slugs | None = None) -> None:
        self._taken = set(taken)
        self.slugs = slugs or Slugs()
        self._sections: list[tuple[int, str]] = []
        self.found: list[Heading] = []

    def add(self, level: int, title: str) -> Heading:
        """The heading of this level; its id is given in the title (`{#id}`) or made of it."""
        given = _GIVEN.search(title)
        title = _GIVEN.sub("", title).strip()
        while self._sections and self._sections[-1][0] >= level:
            self._sections.pop()
        wanted = given[1] if given else self._made(title)
        name, count = wanted, 2
        while name in self._taken:
            name, count = f"{wanted}-{count}", count + 1
        self._taken.add(name)
        self._sections.append((level, name))
        self.found.append(Heading(id=name, title=title, level=level))
        return self.found[-1]

    def _made(self, title: str) -> str:
        slug = self.slugs.slug
        plain = _short(slug(_NUMBER.sub("", title, count=1)) or slug(title) or "jie", _LENGTH)
        section = next((id_ for _, id_ in self._sections), "")
        return f"{_short(section, _PREFIX)}-{plain}" if section else plain


def _short(name: str, limit: int) -> str:
    """A slug, cut between two syllables."""
    if len(name) <= limit:
        return name
    return name[: limit + 1].rpartition("-")[0] or name[:limit]


def without_id(html: str) -> str:
    """A heading's HTML without the id that its author gave it."""
    return _GIVEN.sub("", html)
