"""A declared source in, its fetcher out. FETCHERS names ours; a user's own comes by an entry point.

To add one without touching ours, write a function as `source.Fetcher` describes and name it in your package:

    [project.entry-points."fund_briefings.sources"]
    tushare = "my_package.tushare:fetch"

`fetcher: tushare` in sources.yml then finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points

from builder.numbers.sources.source import Fetcher, Source, Table, Tools
from builder.problem import Failed

__all__ = ["FETCHERS", "GROUP", "Fetcher", "Source", "Table", "Tools", "load_fetcher"]

GROUP = "fund_briefings.sources"
# Name -> the module whose `fetch` it is; imported when it is asked for, so that a build pays for none.
FETCHERS: Mapping[str, str] = {
    "akshare": "builder.numbers.sources.akshare",
    "eastmoney": "builder.numbers.sources.eastmoney",
    "file": "builder.numbers.sources.local_file",
    "http": "builder.numbers.sources.http_file",
}


def load_fetcher(source: Source) -> Fetcher:
    """The fetcher that a source names. Raises Failed where there is none, or a user's own cannot be loaded."""
    from rapidfuzz import process

    if source.fetcher in FETCHERS:
        found: Fetcher = import_module(FETCHERS[source.fetcher]).fetch
        return found
    theirs = {one.name: one for one in entry_points(group=GROUP)}
    if source.fetcher in theirs:
        try:
            return _guarded(theirs[source.fetcher].load())
        except (ImportError, AttributeError) as error:
            message = f"the fetcher {source.fetcher} cannot be loaded: {error}"
            raise Failed([source.problem("fetcher", message, id_="unknown-fetcher")]) from error
    known = sorted({*FETCHERS, *theirs})
    near = process.extractOne(source.fetcher, known, score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    raise Failed([source.problem("fetcher", f"no fetcher is called {source.fetcher}", hint, id_="unknown-fetcher")])


def _guarded(theirs: Fetcher) -> Fetcher:
    """A user's own fetcher: whatever breaks in it is a problem of its source, and the other sources go on."""

    def fetch(source: Source, tools: Tools) -> Iterator[Table]:
        try:
            yield from theirs(source, tools)
        except Failed:
            raise
        except Exception as error:
            message = f"the fetcher {source.fetcher} broke: {type(error).__name__}: {error}"
            raise Failed([source.problem("fetcher", message, id_="fetch-failed")]) from error

    return fetch
