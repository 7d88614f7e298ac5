"""What to render: each file that is out of date, why, and what its holes ask for. Build, explain and refresh ask the same plan."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.cache.store import Store
from builder.model import canonical_json
from builder.output.publish import SiteFolder
from builder.site_build.site_plan import SitePlan
from builder.site_build.slot_requests import Requests, load_requests
from builder.site_build.trace import FileTrace, Trace, out_of_date

_BATCH = 300  # files
_TRACE_KEY = "last"
ASKED_FOR = ("somebody asks for it",)


@dataclass(frozen=True, kw_only=True)
class RenderPlan:
    """The files of a site plan that are to be looked into."""

    plan: SitePlan
    reasons: Mapping[str, Sequence[str]]  # path -> why it is out of date; a draft has the path of its source
    batches: Sequence[Mapping[str, Requests]]  # what these files ask for: path -> hole -> request

    @property
    def up_to_date(self) -> list[str]:
        """The other files of the site."""
        return [path for path in self.plan.files if path not in self.reasons]


def plan_rendering(store: Store, plan: SitePlan, trace: Trace, *, data: str, site: SiteFolder | None) -> RenderPlan:
    """What to render so that the site is as the plan says. `data` is the key of the data files.

    Without a site no file can be missing there: what an earlier build checked is not checked again.
    """
    lost = [path for path, file in trace.files.items() if site and file.is_published and not _is_on(site, path, file)]
    return plan_all(store, plan, out_of_date(plan.all_files, trace, data=data, lost=frozenset(lost)))


def plan_all(store: Store, plan: SitePlan, reasons: Mapping[str, Sequence[str]] | None = None) -> RenderPlan:
    """What the files with reasons ask for; all files of the plan, where no reasons are given."""
    files = plan.all_files
    reasons = dict.fromkeys(files, ASKED_FOR) if reasons is None else reasons
    paths = list(reasons)
    batches = [
        load_requests(store, [(path, files[path].slots, files[path].source) for path in paths[start : start + _BATCH]])
        for start in range(0, len(paths), _BATCH)
    ]
    return RenderPlan(plan=plan, reasons=reasons, batches=batches)


def _is_on(site: SiteFolder, path: str, file: FileTrace) -> bool:
    """Whether a file and what comes with it are on the site as they were written."""
    return site.holds(path, file.digest) and all(site.holds(*attachment) for attachment in file.attachments.items())


def read_trace(store: Store) -> Trace:
    """What the last build made; an empty trace where there is none."""
    value = json.loads(store.get(_TRACE_KEY) or "{}")
    files = {path: FileTrace(*file) for path, file in value.get("files", {}).items()}
    return Trace(data=value.get("data", ""), files=files)


def keep_trace(store: Store, trace: Trace) -> None:
    """Keep a trace for the next build."""
    store.put(_TRACE_KEY, canonical_json({"data": trace.data, "files": trace.files}))
