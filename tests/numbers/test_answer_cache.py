"""The answers of a snapshot: each is computed once, alone or with others."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import Ask
from builder.numbers.answer_cache import AnswerCache
from builder.numbers.snapshot import Snapshot
from tests.numbers.folder import HISTORY, fund

ASKS = [Ask(series="fund:990001", measure=measure) for measure in ("nav", "change", "date")]


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    return fund(tmp_path, HISTORY.splitlines()[1:])


def test_an_answer_is_computed_once(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Ask] = []
    compute = Snapshot.answer
    monkeypatch.setattr(Snapshot, "answer", lambda self, ask: asked.append(ask) or compute(self, ask))
    cache = AnswerCache(snapshot)
    assert cache(ASKS[0]) is cache(ASKS[0])
    cache.compute_ahead(ASKS)
    assert [cache(ask).value for ask in ASKS] == [compute(snapshot, ask).value for ask in ASKS]
    assert asked == ASKS


def test_a_series_that_does_not_exist_is_our_own_mistake(snapshot: Snapshot) -> None:
    with pytest.raises(KeyError):
        AnswerCache(snapshot)(Ask(series="fund:1", measure="nav"))
