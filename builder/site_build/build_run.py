"""What the steps of one build share: settings, inputs, store, data and processes. `run` and the commands of `desk` open one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from builder.cache.store import Store
from builder.output.publish import PublishReport, SiteFolder
from builder.parallel.fragment_rendering import RenderOptions
from builder.parallel.page_workers import PageWorkers
from builder.parallel.render_helper import RenderHelper
from builder.problem import Problem
from builder.settings.settings import Settings
from builder.site_build import publication, static_files
from builder.site_build.cached_data import CachedData
from builder.site_build.inputs import Inputs
from builder.site_build.restatements import Ledgers
from builder.site_build.search_index import SearchIndexer
from builder.site_build.site_plan import SitePlanner

Progress = Callable[[str], None]
_LARGE = 400  # source and data files: two processes refresh so many sooner than one


@dataclass(frozen=True, kw_only=True)
class BuildResult:
    """What a build found, made and wrote."""

    problems: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # pages, shells, fragments, filled, written, removed
    published: PublishReport | None = None

    @property
    def shows_charts(self) -> bool:
        """Whether a chart of an author's is on the site that was published now: each comes with a file."""
        return any(path.startswith("charts/") for path in (self.published.files if self.published else ()))


@dataclass(kw_only=True)
class BuildRun:
    """What the steps of one build share."""

    settings: Settings
    inputs: Inputs
    store: Store
    now: datetime
    workers: PageWorkers
    data: CachedData
    planner: SitePlanner
    indexer: SearchIndexer
    ledgers: Ledgers
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    helper: RenderHelper | None = None

    def is_complete(self, site: SiteFolder) -> bool:
        """Whether the site is exactly what an earlier build made of these very inputs."""
        files = self.inputs.known_files(self.store, self.now)
        return bool(files) and site.is_complete(files)

    def start_helper(self) -> None:
        """Start a second process where a large site has new data and known words. It begins to load the data."""
        is_large = len(self.inputs.content.sources) + len(self.inputs.data) >= _LARGE
        if self.workers.count > 1 and is_large and self.planner.words_are_known and not self.data.is_known:
            self.helper = RenderHelper(self.render_options)
            self.data.load = self.helper.load_data(self.data.folder, self.data.options)

    @property
    def render_options(self) -> RenderOptions:
        """What shapes fragments besides their slots and the data."""
        settings = self.settings
        return RenderOptions(
            rising=settings.options.rising,
            cache=settings.cache_dir,
            fonts=settings.fonts,
            vega=next(iter(static_files.vega_module(settings)), ""),
        )

    def result(self, problems: Sequence[Problem] = (), published: PublishReport | None = None) -> BuildResult:
        """The result of the build."""
        counts = Counter(self.counts)
        if published:
            counts |= Counter(written=len(published.written), removed=len(published.removed))
        return BuildResult(problems=publication.sort_problems(problems), counts=counts, published=published)

    def close(self) -> None:
        """Let all other processes go."""
        self.workers.close()
        if self.helper:
            self.helper.close()


@contextmanager
def open_run(
    settings: Settings, *, now: datetime, workers: int, progress: Progress = lambda stage: None
) -> Iterator[BuildRun]:
    """Look at everything below the site's folder, and hold the store open."""
    with Store(settings.cache_dir) as store:
        inputs = Inputs.read(settings)
        page_workers = PageWorkers(workers)
        data = CachedData(settings, store, inputs.code, inputs.data)
        indexer = SearchIndexer(store, inputs.code)
        run = BuildRun(
            settings=settings,
            inputs=inputs,
            store=store,
            now=now,
            workers=page_workers,
            data=data,
            indexer=indexer,
            planner=SitePlanner(
                settings=settings,
                inputs=inputs,
                store=store,
                data=data,
                indexer=indexer,
                now=now,
                workers=page_workers,
            ),
            ledgers=Ledgers(settings=settings, store=store, code=inputs.code, files=inputs.data, data=data),
            progress=progress,
        )
        try:
            yield run
        finally:
            run.close()
