"""Records the frozen numbers of published briefings in content/data/ledger/, for `briefings publish-record`.

A recorded number is never changed: a build compares it with the data, to find restatements.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from builder import blocks
from builder.cache.replace_file import replace_file
from builder.cache.store import with_sound_store
from builder.model import RESTATED
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below
from builder.settings.settings import read_settings
from builder.site_build.build_run import BuildRun, open_run
from builder.site_build.ledger import encode_ledger, ledger_path, new_entries
from builder.site_build.slot_requests import Requests
from builder.site_build.steps import check_whole_site
from builder.slot_params.generated import RestatedParams


@with_sound_store
def publish_record(config: Path, *, now: datetime, workers: int) -> list[Path]:
    """Record every frozen number of a published briefing that has no record yet. Returns the files that were written.

    Raises Failed if the site has problems.
    """
    settings = read_settings(config)
    today = settings.day_of(now)
    with open_run(settings, now=now, workers=workers) as run:
        rendered = check_whole_site(run)
        briefings = [holes for path in rendered.to_fill if RESTATED in (holes := rendered.requests[path])]
        paths = [_record(requests, settings.data_dir, run, today) for requests in briefings]
    return [path for path in paths if path]


def _record(requests: Requests, data: Path, run: BuildRun, today: str) -> Path | None:
    """Add the new numbers of a briefing to its ledger file; None if there are none."""
    slug = RestatedParams.from_json(requests[RESTATED].params).slug
    recorded = run.ledgers.ledger(slug)
    asks = {ask for request in requests.values() for ask in blocks.asks(request.slot)}
    entries = new_entries(asks - recorded.keys(), run.data, today)
    if not entries:
        return None
    path = ledger_path(slug)
    try:
        target = path_below(data, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, encode_ledger([*recorded.values(), *entries]))  # builds do not read hidden files
    except UnsafePathError as error:
        raise Failed([Problem(id="unsafe-path", path=path, message=f"the path of this ledger {error}")]) from None
    except OSError as error:
        message, hint = f"the ledger cannot be written: {error.strerror or error}", "mend the cause and record again"
        raise Failed([Problem(id="unwritable", path=path, message=message, hint=hint)]) from error
    return target
