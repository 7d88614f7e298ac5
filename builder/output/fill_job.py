"""The keys of a shell and of fragments in, a file's bytes out, in whichever process has the time for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from builder.cache.store import read_only_store
from builder.model import SINCES
from builder.output.fill import CutHtml, cut_at_holes, decode_shell, fill, split_fragment

_SHARED = 2_000  # fragments that are kept cut: the same cards stand on many pages


class FillJob(NamedTuple):
    """What a file is joined from. Passes to another process."""

    store: Path  # the folder of the store
    shell: str  # key of the shell
    holes: Mapping[str, str]  # hole -> key of its fragment
    fresh: Mapping[str, str]  # key -> value of what the store has not written yet
    depth: int  # how many folders below the root the file lies

    def content(self) -> bytes:
        """The file, from the store as other processes read it."""
        names = [name for name in (self.shell, *self.holes.values()) if name not in self.fresh]
        return fill_job(read_only_store(self.store).bytes(names), self)


def fill_job(made: Mapping[str, bytes], one: FillJob) -> bytes:
    """The file, of these values of the store by their keys."""
    html = {hole: _fragment(name, made, one) for hole, name in one.holes.items()}
    if SINCES in html:
        html |= split_fragment(html[SINCES])
    return fill(decode_shell(_value(one.shell, made, one)), html)


def _fragment(name: str, made: Mapping[str, bytes], one: FillJob) -> CutHtml:
    known = _cut()
    if (name, one.depth) not in known:
        if len(known) >= _SHARED:
            known.clear()
        known[name, one.depth] = cut_at_holes(_value(name, made, one).partition(b"\n")[2], depth=one.depth)
    return known[name, one.depth]


def _value(name: str, made: Mapping[str, bytes], one: FillJob) -> bytes:
    return made[name] if name in made else one.fresh[name].encode()


@lru_cache(maxsize=1)
def _cut() -> dict[tuple[str, int], CutHtml]:
    """Fragments by key and depth: what a key names never changes."""
    return {}
