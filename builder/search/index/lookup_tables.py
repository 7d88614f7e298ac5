"""Small files of the search index that a browser fetches when it needs them: scripts, pinyin, and what to filter by.

Used by `site_build.search`. The tables of scripts and pinyin are the same on every site.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from builder.search.fold import is_in_gb2312, simplified_characters


def script_exceptions() -> str:
    """The characters of GB 2312 that have a simplified form. Every other character of that set is simplified already."""
    return "".join(sorted(char for char in simplified_characters() if is_in_gb2312(char)))


def script_table() -> str:
    """Two lines: the traditional characters, and below each its simplified form."""
    pairs = sorted(simplified_characters().items())
    return f"{''.join(char for char, _ in pairs)}\n{''.join(simple for _, simple in pairs)}\n"


def pinyin_table() -> str:
    """One line per syllable with the characters of GB 2312 that are read so, e.g. "yi 一乙亿…"."""
    from pypinyin import lazy_pinyin

    chars = [char for point in range(0x4E00, 0xA000) if is_in_gb2312(char := chr(point))]
    by_syllable: dict[str, list[str]] = {}
    for char in chars:
        by_syllable.setdefault(lazy_pinyin(char)[0].replace("ü", "v"), []).append(char)
    return "".join(f"{syllable} {''.join(chars)}\n" for syllable, chars in sorted(by_syllable.items()))


def facet_table(columns: Iterable[str], topics: Iterable[str], slugs: Mapping[str, str], years: Iterable[str]) -> str:
    """What briefings can be filtered by, as JSON; columns and topics with the most used first.

    Columns, topics and years are given once per briefing that has them. `slugs` maps a topic to the pinyin of its address.
    """
    facets = {
        "series": _by_use(columns),
        "topics": [[topic, slugs.get(topic, "").replace("-", "")] for topic in _by_use(topics)],
        "years": sorted(set(years), reverse=True),
    }
    return json.dumps(facets, ensure_ascii=False, separators=(",", ":"))


def _by_use(names: Iterable[str]) -> list[str]:
    counts = Counter(name for name in names if name)
    return sorted(counts, key=lambda name: (-counts[name], name))
