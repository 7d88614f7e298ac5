"""A refresh by two processes makes the bytes that one alone makes, and the second is gone afterwards."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from builder import outline, rendering
from tests.site import SmallSite, history


def refreshed(site: SmallSite, *, workers: int) -> dict[str, bytes]:
    site.write("content/data/nav/990101.csv", history(1.0, 0.0005, days=430))
    result = site.build(workers=workers)
    assert result.problems == ()
    assert result.counts["fragments"] > 10
    assert not result.counts.get("pages") and not result.counts.get("shells")
    return site.pages()


def test_two_processes_make_what_one_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SmallSite.make(tmp_path / "one")
    site.build()
    shutil.copytree(site.root, tmp_path / "two")
    alone = refreshed(site, workers=1)
    monkeypatch.setattr(outline, "_LARGE", 0)
    monkeypatch.setattr(rendering, "_MANY", 1)
    monkeypatch.setattr(rendering, "_PART", 2)
    pools: list[ProcessPoolExecutor] = []
    started = rendering.Partner.__init__

    def noted(partner: rendering.Partner, look: rendering.Look) -> None:
        started(partner, look)
        pools.append(partner.executor)

    monkeypatch.setattr(rendering.Partner, "__init__", noted)
    both = SmallSite(tmp_path / "two")
    assert refreshed(both, workers=2) == alone
    assert len(pools) == 1
    with pytest.raises(RuntimeError, match="after shutdown"):
        pools[0].submit(print)
    assert sum(both.build(workers=2).counts.values()) == 0  # what the second process wrote is known to be there
    assert len(pools) == 1


def test_a_refresh_that_is_wrong_is_told_and_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = SmallSite.make(tmp_path)
    site.build()
    before = site.pages()
    monkeypatch.setattr(outline, "_LARGE", 0)
    site.write("content/data/nav/990101.csv", "date,nav\n2024-01-02,zero\n")
    result = site.build(workers=2)
    assert [one.id for one in result.problems] == ["bad-cell"]
    assert site.pages() == before
