"""A file that is still to be filled, as keys of the store: any process can make its bytes. The build hands these to publish."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from builder.cache.store import read_only_store
from builder.model import ARTICLE, SINCES
from builder.output.fill import CutHtml, cut_at_holes, decode_shell, fill, split_fragment

LEAD_DRAWING = "figure/drawing"  # the hole of the front page that has a chart without its details
_SHARED = 2_000  # fragments that a process keeps cut: the same cards stand on many pages


class FillJob(NamedTuple):
    """What a file is filled from. Passes to another process."""

    store: Path  # the folder of the store
    shell: str  # key of the shell
    fragments: Mapping[str, str]  # hole -> key of its fragment
    unwritten: Mapping[str, str]  # key -> value, for values that the store has not written yet
    depth: int  # how many folders below the root the file lies

    def content(self) -> bytes:
        """The file, with values of the store as other processes read them."""
        keys = [key for key in (self.shell, *self.fragments.values()) if key not in self.unwritten]
        return self.content_from(read_only_store(self.store).need_bytes(keys))

    def content_from(self, values: Mapping[str, bytes]) -> bytes:
        """The file, with these values of the store by their keys."""
        html = {hole: self._fragment(key, values, details=hole != LEAD_DRAWING) for hole, key in self.fragments.items()}
        for name in [name for name in html if name == SINCES or name.startswith(ARTICLE)]:
            html |= split_fragment(html[name])
        return fill(decode_shell(self._value(self.shell, values)), html)

    def _fragment(self, key: str, values: Mapping[str, bytes], *, details: bool) -> CutHtml:
        cut = _cut_fragments()
        if (key, self.depth, details) not in cut:
            if len(cut) >= _SHARED:
                cut.clear()
            html = self._value(key, values).partition(b"\n")[2]
            cut[key, self.depth, details] = cut_at_holes(html, depth=self.depth, details=details)
        return cut[key, self.depth, details]

    def _value(self, key: str, values: Mapping[str, bytes]) -> bytes:
        return values[key] if key in values else self.unwritten[key].encode()


@lru_cache(maxsize=1)
def _cut_fragments() -> dict[tuple[str, int, bool], CutHtml]:
    """Fragments by key, depth and whether they have their details: what a key names never changes."""
    return {}
