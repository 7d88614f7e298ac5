"""Sources and what is to be done with each in, the results in their order out: different hosts are asked side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from builder.numbers.sources.source import Source

_MOST = 4  # hosts at once
Result = TypeVar("Result")


def each(sources: Sequence[Source], work: Callable[[Source], Result]) -> list[Result]:
    """The work's result for each source. Whatever it raises is raised here, of the first source that raised."""
    queues: dict[str, list[Source]] = {}
    for source in sources:
        queues.setdefault(host(source), []).append(source)
    if len(queues) < 2:
        return [work(source) for source in sources]
    with ThreadPoolExecutor(_MOST, thread_name_prefix="source") as pool:
        asked = [(queue, pool.submit(lambda queue: [work(one) for one in queue], queue)) for queue in queues.values()]
        results: dict[str, Result] = {}
        for queue, done in asked:
            results |= zip((one.set for one in queue), done.result(), strict=True)
    return [results[source.set] for source in sources]


def host(source: Source) -> str:
    """Whom a source asks: the host of its URL; else its fetcher, which knows that alone, e.g. "akshare"."""
    return urlsplit(source.location).hostname or source.fetcher
