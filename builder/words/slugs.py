"""Slugs: a text as readable ASCII for an address, Chinese as pinyin. Used for pages, topics and headings.

The pinyin dictionary takes 0.16 s to load, so it is loaded only for a text that is not ASCII. Most of the time goes into
its phrases, which tell 银行 (yin-hang) from 行动 (xing-dong): see decision 3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from builder.model import digest

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_WORD = re.compile(r"[a-z0-9]+")


class Slugs:
    """Slugs, remembered: those that are `known` from earlier builds need no dictionary; new ones are put into `learned`.

    `listings` are the addresses that the site's settings give to listings, e.g. {"topics": {"形式": "xing-shi-2"}}.
    """

    def __init__(
        self, known: Mapping[str, str] | None = None, listings: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self._known = known or {}
        self._listings = listings or {}
        self.learned: dict[str, str] = {}

    def slug(self, text: str) -> str:
        """The text's slug, as the function `slug` makes it."""
        if text in self._known:
            return self._known[text]
        if text not in self.learned:
            self.learned[text] = slug(text)
        return self.learned[text]

    def listing(self, kind: str, name: str) -> str:
        """The address of a listing, e.g. "topics/ren-gong-zhi-neng/": its last part is the one in the settings, or that of
        `listing_slug`."""
        last = self._listings.get(kind, {}).get(name) or self.slug(name) or listing_slug(name)
        return f"{kind}/{last}/"


def slug(text: str) -> str:
    """The text as lower-case ASCII words and pinyin syllables with hyphens, e.g. "Sora是什么" -> "sora-shi-shen-me".

    Empty where the text holds neither letters, digits nor Chinese characters.
    """
    letters = unicodedata.normalize("NFKC", text).lower()
    if not letters.isascii():
        from pypinyin import lazy_pinyin

        decomposed = unicodedata.normalize("NFKD", " ".join(lazy_pinyin(letters)))
        letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return "-".join(_WORD.findall(letters))


def listing_slug(name: str) -> str:
    """The last part of a listing's address `topics/<slug>/`, e.g. "人工智能" -> "ren-gong-zhi-neng".

    A name without a single letter, such as an emoji, gets a part of its digest.
    """
    return slug(name) or f"topic-{digest(name)[:8]}"
