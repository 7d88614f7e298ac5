"""The shells of pages: their keys, known before they are made, and the making of those that the store lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.cache.codec import to_json
from builder.cache.store import Store, key
from builder.model import GeneratedFile
from builder.output.fill import encode_shell
from builder.parallel.page_tasks import PageOptions, PageTask, page_shell, shell
from builder.parallel.page_workers import PageWorkers
from builder.settings.settings import Settings
from builder.site_build.page_records import PageRecord
from builder.site_build.translations import TwinsByPath
from builder.theme.frame_files import frame_paths
from builder.words.media.picture_size import Size


@dataclass(frozen=True, kw_only=True)
class ShellMaker:
    """What shells are made with. One per build."""

    settings: Settings
    store: Store
    workers: PageWorkers
    code: str  # digest of the code and versions
    appearance: str  # digest of templates, theme and settings
    sizes: Mapping[str, Size]  # of pictures, by path
    notice: str  # what of the data is made up, which every page says; "" where nothing is
    languages: tuple[str, ...]  # of the site and its pages
    twins: TwinsByPath  # by path: a page in all its languages

    def key_of_page(self, record: PageRecord) -> str:
        """The key of the shell of an author's page."""
        twins = self.twins.get(record.page.path, ())
        return key("shell", self.appearance, self.code, self.notice, record.body_key, self._sizes_of(record), twins)

    def _sizes_of(self, record: PageRecord) -> dict[str, Size]:
        return {path: self.sizes[path] for path in record.page.images if path in self.sizes}

    def key_of_generated(self, file: GeneratedFile) -> str:
        """The key of the shell of a generated file; files with equal shell inputs share one."""
        shell_input = file.shell_input and to_json(file.shell_input)
        return key("generated-shell", self.appearance, self.code, self.notice, shell_input, file.text)

    def start(self, pages: Mapping[str, PageRecord], generated: Mapping[str, GeneratedFile]) -> PendingShells:
        """Have the workers make those shells, by their keys, that the store lacks."""
        known = self.store.get_many([*pages, *generated])
        missing = {
            shell_key: file for shell_key, file in generated.items() if shell_key not in known and file.text is None
        }
        texts = {
            shell_key: file.text
            for shell_key, file in generated.items()
            if shell_key not in known and file.text is not None
        }
        self.store.put_many({shell_key: encode_shell(text) for shell_key, text in texts.items()})
        new_pages = {shell_key: record for shell_key, record in pages.items() if shell_key not in known}
        bodies = self.store.need_many(record.body_key for record in new_pages.values())
        shell_inputs = {shell_key: file.shell_input for shell_key, file in missing.items() if file.shell_input}
        frame = frame_paths(self.languages, appearance=self.appearance, code=self.code)
        options = PageOptions(self.settings, self.notice, self.appearance, frame.sheet, frame.scripts)
        tasks = [
            PageTask(
                *(options, record.page, record.listings, bodies[record.body_key], self._sizes_of(record)),
                self.twins.get(record.page.path, ()),
            )
            for record in new_pages.values()
        ]
        return PendingShells(
            keys=(*new_pages, *shell_inputs),
            pages=self.workers.map(page_shell, tasks),
            generated=self.workers.map(shell, [(options, draft) for draft in shell_inputs.values()]),
        )


@dataclass(frozen=True, kw_only=True)
class PendingShells:
    """Shells that workers make while the numbers are asked for."""

    keys: tuple[str, ...]
    pages: Iterator[str]
    generated: Iterator[str]

    def keep_in(self, store: Store) -> int:
        """Wait for the shells, put them into the store, and say how many there were."""
        store.put_many(dict(zip(self.keys, (*self.pages, *self.generated), strict=True)))
        return len(self.keys)
