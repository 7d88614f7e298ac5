"""The order in which a refresh fetches its sources: different hosts at the same time, each host by one request at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from urllib.parse import urlsplit

from builder.numbers.sources.source import Source

_MOST_HOSTS = 4  # at the same time
Result = TypeVar("Result")


def fetch_all(sources: Sequence[Source], fetch: Callable[[Source], Result]) -> list[Result]:
    """The result of `fetch` for each source, in the order of the sources.

    If it raises, the error of the first source that failed is raised here.
    """
    queues: dict[str, list[Source]] = {}
    for source in sources:
        queues.setdefault(host(source), []).append(source)
    if len(queues) < 2:
        return [fetch(source) for source in sources]
    with ThreadPoolExecutor(_MOST_HOSTS, thread_name_prefix="source") as pool:
        futures = [
            pool.submit(lambda queue: [(source.set, fetch(source)) for source in queue], queue)
            for queue in queues.values()
        ]
        results = {set_: result for future in futures for set_, result in future.result()}
    return [results[source.set] for source in sources]


def host(source: Source) -> str:
    """The host of a source's URL; without one its fetcher, which knows its host itself, e.g. "akshare"."""
    try:
        return urlsplit(source.location).hostname or source.fetcher
    except ValueError:  # no URL: its fetcher says so
        return source.fetcher
