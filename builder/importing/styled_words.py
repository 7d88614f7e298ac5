"""Words of a page with their styles, written as Markdown that reads the same. Used by `web_page`."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field

_SIGNS = {"bold": "**", "italic": "*", "struck": "~~"}
_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)


@dataclass
class StyledWords:
    """Words as a page gives them, piece by piece; neighbours of one style are one piece."""

    pieces: list[tuple[str, frozenset[str], str]] = field(default_factory=list)  # words, styles, address of a link

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(words for words, _, _ in self.pieces)

    def add(self, words: str, styles: Set[str]) -> None:
        """Words that follow."""
        if words:
            self._append(words, frozenset(styles), "")

    def add_link(self, link: StyledWords, address: str) -> None:
        """The words of a link that follow; with "" only its words."""
        if not address:
            for words, styles, _ in link.pieces:
                self._append(words, styles, "")
        elif link.text.strip():
            self.pieces.append((link.text, frozenset(), address))

    def _append(self, words: str, styles: frozenset[str], address: str) -> None:
        if self.pieces and self.pieces[-1][1:] == (styles, ""):
            words = self.pieces.pop()[0] + words
        self.pieces.append((words, styles, address))

    def markdown(self, escape: Callable[[str], str]) -> str:
        """The words as one line of Markdown. Where all are bold, none is: that is a heading's or a page's look."""
        pieces = [(re.sub(r"\s+", " ", words), styles, address) for words, styles, address in self.pieces]
        spoken = [styles for words, styles, _ in pieces if words.strip()]
        common = frozenset.intersection(*spoken) if spoken else frozenset()
        behind = [*(words[:1] for words, _, _ in pieces[1:]), ""]
        return "".join(
            _piece(words, styles - common, address, escape, after)
            for (words, styles, address), after in zip(pieces, behind, strict=True)
        ).strip()


def _piece(words: str, styles: frozenset[str], address: str, escape: Callable[[str], str], after: str) -> str:
    """A piece as Markdown. Signs of a style stand beside letters, so that Markdown reads them beside Chinese punctuation too."""
    if address:
        shown = escape(" ".join(words.split())).replace("]", "\\]")
        return f"[{shown}](<{address}>)" if re.search(r"[()\s]", address) else f"[{shown}]({address})"
    match = _EDGES.fullmatch(words)
    if not styles or match is None or not match[2] or "$" in words:
        return escape(words)
    before, inner, end = match.groups()
    signs_inside = (
        len(end.rstrip()) - after.isalnum()
    )  # behind punctuation Markdown reads them too, where no letter follows
    if signs_inside > 0:
        inner, end = inner + end[:signs_inside], end[signs_inside:]
    signs = "".join(_SIGNS[style] for style in sorted(styles))
    return f"{escape(before)}{signs}{escape(inner)}{signs[::-1]}{escape(end)}"
