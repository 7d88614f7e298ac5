"""Different hosts are asked side by side, one host by one at a time, and what comes back stands in the order of the sources."""

from __future__ import annotations

import threading

import pytest

from builder.desk import fetch_order
from builder.numbers.sources.source import Source


def source(name: str, fetcher: str = "http", location: str = "") -> Source:
    return Source(set=name, fetcher=fetcher, location=location)


NAV = source("nav", location="https://one.example/{code}.csv")
INDEX = source("index", location="https://two.example/{code}.csv")
STOCK = source("stock", location="https://one.example:8443/stock.csv")
LOCAL = source("funds", "file", "exports/funds.csv")
SHARED = source("indexes", "akshare")


def test_different_hosts_are_asked_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=10)  # breaks unless three come

    def work(one: Source) -> str:
        together.wait()
        return one.set

    assert fetch_order.each([SHARED, LOCAL, INDEX], work) == ["indexes", "funds", "index"]


def test_one_host_is_asked_by_one_at_a_time() -> None:
    busy: dict[str, threading.Lock] = {fetch_order.host(one): threading.Lock() for one in (NAV, INDEX, STOCK)}

    def work(one: Source) -> str:
        lock = busy[fetch_order.host(one)]
        assert lock.acquire(blocking=False), "two at once"
        threading.Event().wait(0.02)
        lock.release()
        return one.set

    assert fetch_order.each([NAV, INDEX, STOCK], work) == ["nav", "index", "stock"]


def test_one_that_breaks_breaks_the_whole_as_it_would_alone() -> None:
    def work(one: Source) -> str:
        if one is INDEX:
            raise OSError
        return one.set

    with pytest.raises(OSError):
        fetch_order.each([NAV, INDEX], work)
