"""Answers that a snapshot has given, so that each is computed once. The build and the render helper ask through it.

Cards, tables and pages of a fund ask much the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from builder.model import Answer, Ask

if TYPE_CHECKING:
    from builder.numbers.snapshot import Snapshot


class AnswerCache:
    """A snapshot with the answers that it has given."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._answers: dict[Ask, Answer] = {}

    def __call__(self, ask: Ask) -> Answer:
        """The answer to an ask. Raises KeyError as `Snapshot.answer` does."""
        if ask not in self._answers:
            self._answers[ask] = self._snapshot.answer(ask)
        return self._answers[ask]

    def compute_ahead(self, asks: Iterable[Ask]) -> None:
        """Compute the answers to many asks now: those that are alike are computed together."""
        self._answers |= self._snapshot.answers(ask for ask in asks if ask not in self._answers)
