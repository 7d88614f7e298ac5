"""Text in, the readable ASCII of an address out: Chinese as pinyin.

The pinyin dictionary costs 0.16 s to load, so it is loaded only when a text that is not ASCII comes along. Its phrases
are what costs, and what tells 银行 (yin-hang) from 行动 (xing-dong): see decision 3.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from builder.model import digest

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
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
