"""What the cache lacks of the words' side is made here, in parallel where there is much of it: pages, bodies and shells.

Each step's key names all that goes into it; what was made under that key before is taken as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from builder.cache.codec import decode, to_json
from builder.cache.store import Store, key
from builder.model import GeneratedFile, Page, SourceFile, canonical_json, digest
from builder.output.fill import encode_shell
from builder.parallel.page_workers import PageOptions, frame_draft, frame_page, write_page
from builder.problem import Problem
from builder.settings.settings import Settings
from builder.templating import Templates
from builder.templating import vega_module_file as vega_module

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

In = TypeVar("In")
Out = TypeVar("Out")

_ALONE = 48  # so few pages are made sooner here than by workers that must first start


@dataclass(frozen=True, kw_only=True)
class PageRecord:
    """A source, understood: its page without the text, what lists show of it, and the key of its body."""

    page: Page
    excerpt: str
    topics: Mapping[str, str]  # topic -> url
    body_key: str

    @property
    def entry_key(self) -> str:
        """Where the store has the terms that find it; its text is at the same key with "text:" in front."""
        return "entry:" + self.body_key


@dataclass
class PageMaker:
    """Makes values and counts them. One per build."""

    settings: Settings
    store: Store
    engine: str  # digest of the code and versions
    looks: str  # digest of templates, theme and settings
    workers: int
    counts: Counter[str] = field(default_factory=Counter)

    def written(
        self, sources: Sequence[SourceFile], *, meanwhile: Callable[[], None]
    ) -> tuple[list[PageRecord], list[Problem]]:
        """Every source as a page and a body, and all that is wrong in them. `meanwhile` runs while workers write."""
        zone, chosen = self.settings.options.zone, self.settings.options.topics
        names = {source.path: key("words", self.engine, zone, chosen, source.path, source.digest) for source in sources}
        known = self.store.get_many(names.values())
        missing = [source for source in sources if names[source.path] not in known]
        problems: list[Problem] = []
        # Slugs are told to an edit only: the dictionary that they spare takes longer to load than one page to write.
        memo = key("slugs", self.engine)
        slugs = json.loads(self.store.get(memo) or "{}")
        told = slugs if len(missing) < _ALONE else {}
        learned: dict[str, str] = {}
        coming = self._map(write_page, [(source, zone, told, chosen) for source in missing])
        meanwhile()
        for source, made in zip(missing, coming, strict=True):
            if isinstance(made, list):
                problems += made
                continue
            record, body, entry, new = made
            learned |= new
            name = "body:" + names[source.path]
            terms, text = entry
            self.store.put_many({names[source.path]: record, name: body, "entry:" + name: terms, "text:" + name: text})
            known[names[source.path]] = record
            self.counts["pages"] += 1
        if not learned.items() <= slugs.items():
            self.store.put(memo, canonical_json(slugs | learned))
        kept = [_written(known[name], "body:" + name) for name in names.values() if name in known]
        return kept, problems

    def shell_of_page(self, one: PageRecord, *, synthetic: bool) -> str:
        """The key of a page's shell, known before it is made."""
        return key("shell", self.looks, self.engine, synthetic, one.body_key)

    def shell_of_leaf(self, leaf: GeneratedFile, *, synthetic: bool) -> str:
        """The key of a generated leaf's shell; leaves with equal drafts share one."""
        return key(
            "leaf-shell", self.looks, self.engine, synthetic, leaf.shell_input and to_json(leaf.shell_input), leaf.text
        )

    def shells(
        self, pages: Mapping[str, PageRecord], leaves: Mapping[str, GeneratedFile], *, synthetic: bool
    ) -> Callable[[], None]:
        """Begin to make the shells of these keys; what is returned waits until the store has them all."""
        known = self.store.get_many([*pages, *leaves])
        look = PageOptions(self.settings, synthetic, self.looks)
        texts = {
            name: encode_shell(leaf.text)
            for name, leaf in leaves.items()
            if leaf.text is not None and name not in known
        }
        self.store.put_many(texts)
        drafts = {name: leaf.shell_input for name, leaf in leaves.items() if leaf.shell_input and name not in known}
        lacking = {name: one for name, one in pages.items() if name not in known}
        bodies = self.store.get_many(one.body_key for one in lacking.values())
        tasks = [(look, one.page, dict(one.topics), bodies[one.body_key]) for one in lacking.values()]
        of_pages = self._map(frame_page, tasks)
        of_drafts = self._map(frame_draft, [(look, draft) for draft in drafts.values()])

        def finish() -> None:
            self.store.put_many(dict(zip(lacking, of_pages, strict=True)))
            self.store.put_many(dict(zip(drafts, of_drafts, strict=True)))
            self.counts["shells"] += len(lacking) + len(drafts)

        return finish

    @cached_property
    def templates(self) -> Templates:
        """The templates, loaded once."""
        return Templates.with_cache(self.settings.cache_dir)

    def theme_files(self) -> dict[str, tuple[Path, str]]:
        """The theme's static files and our own: site path -> (file on disk, digest)."""
        name = key("theme-files", self.looks, self.engine, str(self.settings.config))
        known = self.store.get(name)
        if known is None:
            from builder.theme.assets import asset_files

            found = asset_files()
            known = canonical_json({path: [str(file), digest(file.read_bytes())] for path, file in found.items()})
            self.store.put(name, known)
        return {path: (Path(file), content) for path, (file, content) in json.loads(known).items()} | self._vega

    @property
    def vega(self) -> str:
        """The site path of the module that runs charts with parameters; "" where it was not built."""
        return next(iter(self._vega), "")

    @cached_property
    def _vega(self) -> dict[str, tuple[Path, str]]:
        """The module that runs charts with parameters, as `theme_files` tells files; nothing where it was not built."""
        file = vega_module(self.settings.root)
        if file is None:
            return {}
        content = digest(file.read_bytes())
        return {f"assets/briefings/vega.{content[:8]}.js": (file, content)}

    def _map(self, work: Callable[[In], Out], tasks: Sequence[In]) -> Iterator[Out]:
        """The work on each task, in order: begun at once by workers where there is much, done on demand where not."""
        if len(tasks) < _ALONE or self.workers < 2:
            return map(work, tasks)
        return self._pool.map(work, tasks, chunksize=max(1, len(tasks) // (self.workers * 6)))

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        # Spawned, since a fork would copy whatever threads and locks the libraries hold.
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))

    def close(self) -> None:
        """Let the workers go."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(cancel_futures=True)


def _written(record: str, body_key: str) -> PageRecord:
    value = json.loads(record)
    return PageRecord(
        page=decode(Page, value["page"]), excerpt=value["excerpt"], topics=value["topics"], body_key=body_key
    )
