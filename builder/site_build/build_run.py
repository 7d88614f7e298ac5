"""What the steps of one build share: settings, inputs, store, data and processes. `build` and the commands of `desk` open one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from builder.cache.store import Store
from builder.parallel.fragment_rendering import RenderOptions
from builder.parallel.page_workers import PageWorkers
from builder.parallel.render_helper import RenderHelper
from builder.settings.settings import Settings
from builder.site_build.cached_data import CachedData
from builder.site_build.inputs import Inputs
from builder.site_build.restatements import Ledgers
from builder.site_build.search.search_index import SearchIndexer
from builder.site_build.site_plan import SitePlanner
from builder.theme.assets import vega_path

_LARGE = 400  # source and data files: two processes refresh so many sooner than one


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
    counts: Counter[str] = field(default_factory=Counter)
    helper: RenderHelper | None = None

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
            unconfined_code=self.settings.options.unconfined_code,
            rising=settings.options.rising,
            cache=settings.cache_dir,
            fonts=settings.fonts,
            vega=vega_path(self.inputs.vega),
            root=settings.root,
        )

    def close(self) -> None:
        """Let all other processes go."""
        self.workers.close()
        if self.helper:
            self.helper.close()


def new_run(settings: Settings, inputs: Inputs, store: Store, *, now: datetime, workers: int) -> BuildRun:
    """A run over these inputs. Close it at the end."""
    page_workers = PageWorkers(workers)
    data = CachedData(settings, store, inputs.code, inputs.data, settings.day_of(now))
    indexer = SearchIndexer(store, inputs.code)
    return BuildRun(
        settings=settings,
        inputs=inputs,
        store=store,
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
        now=now,
    )


@contextmanager
def open_run(settings: Settings, *, now: datetime, workers: int) -> Iterator[BuildRun]:
    """A run for a command of `desk`: reads the inputs, and holds the store open."""
    with Store(settings.cache_dir) as store:
        inputs = Inputs.read(settings)
        with closing(new_run(settings, inputs, store, now=now, workers=workers)) as run:
            yield run
