"""The keys of a shell and of fragments in, a file's bytes out, in whichever process has the time for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from builder.cache import shelf
from builder.fill import Cut, cut, fill, opened, pieces
from builder.model import SINCES

_SHARED = 2_000  # fragments that are kept cut: the same cards stand on many pages


class Joint(NamedTuple):
    """What a file is joined from. Passes to another process."""

    store: Path  # the folder of the store
    shell: str  # key of the shell
    holes: Mapping[str, str]  # hole -> key of its fragment
    fresh: Mapping[str, str]  # key -> value of what the store has not written yet
    depth: int  # how many folders below the root the file lies

    def content(self) -> bytes:
        """The file, from the store as other processes read it."""
        names = [name for name in (self.shell, *self.holes.values()) if name not in self.fresh]
        return joined(shelf(self.store).bytes(names), self)


def joined(made: Mapping[str, bytes], one: Joint) -> bytes:
    """The file, of these values of the store by their keys."""
    html = {hole: _fragment(name, made, one) for hole, name in one.holes.items()}
    if SINCES in html:
        html |= pieces(html[SINCES])
    return fill(opened(_value(one.shell, made, one)), html)


def _fragment(name: str, made: Mapping[str, bytes], one: Joint) -> Cut:
    known = _cut()
    if (name, one.depth) not in known:
        if len(known) >= _SHARED:
            known.clear()
        known[name, one.depth] = cut(_value(name, made, one).partition(b"\n")[2], depth=one.depth)
    return known[name, one.depth]


def _value(name: str, made: Mapping[str, bytes], one: Joint) -> bytes:
    return made[name] if name in made else one.fresh[name].encode()


@lru_cache(maxsize=1)
def _cut() -> dict[tuple[str, int], Cut]:
    """Fragments by key and depth: what a key names never changes."""
    return {}
