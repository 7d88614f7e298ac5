"""A run over a small site, and numbers that its pages could ask for."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import datetime

from builder.model import Slot
from builder.settings.settings import read_settings
from builder.site_build.build_run import BuildRun, open_run
from builder.site_build.slot_requests import SlotRequest, encode_slots
from builder.slot_params.authored import NumberParams
from tests.site import NOW, SmallSite

CUT_OFF = "2024-02-19"


def opened(site: SmallSite, now: datetime = NOW) -> AbstractContextManager[BuildRun]:
    """A run over the site as it is on disk."""
    return open_run(read_settings(site.root / "mkdocs.yml"), now=now, workers=1)


def number_slot(series: str, measure: str = "nav", *, as_of: str = CUT_OFF, window: str = "") -> Slot:
    """The slot of a number on line 7 of a page, live where there is no cut-off."""
    params = NumberParams(series=series, measure=measure, as_of=as_of, window=window)
    return Slot(params=params, line=7, column=5, length=9)


def request_of(slot: Slot, source: str = "content/briefings/a.md") -> SlotRequest:
    """The request of a slot, as a plan has it."""
    (row,) = json.loads(encode_slots({"0": slot})).values()
    return SlotRequest._make([*row, source])
