"""What the cache lacks is made here, in parallel where there is much of it: pages, bodies, shells and fragments.

Each step's key names all that goes into it; what was made under that key before is taken as it is.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from builder import blocks
from builder.cache import Store, key
from builder.data import Data
from builder.fill import whole
from builder.model import Fragment, Leaf, Page, Shell, Slot, Source, canonical, digest
from builder.plain import spelled, unplain
from builder.problem import Problem
from builder.render import Templates, vega
from builder.settings import Settings
from builder.workers import Look, frame_draft, frame_page, write_page

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

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


class Wanted(NamedTuple):
    """A slot as the store keeps it, with its name and what it must see of the data."""

    id: str
    block: str
    params: dict[str, Any]
    sights: Sequence[Sequence[str]]  # series and cut-off
    line: int
    column: int
    length: int
    source: str  # e.g. "content/pages/about.md"

    @property
    def slot(self) -> Slot:
        """The slot itself."""
        return Slot(block=self.block, params=self.params)

    def placed(self, problem: Problem) -> Problem:
        """A problem of this slot, at the place where the author asked for it."""
        return problem.within(path=self.source, line=self.line, column=self.column, length=self.length)


@dataclass
class Maker:
    """Makes values and counts them. One per build."""

    settings: Settings
    store: Store
    engine: str  # digest of the code and versions
    looks: str  # digest of templates, theme and settings
    workers: int
    counts: Counter[str] = field(default_factory=Counter)
    _fragments: dict[str, Fragment] = field(default_factory=dict)

    def written(
        self, sources: Sequence[Source], *, meanwhile: Callable[[], None]
    ) -> tuple[list[Written], list[Problem]]:
        """Every source as a page and a body, and all that is wrong in them. `meanwhile` runs while workers write."""
        zone = self.settings.options.zone
        names = {source.path: key("words", self.engine, zone, source.path, source.digest) for source in sources}
        known = self.store.get_many(names.values())
        missing = [source for source in sources if names[source.path] not in known]
        problems: list[Problem] = []
        # Slugs are told to an edit only: the dictionary that they spare takes longer to load than one page to write.
        memo = key("slugs", self.engine)
        slugs = json.loads(self.store.get(memo) or "{}")
        told = slugs if len(missing) < _ALONE else {}
        learned: dict[str, str] = {}
        coming = self._map(write_page, [(source, zone, told) for source in missing])
        meanwhile()
        for source, made in zip(missing, coming, strict=True):
            if isinstance(made, list):
                problems += made
                continue
            record, body, new = made
            learned |= new
            self.store.put_many({names[source.path]: record, "body:" + names[source.path]: body})
            known[names[source.path]] = record
            self.counts["pages"] += 1
        if not learned.items() <= slugs.items():
            self.store.put(memo, canonical(slugs | learned))
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
        self.store.put_many(texts)
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

    def fragments(
        self, wanted: Mapping[str, Mapping[str, Wanted]], data: Data
    ) -> tuple[dict[str, dict[str, Any]], dict[str, Problem]]:
        """For the id of each slot its fragment's record, and for those that failed the problem.

        A record holds the fragment's `digest`, the key `at` which the store has it, and `files` (site path -> digest).
        """
        # By data: the same holes over the same data need no look at a history.
        ids = {path: {one.id for one in holes.values()} for path, holes in wanted.items()}
        bundles = {path: key("bundle", self.recipe, sorted(names), data.key) for path, names in ids.items()}
        known = self.store.get_many(bundles.values())
        records: dict[str, dict[str, Any]] = {}
        for bundle in known.values():
            records |= json.loads(bundle)
        rest = {one.id: one for holes in wanted.values() for one in holes.values() if one.id not in records}
        # By sight: a day that was added changes the data, but not what a frozen number can see of them.
        seen = {name: self._sight(one, data) for name, one in rest.items()}
        made = self.store.get_many(seen.values())
        missing = [one for name, one in rest.items() if seen[name] not in made]
        fresh, problems = self._rendered(missing, seen, data)
        records |= {name: _record(at, made[at]) for name, at in seen.items() if at in made} | fresh
        bundled = {
            path: name for path, name in bundles.items() if name not in known and not problems.keys() & ids[path]
        }
        self.store.put_many(
            {name: canonical({one: records[one] for one in ids[path]}) for path, name in bundled.items()}
        )
        return records, problems

    def _sight(self, one: Wanted, data: Data) -> str:
        return digest(" ".join([self.recipe, one.id, *(data.sight(series, as_of) for series, as_of in one.sights)]))

    def _rendered(
        self, missing: Sequence[Wanted], seen: Mapping[str, str], data: Data
    ) -> tuple[dict[str, dict[str, Any]], dict[str, Problem]]:
        slots = [one.slot for one in missing]
        requests = [(slot, {ask: data.answer(ask) for ask in blocks.asks(slot)}) for slot in slots]
        records: dict[str, dict[str, Any]] = {}
        problems: dict[str, Problem] = {}
        for one, made in zip(missing, blocks.render(requests, self._tools()), strict=True):
            if isinstance(made, Problem):
                problems[one.id] = made
                continue
            fragment = Fragment(html=whole(made.html), files=made.files)
            kept = f"{_packed(made.files) if made.files else ''}\n{fragment.html}"
            self.store.put(seen[one.id], kept)
            self._fragments[seen[one.id]] = fragment
            records[one.id] = _record(seen[one.id], kept)
            self.counts["fragments"] += 1
        return records, problems

    @cached_property
    def recipe(self) -> str:
        """Names all that shapes a fragment besides its slot and the data."""
        return digest(self.engine + self.looks)

    def _tools(self) -> blocks.Tools:
        options = self.settings.options
        return blocks.Tools(
            templates=self.templates,
            rising=options.rising,
            cache_dir=self.settings.cache_dir,
            fonts=self.settings.fonts,
            vega=next(iter(self._vega), ""),
        )

    @cached_property
    def templates(self) -> Templates:
        """The templates, loaded once."""
        from jinja2 import FileSystemBytecodeCache

        folder = self.settings.cache_dir / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        return Templates(FileSystemBytecodeCache(str(folder)))

    def fragments_made(self, names: Iterable[str]) -> dict[str, Fragment]:
        """Fragments by the keys at which the store has them."""
        wanted = set(names)
        missing = self.store.get_many(wanted - self._fragments.keys())
        self._fragments |= {name: _fragment(kept) for name, kept in missing.items()}
        return {name: self._fragments[name] for name in wanted}

    def shells_made(self, names: Iterable[str]) -> dict[str, Shell]:
        """Shells by their keys, from the store."""
        return {name: Shell.cut(text) for name, text in self.store.get_many(names).items()}

    def theme_files(self) -> dict[str, tuple[Path, str]]:
        """The theme's static files and our own: site path -> (file on disk, digest)."""
        name = key("theme-files", self.looks, self.engine, str(self.settings.config))
        known = self.store.get(name)
        if known is None:
            from builder.theme.assets import assets

            found = assets(self.settings.config)
            known = canonical({path: [str(file), digest(file.read_bytes())] for path, file in found.items()})
            self.store.put(name, known)
        return {path: (Path(file), content) for path, (file, content) in json.loads(known).items()} | self._vega

    @cached_property
    def _vega(self) -> dict[str, tuple[Path, str]]:
        """The module that runs charts with parameters, as `theme_files` tells files; nothing where it was not built."""
        file = vega(self.settings.root)
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


def _written(record: str, body_key: str) -> Written:
    value = json.loads(record)
    return Written(
        page=unplain(Page, value["page"]), excerpt=value["excerpt"], topics=value["topics"], body_key=body_key
    )


def _record(at: str, kept: str) -> dict[str, Any]:
    """What is told of a fragment that the store has at this key."""
    files = {path: digest(text) for path, text in _fragment(kept).files.items()} if kept[0] != "\n" else {}
    return {"digest": digest(kept), "at": at, "files": files}


def _fragment(kept: str) -> Fragment:
    """A fragment as the store keeps it: its files as JSON in the first line, if it has any, then its HTML."""
    files, _, html = kept.partition("\n")
    found = json.loads(files) if files else {}
    return Fragment(
        html=html, files={path: b64decode(one[0]) if isinstance(one, list) else one for path, one in found.items()}
    )


def _packed(files: Mapping[str, str | bytes]) -> str:
    """Files as JSON: a text as it is, a picture as a list of its base64."""
    return canonical(
        {path: [b64encode(one).decode()] if isinstance(one, bytes) else one for path, one in files.items()}
    )
