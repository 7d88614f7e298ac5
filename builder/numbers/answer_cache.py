"""Questions in, their answers out, each computed once; cards, tables and pages of a fund ask much the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from builder.model import Answer, Ask

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot


class AnswerCache:
    """What a snapshot has been asked, and what it said."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._found: dict[Ask, Answer] = {}

    def __call__(self, ask: Ask) -> Answer:
        """What the data say, as `Snapshot.answer` does."""
        if ask not in self._found:
            self._found[ask] = self._snapshot.answer(ask)
        return self._found[ask]

    def ahead(self, asks: Iterable[Ask]) -> None:
        """Have the answers to many questions ready: those that are alike are found together."""
        self._found |= self._snapshot.answers(ask for ask in asks if ask not in self._found)
