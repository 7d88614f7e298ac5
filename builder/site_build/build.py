"""One build of a site, from its inputs to its files: `build` tells the story. Commands, MkDocs and the preview call it.

look -> plan -> render -> fill and publish -> remember
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from builder.cache.store import Store, with_sound_store
from builder.output.publish import PublishReport, SiteFolder
from builder.problem import Problem
from builder.settings.settings import Settings
from builder.site_build.inputs import Inputs
from builder.site_build.publication import sort_problems
from builder.theme.palette import palette_notes

_MOST_WAITING = 5  # pages that are named
Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build found, made and wrote."""

    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()  # what is no problem, and yet may surprise
    counts: Mapping[str, int] = field(default_factory=dict)  # pages, shells, fragments, filled, written, removed
    published: PublishReport | None = None


@with_sound_store
def build(
    settings: Settings,
    *,
    now: datetime,
    site_dir: Path | None = None,
    workers: int = 2,
    publish: bool = True,
    progress: Progress = lambda stage: None,
) -> BuildResult:
    """Build the site, or say all that is wrong and leave the site as it is.

    `now` decides which briefings are out. With `publish=False` nothing is filled or written: the site is only checked.
    """
    with Store(settings.cache_dir) as store:
        # Read behind the lock of the store: a build that this one waited for has changed it.
        site = SiteFolder(site_dir or settings.site_dir, settings.site_memory(site_dir or settings.site_dir))
        inputs = Inputs.read(settings)
        known = inputs.known_outcome(store, now) if publish else None
        if known and site.is_complete(known.files, content=inputs.key):
            return BuildResult(published=PublishReport(), notes=tuple(known.notes))
        # Imported only now: a build with nothing to do is over before any of it is loaded.
        from builder.site_build import steps
        from builder.site_build.build_run import new_run
        from builder.site_build.render_plan import read_trace

        with closing(new_run(settings, inputs, store, now=now, workers=workers)) as run:
            progress("words")
            run.start_helper()
            trace = read_trace(store)
            planned, rendering = steps.plan_site_and_rendering(run, trace, site if publish else None)
            if rendering is None:
                return _result(run.counts, planned.problems)
            progress("numbers")
            rendered, problems = steps.render(run, rendering, trace)
            if planned.problems or problems:
                return _result(run.counts, (*planned.problems, *problems))
            progress("shells")
            steps.keep_plan(run, planned)
            notes = (*run.data.directory.notes, *_waiting(settings, rendering.plan.waiting))
            if not publish:
                return _result(run.counts, notes=notes)
            progress("publish")
            published = steps.publish_site(run, rendered, site)
            notes = (*_missing(settings, published), *notes)
            steps.remember(run, rendered, published, notes)
            return _result(run.counts, published=published, notes=notes)


def _result(
    counts: Counter[str],
    problems: Sequence[Problem] = (),
    *,
    published: PublishReport | None = None,
    notes: tuple[str, ...] = (),
) -> BuildResult:
    if published:
        counts = counts | Counter(written=len(published.written), removed=len(published.removed))
    return BuildResult(problems=sort_problems(problems), counts=counts, published=published, notes=notes)


def _missing(settings: Settings, published: PublishReport) -> list[str]:
    """What the published site lacks, because settings or packages are not there."""
    notes = (
        []
        if settings.site_url
        else ["mkdocs.yml has no site_url: the site has no feeds, sitemap, canonical addresses and JSON-LD."]
    )
    shows_charts = any(path.startswith("charts/") for path in published.files)  # each of an author's comes with a file
    if settings.options.pictures and settings.fonts is None and shows_charts:
        notes.append("Charts have no pictures: install them with pip install 'fund-briefings[pictures]'.")
    return [*notes, *palette_notes(settings.theme)]


def _waiting(settings: Settings, waiting: Mapping[str, str]) -> tuple[str, ...]:
    """Which pages come out later, and when."""
    first = sorted(waiting.items(), key=lambda entry: entry[1])[:_MOST_WAITING]
    notes = [f"{settings.content}/{path} is published from {instant} on." for path, instant in first]
    more = len(waiting) - len(first)
    return (*notes, f"So are {more} more pages, later.") if more else tuple(notes)
