"""Readable ids of headings, which stay when other headings come and go. Used by `body_html`.

An id is the title in pinyin without its number; below the second level it begins with the section's, so that "小结" in
two sections has two ids whatever their order. Only where title and section are the same does order count.
"""

from __future__ import annotations

import re

from builder.link_target import Anchors
from builder.model import Heading
from builder.words.slugs import Slugs

_NUMBER = re.compile(
    r"\A\s*(?:第?[一二三四五六七八九十百零〇]+[、.．:：]\s*|第[一二三四五六七八九十百零〇\d]+[章节部分篇]+[、:：\s]*"
    r"|[(（][一二三四五六七八九十\d]+[)）]\s*[、.]?\s*|\d+(?:\.\d+)*[.、．)）]\s*(?=\D)|\d+(?:\.\d+)+\s+(?=\D))"
)
_GIVEN_ID = re.compile(r"(?<!\s)\s*\{#([a-z0-9][a-z0-9-]*)\}\s*\Z")
_SECTION_LIMIT = 24  # characters of the section's id in an id below it
_TITLE_LIMIT = 56
_UNTITLED = "jie"  # 节: the id of a heading without a letter


class HeadingIds:
    """The headings of one page in order, each with its id; `taken` are ids that other elements of the page have."""

    def __init__(self, taken: frozenset[str] = frozenset(), slugs: Slugs | None = None) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}  # how often an id was wanted
        self.slugs = slugs or Slugs()
        self._sections: list[tuple[int, str]] = []  # level and id of the headings above the next one
        self.headings: list[Heading] = []

    def add(self, level: int, title: str) -> Heading:
        """The heading of this level; its id is given in the title (`{#id}`) or made of it."""
        given = _GIVEN_ID.search(title)
        title = without_given_id(title).strip()
        while self._sections and self._sections[-1][0] >= level:
            self._sections.pop()
        wanted = given[1] if given else self._from_title(title)
        id_, count = wanted, self._counts.get(wanted, 2)
        while id_ in self._taken:
            id_, count = f"{wanted}-{count}", count + 1
        self._counts[wanted] = count
        self._taken.add(id_)
        self._sections.append((level, id_))
        self.headings.append(Heading(id=id_, title=title, level=level))
        return self.headings[-1]

    @property
    def anchors(self) -> Anchors:
        """The page's headings and figures by every name that a link may give them."""
        ids: dict[str, str] = {}
        for heading in self.headings:
            for name in {Anchors.name(heading.title), Anchors.name(_NUMBER.sub("", heading.title, count=1))} - {""}:
                ids[name] = "" if name in ids else heading.id
        return Anchors(ids={**ids, **{id_: id_ for id_ in sorted(self._taken)}})

    def _from_title(self, title: str) -> str:
        slug = self.slugs.slug
        own = _shortened(slug(_NUMBER.sub("", title, count=1)) or slug(title) or _UNTITLED, _TITLE_LIMIT)
        section = next((id_ for _, id_ in self._sections), "")
        return f"{_shortened(section, _SECTION_LIMIT)}-{own}" if section else own


def without_given_id(title: str) -> str:
    """A heading's title, or its HTML, without the id that its author gave it."""
    return _GIVEN_ID.sub("", title)


def _shortened(slug: str, limit: int) -> str:
    """A slug, cut between two syllables."""
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rpartition("-")[0] or slug[:limit]
