"""What the readers of all formats make of a saved file: its passages in order, and its pictures. `article` takes them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_MARKUP = re.compile(r"[\\*`~=_]")
# Signs that Markdown would read in words that were never Markdown.
_SIGNS = re.compile(
    r"\\|\*|`|~~|==|\[|\{|\}|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|(?<![^\W\d_])_(?=\w)|(?<=[^\W\d])_(?![^\W\d_])"
)
_LINE_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s)|:(?=\s)|!!!|\?\?\?|-{3,}$|={2,}$|\|")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s)")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A paragraph, heading, list item, picture or table of a saved file."""

    kind: str  # "paragraph", "heading", "item", "picture" or "table"
    text: str  # Markdown; of a picture, how the file names it, e.g. "sora_files/640.png"
    level: int = 0  # of a heading or an item; 1 is the highest
    line: int = 0  # in the saved file, from 1
    role: str = ""  # "title", "author", "account", "time" or "body" where the page says so
    alt: str = ""  # of a picture: what its page says that it shows

    @property
    def words(self) -> str:
        """The text without what Markdown reads, for comparing and for people."""
        return _MARKUP.sub("", self.alt or self.text) if self.kind == "picture" else _MARKUP.sub("", self.text)


@dataclass(frozen=True, kw_only=True)
class SavedArticle:
    """All that a reader found in a saved file."""

    passages: tuple[Passage, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # those inside the file, by the name that passages use
    title: str = ""  # that the file gives itself, e.g. in <title>
    time: str = ""  # likewise, e.g. "2024-02-20 14:50"
    author: str = ""


def as_markdown(text: str) -> str:
    """Words as Markdown that shows them as they are. Cashtags and topics stay what they are."""
    escaped = _SIGNS.sub(
        lambda match: "\\" + match[0] if len(match[0]) == 1 else f"\\{match[0][0]}\\{match[0][1]}", text
    )
    escaped = f"\\{escaped}" if _LINE_START.match(escaped) else escaped
    return _NUMBERED.sub(r"\1\\\2", escaped, count=1) if _NUMBERED.match(escaped) else escaped
