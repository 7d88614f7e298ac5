"""Records the frozen numbers of published briefings in content/data/ledger/, for `briefings publish-record`.

A recorded number is never changed: a build compares it with the data, to find restatements.
"""

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
from builder.settings.settings import read_settings


def publish_record(config: Path, *, now: datetime, workers: int) -> list[Path]:
    """Record every frozen number of a published briefing that has no record yet. Returns the files that were written.

    Raises Failed if the site has problems.
    """
    settings = read_settings(config)
    today = now.astimezone(ZoneInfo(settings.options.zone)).date().isoformat()
    with Store(settings.cache_dir) as store:
        run = BuildRun(settings, Inputs.read(settings), store, now, workers, lambda stage: None)
        try:
            plan = run.parts(SiteFolder(settings.cache_dir / "nowhere", settings.cache_dir / "nowhere.json"))
            if plan is None:
                raise Failed(publication.sort_problems(run.problems))
            folder = settings.data_dir / "ledger"
            paths = [_record(file, folder, run, today) for file in plan.todo if RESTATED in file.slots]
            return [path for path in paths if path]
        finally:
            run.close()


def _record(file: FileToFill, folder: Path, run: BuildRun, today: str) -> Path | None:
    """Add the new numbers of a briefing to its ledger file; None if there are none."""
    slug = file.slots[RESTATED].params["slug"]
    recorded = run.ledger.record(slug)
    asks = {ask for request in file.slots.values() for ask in blocks.asks(request.slot)}
    entries = restatements.entries(asks - recorded.keys(), run.data, today)
    if not entries:
        return None
    target = folder / f"{slug}.json"
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{slug}.json"  # builds do not read hidden files
    partial.write_text(restatements.written([*recorded.values(), *entries]), encoding="utf-8", newline="\n")
    partial.replace(target)
    return target
