"""Every file of the site as something to publish: filled pages, what comes with fragments, static files, the search index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.cache.store import Store
from builder.model import Directory, digest
from builder.output.fill_job import FillJob
from builder.output.publish import OutputFile, SiteFolder
from builder.parallel.fragment_rendering import decode_fragment
from builder.settings.settings import Settings
from builder.site_build.fragments import FragmentRecord
from builder.site_build.out_of_date import FileTrace, Trace
from builder.site_build.render_plan import RenderPlan
from builder.site_build.search.search_index import SearchIndex, SearchIndexer
from builder.site_build.slot_requests import Requests
from builder.templating import vega_module_path
from builder.theme.assets import vega_path
from builder.theme.frame_files import StaticFiles

_BATCH = 100  # files that are filled from one look into the store


@dataclass(frozen=True, kw_only=True)
class RenderedSite:
    """A site before it is filled."""

    rendering: RenderPlan
    requests: Mapping[str, Requests]  # of the files that are out of date: path -> hole -> request
    fragments: Mapping[str, FragmentRecord]  # by slot's id
    data: str  # key of the data files
    code: str  # digest of the code
    trace: Trace  # of the last build

    def attachments(self) -> dict[str, str]:
        """Files that come with fragments, e.g. a chart's CSV: site path -> digest."""
        digests: dict[str, str] = {}
        for path in self.rendering.up_to_date:
            digests |= self.trace.files[path].attachments
        for path in self.to_fill:
            digests |= self.attachments_of(path)
        return digests

    def attachments_of(self, path: str) -> dict[str, str]:
        """Files that come with the fragments of a file that is out of date."""
        records = (self.fragments[request.id] for request in self.requests[path].values())
        return {path: content for record in records for path, content in record.files.items()}

    @property
    def to_fill(self) -> list[str]:
        """The files of the site that are out of date; no drafts."""
        return [path for path in self.rendering.reasons if path in self.rendering.plan.files]

    def filled_with(self, path: str) -> str:
        """Names a file by its shell and by the digests of its fragments."""
        shell = self.rendering.plan.files[path].shell
        fragments = " ".join(
            f"{hole} {self.fragments[request.id].digest}" for hole, request in self.requests[path].items()
        )
        return digest(f"{self.code} {path} {shell} {fragments}")

    def new_trace(self, published: Mapping[str, str]) -> Trace:
        """What this build made; `published` has the digest of every file of the site."""
        plan, files = self.rendering.plan, {}
        for path, planned in plan.all_files.items():
            if path not in self.rendering.reasons:
                files[path] = self.trace.files[path]
            elif path in plan.files:
                files[path] = FileTrace(
                    shell=planned.shell,
                    slots=planned.slots,
                    filled_with=self.filled_with(path),
                    digest=published[path],
                    attachments=self.attachments_of(path),
                )
            else:
                files[path] = FileTrace(planned.shell, planned.slots)
        return Trace(data=self.data, files=files)


@dataclass(frozen=True, kw_only=True)
class SiteFiles:
    """Makes the files of a rendered site as they are taken."""

    rendered: RenderedSite
    static: StaticFiles
    index: SearchIndex
    indexer: SearchIndexer
    directory: Directory
    settings: Settings
    store: Store
    site: SiteFolder
    has_helper: bool  # whether another process makes contents too
    counts: Counter[str]  # "filled": how many files were filled

    @property
    def paths(self) -> list[str]:
        """All files of the site."""
        return [*self.rendered.rendering.plan.files, *self.rendered.attachments(), *self.static, *self.index.files]

    def all(self) -> Iterator[OutputFile]:
        """Every file of the site, with its content unless it is known to be on disk."""
        for path in self.rendered.rendering.up_to_date:
            yield OutputFile(path, self.rendered.trace.files[path].digest)
        paths = self.rendered.to_fill
        for start in range(0, len(paths), _BATCH):
            yield from self._filled(paths[start : start + _BATCH])
        yield from self._attachments()
        for path, (read, content_digest) in self.static.items():
            if self.site.holds(path, content_digest):
                yield OutputFile(path, content_digest)
            else:
                yield OutputFile(path, content=read())  # by its digest now: it may have changed meanwhile
        for path, content_digest in self.index.files.items():
            on_disk = self.site.holds(path, content_digest)
            content = None if on_disk else self.indexer.content(self.index, path, self.directory)
            yield OutputFile(path, content_digest, content)
        self.store.write()  # while the last files are still being written

    def _filled(self, paths: Sequence[str]) -> Iterator[OutputFile]:
        jobs: dict[str, FillJob] = {}
        for path in paths:
            before = self.rendered.trace.files.get(path)
            same = before is not None and before.filled_with == self.rendered.filled_with(path)
            if before and same and self.site.holds(path, before.digest):
                yield OutputFile(path, before.digest)
            else:
                jobs[path] = self._job(path)
        self.counts["filled"] += len(jobs)
        if self.has_helper:
            yield from (OutputFile(path, content=job.content) for path, job in jobs.items())
            return
        values = self.store.need_bytes(key for job in jobs.values() for key in (job.shell, *job.fragments.values()))
        yield from (OutputFile(path, content=job.content_from(values)) for path, job in jobs.items())

    def _job(self, path: str) -> FillJob:
        rendered = self.rendered
        shell = rendered.rendering.plan.files[path].shell
        fragments = {hole: rendered.fragments[request.id].key for hole, request in rendered.requests[path].items()}
        unwritten = self.store.unwritten((shell, *fragments.values())) if self.has_helper else {}
        return FillJob(
            store=self.settings.cache_dir,
            shell=shell,
            fragments=fragments,
            unwritten=unwritten,
            depth=path.count("/"),
        )

    def _attachments(self) -> Iterator[OutputFile]:
        keys = {path: record.key for record in self.rendered.fragments.values() for path in record.files}
        for path, content_digest in sorted(self.rendered.attachments().items()):
            content = None
            if not self.site.holds(path, content_digest):
                text = decode_fragment(self.store.need(keys[path])).files[path]
                content = text if isinstance(text, bytes) else text.encode()
            yield OutputFile(path, content_digest, content)


# ---------------------------------------------------------------------------------- files that no page or block makes


def vega_module(content: str, root: Path) -> StaticFiles:
    """The module that runs charts with parameters, by its digest; nothing where that is ""."""
    return {vega_path(content): (vega_module_path(root).read_bytes, content)} if content else {}
