"""What the sites share in, small files that a reader's browser asks for at need out: scripts, pinyin, and what to filter by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

from builder.search.fold import common, simplified


def exceptions() -> str:
    """The characters of GB 2312 that are written otherwise in simplified script; any other of that set stays as it is."""
    return "".join(sorted(char for char in simplified() if common(char)))


def scripts() -> str:
    """Two lines: traditional characters, and below each the simplified one."""
    table = sorted(simplified().items())
    return f"{''.join(one for one, _ in table)}\n{''.join(other for _, other in table)}\n"


def pinyin() -> str:
    """A line for each syllable: it, and the characters of GB 2312 that are read so, e.g. "yi 一乙亿…"."""
    from pypinyin import lazy_pinyin

    chars = [char for point in range(0x4E00, 0xA000) if common(char := chr(point))]
    spoken: dict[str, list[str]] = {}
    for char in chars:
        spoken.setdefault(lazy_pinyin(char)[0].replace("ü", "v"), []).append(char)
    return "".join(f"{syllable} {''.join(held)}\n" for syllable, held in sorted(spoken.items()))


def facets(series: Iterable[str], topics: Iterable[str], slugs: Mapping[str, str], years: Iterable[str]) -> str:
    """What briefings can be filtered by, the most used first, topics with the pinyin of their address; once for each use."""
    value = {
        "series": _by_use(series),
        "topics": [[topic, slugs.get(topic, "").replace("-", "")] for topic in _by_use(topics)],
        "years": sorted(set(years), reverse=True),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _by_use(names: Iterable[str]) -> list[str]:
    counted = Counter(name for name in names if name)
    return sorted(counted, key=lambda name: (-counted[name], name))
