"""Text in, the readable ASCII of an address out: Chinese as pinyin.

The pinyin dictionary costs 0.16 s to load, so it is loaded only when a text that is not ASCII comes along. Its phrases
are what costs, and what tells 银行 (yin-hang) from 行动 (xing-dong): see decision 3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from builder.model import digest

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_WORD = re.compile(r"[a-z0-9]+")


class Slugs:
    """Slugs as they are asked for. Those known from before cost no dictionary; those that are new are in `learned`.

    `topics` are the addresses that the site's settings give to topics, e.g. {"形式": "xing-shi-2"}.
    """

    def __init__(self, known: Mapping[str, str] | None = None, topics: Mapping[str, str] | None = None) -> None:
        self._known = known or {}
        self._topics = topics or {}
        self.learned: dict[str, str] = {}

    def slug(self, text: str) -> str:
        """As `slug`."""
        if text in self._known:
            return self._known[text]
        if text not in self.learned:
            self.learned[text] = slug(text)
        return self.learned[text]

    def topic(self, topic: str) -> str:
        """As `topic_slug`."""
        return self._topics.get(topic) or self.slug(topic) or topic_slug(topic)


def slug(text: str) -> str:
    """The text as lower-case ASCII words and pinyin syllables with hyphens, e.g. "Sora是什么" -> "sora-shi-shen-me".

    Empty where the text holds neither letters, digits nor Chinese characters.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    if not plain.isascii():
        from pypinyin import lazy_pinyin

        spelt = " ".join(lazy_pinyin(plain))
        plain = "".join(one for one in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(one))
    return "-".join(_WORD.findall(plain))


def topic_slug(topic: str) -> str:
    """The last part of a topic page's address `topics/<slug>/`, e.g. "人工智能" -> "ren-gong-zhi-neng".

    A topic without a single letter (an emoji) is named by its digest.
    """
    return slug(topic) or f"topic-{digest(topic)[:8]}"
