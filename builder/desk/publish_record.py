"""A site's published briefings in, the record of their frozen numbers in content/data/ledger/ out: written once, never changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from builder import blocks
from builder.build import publication, restatements
from builder.build.inputs import Inputs
from builder.build.render_plan import FileToFill
from builder.build.run import BuildRun
from builder.cache.store import Store
from builder.model import RESTATED
from builder.output.publish import SiteFolder
from builder.problem import Failed
from builder.settings import settings


def publish_record(config: Path, *, now: datetime, workers: int) -> list[Path]:
    """Record every frozen number of a published briefing that has no record yet, and name the files that were written.

    Raises Failed where the site has problems.
    """
    chosen = settings.read_settings(config)
    on = now.astimezone(ZoneInfo(chosen.options.zone)).date().isoformat()
    with Store(chosen.cache_dir) as store:
        river = BuildRun(chosen, Inputs.read(chosen), store, now, workers, lambda stage: None)
        try:
            parts = river.parts(SiteFolder(chosen.cache_dir / "nowhere", chosen.cache_dir / "nowhere.json"))
            if parts is None:
                raise Failed(publication.sort_problems(river.problems))
            folder = chosen.data_dir / "ledger"
            briefings = (part for part in parts.todo if RESTATED in part.slots)
            written = [_recorded(part, folder, river, on) for part in briefings]
            return [path for path in written if path]
        finally:
            river.close()


def _recorded(part: FileToFill, folder: Path, river: BuildRun, on: str) -> Path | None:
    slug = part.slots[RESTATED].params["slug"]
    known = river.ledger.record(slug)
    asks = {ask for one in part.slots.values() for ask in blocks.asks(one.slot)}
    new = restatements.entries(asks - known.keys(), river.data, on)
    if not new:
        return None
    target = folder / f"{slug}.json"
    folder.mkdir(parents=True, exist_ok=True)
    staged = folder / f".{slug}.json"  # hidden: an unfinished one is never read
    staged.write_text(restatements.written([*known.values(), *new]), encoding="utf-8", newline="\n")
    staged.replace(target)
    return target
