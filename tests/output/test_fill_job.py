"""A file is joined from what the store has written and what it has not, the same bytes in any process."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from builder.cache.store import DamagedStoreError, Store
from builder.model import DETAILS_CLOSE, DETAILS_OPEN, ROOT, SINCES, hole
from builder.output.fill import encode_shell
from builder.output.fill_job import LEAD_DRAWING, FillJob

SHELL = f"<h1>简报</h1>{hole('0')}<p>{hole('1')}</p>"
CARD = f'\n<a href="{ROOT}funds/">卡</a>{hole("since")}'
LINES = f"\n{hole('0/since')}自发布以来"
HOLES = {"0": "card", "1": "number", SINCES: "lines"}
WANTED = '<h1>简报</h1><a href="../../funds/">卡</a>自发布以来<p>+1.00%</p>'


def joint(folder: Path, fresh: Mapping[str, str]) -> FillJob:
    return FillJob(store=folder, shell="shell", fragments=HOLES, unwritten=fresh, depth=2)


def test_here_and_in_another_process_from_what_is_written_and_what_is_not(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put_many({"shell": encode_shell(SHELL), "card": CARD, "number": "\n+1.00%"})
        store.write()
        store.put("lines", LINES)
        one = joint(tmp_path, store.unwritten(["shell", *HOLES.values()]))
        assert list(one.unwritten) == ["lines"]
        assert one.content().decode() == WANTED
        assert one.content_from(store.need_bytes(["shell", *HOLES.values()])).decode() == WANTED
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            assert pool.submit(one.content).result().decode() == WANTED


def test_what_neither_has_was_lost_by_the_store(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("shell", encode_shell(SHELL))
        store.write()
        with pytest.raises(DamagedStoreError):
            joint(tmp_path, {"card-2": CARD})._replace(fragments={"0": "nowhere", "1": "card-2"}).content()


def test_the_lead_of_the_front_page_has_a_chart_without_its_details(tmp_path: Path) -> None:
    shell = f"{hole('figure')}{hole('0')}"
    values = {
        "shell": encode_shell(shell),
        "frame": f"\n<figure>{hole('drawing')}</figure>",
        "chart": f"\n<svg/>{DETAILS_OPEN}<table>{DETAILS_CLOSE}",
    }
    holes = {"figure": "frame", LEAD_DRAWING: "chart", "0": "chart"}
    one = FillJob(store=tmp_path, shell="shell", fragments=holes, unwritten=values, depth=0)
    assert one.content_from({}).decode() == "<figure><svg/></figure><svg/><table>"
