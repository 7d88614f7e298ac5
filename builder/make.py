"""What the cache lacks is made here, in parallel where there is much of it: pages, bodies, shells and fragments.

Each step's key names all that goes into it; what was made under that key before is taken as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from builder import blocks
from builder.cache import Store, key
from builder.data import Data
from builder.model import Fragment, Leaf, Page, Shell, Slot, Source, canonical, digest
from builder.plain import spelled, unplain
from builder.problem import Problem
from builder.render import Templates
from builder.settings import Settings
from builder.workers import Look, frame_draft, frame_page, spell, write_page

In = TypeVar("In")
Out = TypeVar("Out")

_ALONE = 48  # so few pages are made sooner here than by workers that must first start


@dataclass(frozen=True, kw_only=True)
class Written:
    """A source, understood: its page without the text, what lists show of it, and the key of its body."""

    page: Page
    excerpt: str
    topics: Mapping[str, str]  # topic -> url
    body_key: str


@dataclass
class Maker:
    """Makes values and counts them. One per build."""

    settings: Settings
    store: Store
    engine: str  # digest of the code and versions
    looks: str  # digest of templates, theme and settings
    workers: int
    counts: Counter[str] = field(default_factory=Counter)

    def written(
        self, sources: Sequence[Source], *, meanwhile: Callable[[], None]
    ) -> tuple[list[Written], list[Problem]]:
        """Every source as a page and a body, and all that is wrong in them. `meanwhile` runs while workers write."""
        zone = self.settings.options.zone
        names = {source.path: key("words", self.engine, zone, source.path, source.digest) for source in sources}
        known = self.store.get_many(names.values())
        missing = [source for source in sources if names[source.path] not in known]
        problems: list[Problem] = []
        coming = self._map(write_page, [(source, zone) for source in missing])
        meanwhile()
        for source, made in zip(missing, coming, strict=True):
            if isinstance(made, list):
                problems += made
                continue
            record, body = made
            self.store.put_many({names[source.path]: record, "body:" + names[source.path]: body})
            known[names[source.path]] = record
            self.counts["pages"] += 1
        kept = [_written(known[name], "body:" + name) for name in names.values() if name in known]
        return kept, problems

    def shell_of_page(self, one: Written, *, synthetic: bool) -> str:
        """The key of a page's shell, known before it is made."""
        return key("shell", self.looks, self.engine, synthetic, one.body_key)

    def shell_of_leaf(self, leaf: Leaf, *, synthetic: bool) -> str:
        """The key of a generated leaf's shell; leaves with equal drafts share one."""
        return key("leaf-shell", self.looks, self.engine, synthetic, leaf.draft and spelled(leaf.draft), leaf.text)

    def shells(
        self, pages: Mapping[str, Written], leaves: Mapping[str, Leaf], *, synthetic: bool
    ) -> Callable[[], None]:
        """Begin to make the shells of these keys; what is returned waits until the store has them all."""
        known = self.store.get_many([*pages, *leaves])
        look = Look(self.settings, synthetic, self.looks)
        texts = {name: leaf.text for name, leaf in leaves.items() if leaf.text is not None and name not in known}
        self.store.put_many({name: spell(Shell.cut(text)) for name, text in texts.items()})
        drafts = {name: leaf.draft for name, leaf in leaves.items() if leaf.draft and name not in known}
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

    def fragments(self, slots: Mapping[str, Slot], data: Data) -> tuple[dict[str, dict[str, Any]], dict[str, Problem]]:
        """For each slot's id its fragment's record, and for those that failed the problem.

        A record holds `digest`, under which the store has the fragment, and `files` (site path -> digest).
        """
        asked = {name: blocks.asks(slot) for name, slot in slots.items()}
        recipe = digest(self.engine + self.looks)
        by_data = {name: key("by-data", recipe, name, data.digests(asks)) for name, asks in asked.items()}
        known = self.store.get_many(by_data.values())
        records = {name: known[by_data[name]] for name in slots if by_data[name] in known}
        rest = [name for name in slots if name not in records]
        # A day that was added changes the data's digest but not what a frozen number can see.
        by_sight = {name: key("by-sight", recipe, name, data.sight(asked[name])) for name in rest}
        known = self.store.get_many(by_sight.values())
        records |= {name: known[by_sight[name]] for name in rest if by_sight[name] in known}
        missing = [name for name in rest if name not in records]
        problems: dict[str, Problem] = {}
        requests = [(slots[name], {ask: data.answer(ask) for ask in asked[name]}) for name in missing]
        for name, made in zip(missing, blocks.render(requests, self._tools()), strict=True):
            if isinstance(made, Problem):
                problems[name] = made
                continue
            record = {"digest": made.digest, "files": {path: digest(text) for path, text in made.files.items()}}
            records[name] = canonical(record)
            self.store.put_many({"fragment:" + made.digest: spelled(made), by_sight[name]: records[name]})
            self.counts["fragments"] += 1
        self.store.put_many({by_data[name]: records[name] for name in rest if name in records})
        return {name: json.loads(record) for name, record in records.items()}, problems

    def _tools(self) -> blocks.Tools:
        options = self.settings.options
        return blocks.Tools(templates=self.templates, rising=options.rising, cache_dir=self.settings.cache_dir)

    @cached_property
    def templates(self) -> Templates:
        """The templates, loaded once."""
        from jinja2 import FileSystemBytecodeCache

        folder = self.settings.cache_dir / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        return Templates(FileSystemBytecodeCache(str(folder)))

    def fragments_made(self, names: Iterable[str]) -> dict[str, Fragment]:
        """Fragments by their digests, from the store."""
        found = self.store.get_many("fragment:" + name for name in names)
        return {name.removeprefix("fragment:"): unplain(Fragment, json.loads(one)) for name, one in found.items()}

    def shells_made(self, names: Iterable[str]) -> dict[str, Shell]:
        """Shells by their keys, from the store."""
        found = {name: json.loads(one) for name, one in self.store.get_many(names).items()}
        return {name: Shell(pieces=tuple(pieces), holes=tuple(holes)) for name, (pieces, holes) in found.items()}

    def theme_files(self) -> dict[str, tuple[Path, str]]:
        """The theme's static files and our own: site path -> (file on disk, digest)."""
        name = key("theme-files", self.looks, self.engine, str(self.settings.config))
        known = self.store.get(name)
        if known is None:
            from builder.theme.assets import assets

            found = assets(self.settings.config)
            known = canonical({path: [str(file), digest(file.read_bytes())] for path, file in found.items()})
            self.store.put(name, known)
        return {path: (Path(file), content) for path, (file, content) in json.loads(known).items()}

    def _map(self, work: Callable[[In], Out], tasks: Sequence[In]) -> Iterator[Out]:
        """The work on each task, in order: begun at once by workers where there is much, done on demand where not."""
        if len(tasks) < _ALONE or self.workers < 2:
            return map(work, tasks)
        return self._pool.map(work, tasks, chunksize=max(1, len(tasks) // (self.workers * 6)))

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        # Spawned, since a fork would copy whatever threads and locks the libraries hold.
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))

    def close(self) -> None:
        """Let the workers go."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(cancel_futures=True)


def _written(record: str, body_key: str) -> Written:
    value = json.loads(record)
    return Written(
        page=unplain(Page, value["page"]), excerpt=value["excerpt"], topics=value["topics"], body_key=body_key
    )
