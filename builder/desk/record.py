"""A site's published briefings in, the record of their frozen numbers in content/data/ledger/ out: written once, never changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from builder import blocks, ledger, plan, settings
from builder.build import River
from builder.cache import Store
from builder.inputs import Inputs
from builder.model import RESTATED
from builder.parts import Part
from builder.problem import Failed
from builder.publish import Site


def publish_record(config: Path, *, now: datetime, workers: int) -> list[Path]:
    """Record every frozen number of a published briefing that has no record yet, and name the files that were written.

    Raises Failed where the site has problems.
    """
    chosen = settings.read(config)
    on = now.astimezone(ZoneInfo(chosen.options.zone)).date().isoformat()
    with Store(chosen.cache_dir) as store:
        river = River(chosen, Inputs.read(chosen), store, now, workers, lambda stage: None)
        try:
            parts = river.parts(Site(chosen.cache_dir / "nowhere", chosen.cache_dir / "nowhere.json"))
            if parts is None:
                raise Failed(plan.sort_problems(river.problems))
            folder = chosen.data_dir / "ledger"
            briefings = (part for part in parts.todo if RESTATED in part.slots)
            written = [_recorded(part, folder, river, on) for part in briefings]
            return [path for path in written if path]
        finally:
            river.close()


def _recorded(part: Part, folder: Path, river: River, on: str) -> Path | None:
    slug = part.slots[RESTATED].params["slug"]
    known = river.ledger.record(slug)
    asks = {ask for one in part.slots.values() for ask in blocks.asks(one.slot)}
    new = ledger.entries(asks - known.keys(), river.data, on)
    if not new:
        return None
    target = folder / f"{slug}.json"
    folder.mkdir(parents=True, exist_ok=True)
    staged = folder / f".{slug}.json"  # hidden: an unfinished one is never read
    staged.write_text(ledger.written([*known.values(), *new]), encoding="utf-8", newline="\n")
    staged.replace(target)
    return target
