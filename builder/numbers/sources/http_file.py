"""A declared URL in, the tables of the files there out: asked for politely, read within limits, never half.

By urllib3, which requests and so MkDocs bring along: its retries know Retry-After, and it unpacks a body piece by piece.
"""

from __future__ import annotations

import email.utils
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry, Timeout

from builder.numbers.sources import table_file
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed, Problem

_AGAIN = (429, 500, 502, 503, 504)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_MOST_FAILURES = 3  # of one source; then it is left alone
_PIECE = 1 << 16
_AGENT = "fund-briefings (+https://pypi.org/project/fund-briefings/)"


class HttpBody(NamedTuple):
    """What a server answered: the bytes, or None where nothing changed, and by what to ask the next time."""

    content: bytes | None
    seal: dict[str, str]


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each URL. Raises Failed where any does not answer as it should."""
    if not source.location:
        raise Failed(
            [source.problem("from", f"{source.set} does not say where it is", "e.g. from: https://…/{code}.csv")]
        )
    problems: list[Problem] = []
    with connection_pool() as pool:
        for code, url in source.places():
            tools.say(f"{source.set} {code}".strip())
            try:
                found = download(url, source, tools, pool)
                if found.content is None:
                    yield Table(frame=None, place=url, code=code, seal=found.seal)
                else:
                    made = table_file.read_table(found.content, public_url(url), source, code=code)
                    yield Table(frame=made.frame, place=url, code=code, first=made.first, seal=found.seal)
            except Failed as failed:
                problems += failed.problems
                if len(problems) >= _MOST_FAILURES:
                    break
    if problems:
        raise Failed(problems)


def connection_pool() -> urllib3.PoolManager:
    """Connections that are kept, for a with statement."""
    return urllib3.PoolManager(maxsize=2, headers={"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"})


def download(url: str, source: Source, tools: Tools, pool: urllib3.PoolManager) -> HttpBody:
    """What is at a URL, or nothing where it is what was accepted before. Raises Failed."""
    asked = dict(tools.seals.get(url, {}))
    headers = {
        name: asked[key] for key, name in (("etag", "If-None-Match"), ("modified", "If-Modified-Since")) if key in asked
    }
    hosts = {urlsplit(url).hostname or "", *source.hosts}
    place, started = url, tools.clock()
    for _ in range(_MOST_REDIRECTS + 1):
        _check(place, url, hosts, source)
        try:
            answer = _ask(place, headers, tools, pool)
        except MaxRetryError as error:
            reason = f"{type(error.reason).__name__}: {error.reason}" if error.reason else "no answer"
            raise _failed(source, url, f"does not answer: {_short(reason)}") from error
        except (HTTPError, OSError, ValueError) as error:
            raise _failed(source, url, f"does not answer: {_short(str(error))}") from error
        try:
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                place = urljoin(place, answer.headers["Location"])
                continue
            return _taken(answer, url, source, tools, started, asked)
        finally:
            answer.release_conn() if answer.status == 304 else answer.close()
    raise _failed(source, url, f"leads on more than {_MOST_REDIRECTS} times")


def _ask(place: str, headers: dict[str, str], tools: Tools, pool: urllib3.PoolManager) -> urllib3.BaseHTTPResponse:
    limits = tools.limits
    again = Retry(
        total=limits.tries - 1,
        redirect=False,
        status_forcelist=_AGAIN,
        backoff_factor=limits.pause,
        backoff_max=limits.longest_pause,
        retry_after_max=int(limits.longest_pause),
        raise_on_status=False,
    )
    return pool.request(
        "GET",
        place,
        headers={**pool.headers, **headers},
        retries=again,
        timeout=Timeout(connect=limits.connect, read=limits.read),
        redirect=False,
        preload_content=False,
    )


def _check(place: str, url: str, hosts: set[str], source: Source) -> None:
    """Raises Failed for what is no http(s) URL, and for a redirect to another host or away from https."""
    try:
        parts = urlsplit(place)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        raise Failed([source.problem("from", f"{public_url(place)} is not an http or https URL")])
    if host not in hosts:
        hint = f"if this is right, say so: hosts: [{host}]"
        raise Failed([source.problem("from", f"{public_url(url)} leads to another host, {host}", hint, id_="fetch-failed")])
    if url.startswith("https:") and parts.scheme != "https":
        raise _failed(source, url, "leads from https to http")


def _taken(
    answer: urllib3.BaseHTTPResponse, url: str, source: Source, tools: Tools, started: float, asked: dict[str, str]
) -> HttpBody:
    if answer.status == 304 and asked:
        return HttpBody(None, asked)
    if answer.status != 200:
        said = f"answers {answer.status} {answer.reason or ''}".strip()
        if answer.status == 429:
            said += ": too many requests; try again later"
        raise _failed(source, url, said)
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        hint = "open it in a browser: it may ask for a log-in, or say what is wrong"
        raise Failed([source.problem("from", f"{public_url(url)} is a web page, not data", hint, id_="not-data")])
    content = _content(answer, url, source, tools, started)
    seal = {
        key: answer.headers[name]
        for key, name in (("etag", "ETag"), ("modified", "Last-Modified"))
        if name in answer.headers
    }
    if "modified" in seal and email.utils.parsedate(seal["modified"]) is None:
        del seal["modified"]
    return HttpBody(content, seal)


def _content(answer: urllib3.BaseHTTPResponse, url: str, source: Source, tools: Tools, started: float) -> bytes:
    limits = tools.limits
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := answer.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > limits.largest:
                raise Failed(
                    [source.problem("from", f"{public_url(url)} has more than {limits.largest:,} bytes", id_="too-large")]
                )
            if tools.clock() - started > limits.whole:
                raise _failed(source, url, f"is not done after {limits.whole:g} seconds")
            pieces.append(piece)
    except (HTTPError, OSError) as error:
        raise _failed(source, url, f"breaks off: {_short(str(error))}") from error
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and answer.tell() != int(length):
        raise _failed(source, url, f"breaks off after {answer.tell():,} of {int(length):,} bytes")
    return b"".join(pieces)


def public_url(url: str) -> str:
    """A URL for messages: without what may be secret in it."""
    parts = urlsplit(url)
    host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return f"{parts.scheme}://{host}{parts.path}"


def _failed(source: Source, url: str, said: str) -> Failed:
    return Failed([source.problem("from", f"{public_url(url)} {said}", id_="fetch-failed")])


def _short(said: str) -> str:
    return said if len(said) < 200 else said[:200] + "…"
