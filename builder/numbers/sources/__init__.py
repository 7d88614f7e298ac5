"""The fetchers that bring new data for a refresh: ours by name, and users' own by an entry point.

To add one without touching ours, write a function as `source.Fetcher` describes and name it in your package:

    [project.entry-points."fund_briefings.sources"]
    my_source = "my_package.my_source:fetch"

`fetcher: my_source` in sources.yml then means that function.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points

from builder.numbers.sources.source import Fetcher, Limits, Source, Table, Tools
from builder.problem import Failed
from builder.suggest import did_you_mean

__all__ = ["FETCHERS", "GROUP", "Fetcher", "Limits", "Source", "Table", "Tools", "load_fetcher"]

GROUP = "fund_briefings.sources"  # the entry point group
# Fetcher's name -> the module with its `fetch`; imported only when it is asked for, so that a build pays for none.
FETCHERS: Mapping[str, str] = {
    "akshare": "builder.numbers.sources.akshare",
    "eastmoney": "builder.numbers.sources.eastmoney",
    "file": "builder.numbers.sources.local_file",
    "http": "builder.numbers.sources.http_file",
    "tushare": "builder.numbers.sources.tushare",
}


def load_fetcher(source: Source) -> Fetcher:
    """The fetcher that a source names: a user's own before one of ours.

    Raises Failed where there is none, or a user's own cannot be loaded.
    """
    user_fetchers = {entry_point.name: entry_point for entry_point in entry_points(group=GROUP)}
    if source.fetcher in user_fetchers:
        try:
            user_fetch: Fetcher = user_fetchers[source.fetcher].load()
            return user_fetch
        except Exception as error:
            message = f"the fetcher {source.fetcher} cannot be loaded: {error}"
            raise Failed([source.problem("fetcher", message, id_="unknown-fetcher")]) from error
    if source.fetcher in FETCHERS:
        fetch: Fetcher = import_module(FETCHERS[source.fetcher]).fetch
        return fetch
    names = sorted({*FETCHERS, *user_fetchers})
    hint = did_you_mean(source.fetcher, names, otherwise=f"there are {', '.join(names)}")
    raise Failed([source.problem("fetcher", f"no fetcher is called {source.fetcher}", hint, id_="unknown-fetcher")])
