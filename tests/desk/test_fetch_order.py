"""Different hosts are asked at the same time, each host by one request at a time; results keep the order of the sources."""

from __future__ import annotations

import threading

import pytest

from builder.desk import fetch_order
from builder.numbers.sources.source import Source


def declared(set_: str, fetcher: str = "http", location: str = "") -> Source:
    return Source(set=set_, fetcher=fetcher, location=location)


NAV = declared("nav", location="https://one.example/{code}.csv")
INDEX = declared("index", location="https://two.example/{code}.csv")
STOCK = declared("stock", location="https://one.example:8443/stock.csv")
LOCAL = declared("funds", "file", "exports/funds.csv")
SHARED = declared("indexes", "akshare")


def test_different_hosts_are_asked_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=10)  # breaks unless three come

    def fetch(source: Source) -> str:
        together.wait()
        return source.set

    assert fetch_order.fetch_all([SHARED, LOCAL, INDEX], fetch) == ["indexes", "funds", "index"]


def test_a_host_gets_one_request_at_a_time() -> None:
    busy: dict[str, threading.Lock] = {fetch_order.host(source): threading.Lock() for source in (NAV, INDEX, STOCK)}

    def fetch(source: Source) -> str:
        lock = busy[fetch_order.host(source)]
        assert lock.acquire(blocking=False), "two at once"
        threading.Event().wait(0.02)
        lock.release()
        return source.set

    assert fetch_order.fetch_all([NAV, INDEX, STOCK], fetch) == ["nav", "index", "stock"]


def test_an_error_of_one_source_is_raised() -> None:
    def fetch(source: Source) -> str:
        if source is INDEX:
            raise OSError
        return source.set

    with pytest.raises(OSError):
        fetch_order.fetch_all([NAV, INDEX], fetch)
