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
from builder.model import (
    Answer,
    Ask,
    Draft,
    Fragment,
    Leaf,
    Page,
    Shell,
    Slot,
    Source,
    canonical,
    digest,
)
from builder.plain import plain, unplain
from builder.problem import Problem
from builder.render import Templates
from builder.settings import Settings
from builder.workers import Look, frame_draft, frame_page, spell, write_page

In = TypeVar("In")
Out = TypeVar("Out")

_ALONE = 48  # so few pages are made sooner here than by workers that must first start


@dataclass(frozen=True, kw_only=True)
class Written:
    """A source, understood: its page without the text, what lists show of it, and the keys of its body."""

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

    def written(self, sources: Sequence[Source]) -> tuple[list[Written], list[Problem]]:
        """Every source as a page and a body, and all that is wrong in them."""
        names = {
            source.path: key("words", self.engine, self.settings.options.zone, source.path, source.digest)
            for source in sources
        }
        known = self.store.get_many(names.values())
        missing = [source for source in sources if names[source.path] not in known]
        problems: list[Problem] = []
        tasks = [(source, self.settings.options.zone) for source in missing]
        for source, made in zip(missing, self._map(write_page, tasks), strict=True):
            if isinstance(made, list):
                problems += made
                continue
            record, body = made
            self.store.put_many({names[source.path]: record, "body:" + names[source.path]: body})
            known[names[source.path]] = record
            self.counts["pages"] += 1
        kept = [_written(known[name], "body:" + name) for name in names.values() if name in known]
        return kept, problems

    def shells_of_pages(self, pages: Sequence[Written], *, synthetic: bool) -> dict[str, str]:
        """For each page's path the key of its shell, which is in the store afterwards."""
        names = {one.page.path: key("shell", self.looks, self.engine, synthetic, one.body_key) for one in pages}
        known = self.store.get_many(names.values())
        missing = [one for one in pages if names[one.page.path] not in known]
        bodies = self.store.get_many(one.body_key for one in missing)
        look = Look(self.settings, synthetic, self.looks)
        tasks = [(look, one.page, dict(one.topics), bodies[one.body_key]) for one in missing]
        for one, shell in zip(missing, self._map(frame_page, tasks), strict=True):
            self.store.put(names[one.page.path], shell)
            self.counts["shells"] += 1
        return names

    def shells_of_leaves(self, leaves: Iterable[Leaf], *, synthetic: bool) -> dict[str, str]:
        """For each generated leaf's path the key of its shell; leaves with equal drafts share one."""
        names: dict[str, str] = {}
        drafts: dict[Draft, str] = {}
        texts: dict[str, str] = {}
        for leaf in leaves:
            if leaf.draft is None:
                names[leaf.path] = name = key("text", leaf.text)
                texts[name] = leaf.text or ""
            else:
                if leaf.draft not in drafts:
                    drafts[leaf.draft] = key("draft", self.looks, self.engine, synthetic, plain(leaf.draft))
                names[leaf.path] = drafts[leaf.draft]
        self.store.put_many({name: spell(Shell.cut(text)) for name, text in texts.items()})
        known = self.store.get_many(drafts.values())
        missing = [(draft, name) for draft, name in drafts.items() if name not in known]
        look = Look(self.settings, synthetic, self.looks)
        tasks = [(look, draft) for draft, _ in missing]
        for (_, name), shell in zip(missing, self._map(frame_draft, tasks), strict=True):
            self.store.put(name, shell)
            self.counts["shells"] += 1
        return names

    def fragments(self, slots: Mapping[str, Slot], data: Data) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
        """For each slot's id its fragment's record: `digest` (under which the store has it) and `files` (path -> digest)."""
        asked = {name: blocks.asks(slot) for name, slot in slots.items()}
        by_data = {
            name: key("by-data", self.engine, self.looks, name, data.digests(asks)) for name, asks in asked.items()
        }
        known = self.store.get_many(by_data.values())
        rest = [name for name in slots if by_data[name] not in known]
        records = {name: known[by_data[name]] for name in slots if by_data[name] in known}
        # A day that was added changes the data's digest but not what a frozen number can see.
        by_sight = {name: key("by-sight", self.engine, self.looks, name, data.sight(asked[name])) for name in rest}
        known = self.store.get_many(by_sight.values())
        records |= {name: known[by_sight[name]] for name in rest if by_sight[name] in known}
        missing = [name for name in rest if name not in records]
        requests = [(slots[name], {ask: data.answer(ask) for ask in asked[name]}) for name in missing]
        problems: list[Problem] = []
        for name, made in zip(missing, self._render(requests), strict=True):
            if isinstance(made, Problem):
                problems.append(made)
                continue
            record = {"digest": made.digest, "files": {path: digest(text) for path, text in made.files.items()}}
            records[name] = canonical(record)
            self.store.put("fragment:" + made.digest, canonical(plain(made)))
            self.store.put(by_sight[name], records[name])
            self.counts["fragments"] += 1
        self.store.put_many({by_data[name]: records[name] for name in rest if name in records})
        return {name: json.loads(record) for name, record in records.items()}, problems

    def theme_files(self) -> dict[str, tuple[Path, str]]:
        """The theme's static files and our own: site path -> (file on disk, digest)."""
        name = key("theme-files", self.looks, self.engine, str(self.settings.config))
        known = self.store.get(name)
        if known is None:
            from builder.theme.assets import assets

            files = {
                path: [str(file), digest(file.read_bytes())] for path, file in assets(self.settings.config).items()
            }
            known = canonical(files)
            self.store.put(name, known)
        return {path: (Path(file), content) for path, (file, content) in json.loads(known).items()}

    def _render(self, requests: list[tuple[Slot, dict[Ask, Answer]]]) -> list[Fragment | Problem]:
        if not requests:
            return []
        tools = blocks.Tools(
            templates=self.templates, rising=self.settings.options.rising, cache_dir=self.settings.cache_dir
        )
        return blocks.render(requests, tools)

    @cached_property
    def templates(self) -> Templates:
        """The templates, loaded once."""
        from jinja2 import FileSystemBytecodeCache

        folder = self.settings.cache_dir / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        return Templates(FileSystemBytecodeCache(str(folder)))

    def fragment(self, name: str) -> Fragment:
        """A fragment that was made, by its digest."""
        return unplain(Fragment, json.loads(self.store.get("fragment:" + name) or "{}"))

    def shell(self, name: str) -> Shell:
        """A shell that was made, by its key."""
        pieces, holes = json.loads(self.store.get(name) or "[]")
        return Shell(pieces=tuple(pieces), holes=tuple(holes))

    def _map(self, work: Callable[[In], Out], tasks: Sequence[In]) -> Iterator[Out]:
        if len(tasks) < _ALONE or self.workers < 2:
            return map(work, tasks)
        return iter(list(self._pool.map(work, tasks, chunksize=max(1, len(tasks) // (self.workers * 4)))))

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        # Spawned, since a fork would copy whatever threads and locks the libraries hold.
        return ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))

    def close(self) -> None:
        """Let the workers go."""
        if "_pool" in self.__dict__:
            self._pool.shutdown()


def _written(record: str, body_key: str) -> Written:
    value = json.loads(record)
    return Written(
        page=unplain(Page, value["page"]), excerpt=value["excerpt"], topics=value["topics"], body_key=body_key
    )
