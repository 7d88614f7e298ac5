"""Hostile servers: a refresh ends in time, takes nothing that is cut off, and asks nobody whom mkdocs.yml does not name."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from builder.desk import problem_report
from builder.desk.refresh_report import RefreshReport
from tests.desk.declared_source import QUICK, allow, data, declare, run
from tests.numbers.sources.server import Says, Server
from tests.site import SmallSite, history

CSV = history(1.0, 0.0005, days=427).encode()
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"
_EMPTY_MEMBER = gzip.compress(b"")


def _drip(data: bytes) -> Iterator[bytes]:
    for position in range(len(data)):
        yield data[position : position + 1]
        time.sleep(0.02)


def _for_ever(*pieces: bytes) -> Iterator[bytes]:
    for _ in count():
        yield from pieces
        time.sleep(0.001)


def _then(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


HANGS: dict[str, Callable[[], Iterator[bytes]]] = {
    "status that drips": lambda: _drip(_OK * 20),
    "headers that drip": lambda: _then(_OK, _drip(b"X: " + b"y" * 50_000)),
    "headers without end": lambda: _then(_OK, _for_ever(b"X-%d: y\r\n" % 1)),
    "100 Continue without end": lambda: _for_ever(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "body that drips": lambda: _then(_OK + b"Content-Length: 9999\r\n\r\n", _drip(CSV)),
    "body without end": lambda: _then(_OK + b"\r\n", _for_ever(b"date,nav\n")),
    "chunks without end": lambda: _then(_OK + b"Transfer-Encoding: chunked\r\n\r\n", _for_ever(b"1\r\nx\r\n")),
    "chunk size without end": lambda: _then(_OK + b"Transfer-Encoding: chunked\r\n\r\n", _for_ever(b"0" * 99)),
    "trailers without end": lambda: _then(_OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", _for_ever(b"X: y\r\n")),
    "gzip members without end": lambda: _then(_OK + b"Content-Encoding: gzip\r\n\r\n", _for_ever(_EMPTY_MEMBER * 999)),
    "silence": lambda: _drip(b""),
}
_GZIP = gzip.compress(CSV)
_CUT = CSV[: CSV.rindex(b".") + 2]  # within the last number
CUT_OFF: dict[str, bytes] = {
    "gzip without its end": _OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP[:-8],
    "gzip without half of its end": _OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP[:-1],
    "gzip with another checksum": _OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP[:-8] + b"\0" * 8,
    "gzip, cut": _OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP[: len(_GZIP) // 2],
    "gzip and more": _OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP + b"more",
    "text without length, cut in a number": _OK + b"\r\n" + _CUT,
    "text, shorter than it says": _OK + b"Content-Length: %d\r\n\r\n" % len(CSV) + _CUT,
    "chunks without the last": _OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(_CUT) + _CUT + b"\r\n",
    "a chunk, cut": _OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + _CUT,
    "another encoding": _OK + b"Content-Encoding: br\r\nContent-Length: 4\r\n\r\nabcd",
}
LOCATIONS = [
    "http://[::1/x", "http://[", "http://a:99999/", "http://a:b/", "//", "http://", "http:///x", "\x01://", "http://\ud800/",
    "http://a\\@b/", "http://" + "a" * 70_000, "http://xn--a/", "file:///etc/passwd", "javascript:x", "http://%00/", "",
    "http://a..b/", "http://" + "a" * 64 + ".test/", "ftp://a/x", "http://1.2.3.4.5/", "http://127.0.0.1:1/x",
]  # fmt: skip
RETRY_AFTER = [
    "-1",
    "1e9",
    "nan",
    "inf",
    "9" * 500,
    "Thu, 99 Foo 2024",
    "Thu, 01 Jan 2099 00:00:00 GMT",
    "",
    "\u0661",
    "1;2",
]


class RawServer:
    """A server on this machine that sends bytes as they are, whatever is asked."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self.answer: Callable[[], Iterator[bytes]] = lambda: iter(())
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._send, args=[connection], daemon=True).start()

    def _send(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.recv(1 << 16)
            for piece in self.answer():
                connection.sendall(piece)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def raw() -> Iterator[RawServer]:
    server = RawServer()
    yield server
    server.close()


def failed(site: SmallSite, host: str, location: str = "") -> RefreshReport:
    """A refresh of two sets, of which the NAVs come from this server: they fail, the other set comes."""
    allow(site, host)
    (site.root / "exports").mkdir(exist_ok=True)
    site.write("exports/X90713.csv", history(3000, 0.0006, days=427, column="close"))
    site.write(
        "content/data/sources.yml",
        f'nav: {{fetcher: http, codes: [990101], from: "{location or f"http://{host}/{{code}}.csv"}"}}\n'
        'index: {fetcher: file, from: "exports/{code}.csv"}\n',
    )
    before = {path: content for path, content in data(site).items() if path.startswith("nav/")}
    started = time.monotonic()
    report = run(site, limits=replace(QUICK, whole=1.0, read=0.3, tries=2))
    assert time.monotonic() - started < 15
    assert [(outcome.set, outcome.state == "failed") for outcome in report.outcomes] == [
        ("nav", True),
        ("index", False),
    ]
    assert {path: content for path, content in data(site).items() if path.startswith("nav/")} == before
    return report


@pytest.mark.parametrize("behaviour", HANGS)
def test_a_server_that_never_ends_fails_alone_and_in_time(behaviour: str, site: SmallSite, raw: RawServer) -> None:
    raw.answer = HANGS[behaviour]
    assert {problem.id for problem in failed(site, raw.host).problems} <= {"fetch-failed", "too-large"}


def test_a_source_of_many_slow_files_has_one_limit_and_so_has_a_refresh(site: SmallSite, raw: RawServer) -> None:
    raw.answer = lambda: _then(_OK + b"Content-Length: 9999\r\n\r\n", _drip(CSV))
    allow(site, raw.host)
    declare(site, f'fetcher: http, from: "http://{raw.host}/{{code}}.csv"')
    for limits, words in ((replace(QUICK, source=0.5), "after 0.5 seconds"), (replace(QUICK, refresh=0.4), "took 0.4")):
        started = time.monotonic()
        (problem,) = run(site, limits=replace(limits, whole=30.0)).problems
        assert words in problem.message and "seconds: …}" in problem.hint
        assert time.monotonic() - started < 15


@pytest.mark.parametrize("behaviour", CUT_OFF)
def test_what_may_be_cut_off_is_not_taken(behaviour: str, site: SmallSite, raw: RawServer) -> None:
    raw.answer = lambda: iter([CUT_OFF[behaviour]])
    (problem,) = failed(site, raw.host).problems
    assert problem.id == "fetch-failed"


@pytest.mark.parametrize(
    "answer",
    [
        _OK + b"\r\n" + CSV,
        _OK + b"Content-Encoding: gzip\r\n\r\n" + _GZIP,
        _OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(CSV[:99]) + gzip.compress(CSV[99:]),
        _OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(CSV) + CSV + b"\r\n0\r\n\r\n",
    ],
    ids=["without length", "gzip", "two gzip members", "chunks"],
)
def test_what_is_whole_is_taken(answer: bytes, site: SmallSite, raw: RawServer) -> None:
    raw.answer = lambda: iter([answer])
    allow(site, raw.host)
    declare(site, f'fetcher: http, codes: [990101], from: "http://{raw.host}/{{code}}.csv"')
    assert [outcome.state for outcome in run(site).outcomes] == ["accepted"]


@pytest.mark.parametrize("location", LOCATIONS)
def test_a_redirect_to_nowhere_is_a_problem(location: str, site: SmallSite, raw: RawServer) -> None:
    line = location.encode("utf-8", "surrogatepass")
    raw.answer = lambda: iter([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + line + b"\r\n\r\n"])
    failed(site, raw.host)


@pytest.mark.parametrize("asked", RETRY_AFTER)
def test_an_odd_wish_to_be_asked_later_is_no_hindrance(asked: str, site: SmallSite, raw: RawServer) -> None:
    head = f"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: {asked}\r\n\r\n".encode()
    raw.answer = lambda: iter([head])
    assert "answers 503" in failed(site, raw.host).problems[0].message


URLS = [
    "http://[::1",
    "http://[::1/x",
    "http://a:99999/",
    "http://",
    "http:///x",
    "http://a b/",
    "HTTP://%zz/",
    "https:x",
    "://",
]


@pytest.mark.parametrize("url", URLS)
def test_a_url_that_is_none_is_a_problem(url: str, site: SmallSite) -> None:
    failed(site, "a.example", url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_asked_unless_it_is_named(host: str, site: SmallSite, server: Server) -> None:
    server.says("/990101.csv", Says(body=CSV))
    port = server.host.rpartition(":")[2]
    report = failed(site, "data.example.com", f"http://{host}:{port}/{{code}}.csv")
    assert "is not allowed" in report.problems[0].message
    assert server.asked == []


def test_a_redirect_to_another_port_is_not_followed(site: SmallSite, server: Server, raw: RawServer) -> None:
    server.says("/secret.csv", Says(body=CSV))
    location = f"Location: {server.url}/secret.csv\r\n\r\n".encode()
    raw.answer = lambda: iter([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + location])
    assert "is not allowed at port" in failed(site, raw.host).problems[0].message
    assert server.asked == []


def test_a_name_server_that_changes_its_mind_is_asked_once(
    site: SmallSite, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.says("/990101.csv", Says(body=CSV))
    port = int(server.host.rpartition(":")[2])
    answers = [["203.0.113.9"], ["127.0.0.1"]]  # first an address that is none, then this machine
    asked: list[str] = []
    look_up = socket.getaddrinfo

    def rebind(host: str, *arguments: object, **options: object) -> list[tuple[object, ...]]:
        if host != "data.example.com":
            return look_up(host, *arguments, **options)  # type: ignore[arg-type, return-value]
        asked.append(host)
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    report = failed(site, f"data.example.com:{port}", f"http://data.example.com:{port}/{{code}}.csv")
    assert "lies at 203.0.113.9, in a network that is not public" in report.problems[0].message
    assert (asked, server.asked) == (["data.example.com"], [])


def test_hosts_beside_the_data_are_told_how_to_move(site: SmallSite) -> None:
    declare(site, "fetcher: http, hosts: [a.example, b.example], from: 'https://a.example/{code}.csv'")
    (problem,) = site.build().problems
    assert (problem.id, problem.line) == ("unknown-key", 1)
    assert "`refresh: {hosts: [a.example, b.example]}`" in problem.hint


def test_no_report_shows_a_password_or_a_token(site: SmallSite, raw: RawServer) -> None:
    secret, token = "hunter2", "t0ken"
    raw.answer = lambda: iter([b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"])
    url = f"http://me:{secret}@{raw.host}/{{code}}.csv?token={token}&x=1"
    report = failed(site, raw.host, url)
    shown = problem_report.text(report.problems, site.root)
    assert "http://**********@127.0.0.1" in shown and "?token=*****&x=*" in shown
    raw.close()  # then nobody answers, and the error of the library is quoted
    shown += problem_report.text(failed(site, raw.host, url).problems, site.root)
    shown += problem_report.as_json(failed(site, "a.example", url).problems, Path())
    shown += site.read("content/data/status.csv") + json.dumps([str(problem) for problem in report.problems])
    assert secret not in shown and token not in shown
