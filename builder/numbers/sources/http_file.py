"""The fetcher `http`: downloads files within limits of time and size; a file that breaks off is never taken.

It uses urllib3, which MkDocs installs anyway (by requests): its retries know Retry-After, and it unpacks a body piece by
piece. `eastmoney` downloads with it too.
"""

from __future__ import annotations

import email.utils
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError
from urllib3.util import Retry, Timeout

from builder.numbers.sources import table_file, text_file
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed, Problem

_RETRY_STATUSES = (429, 500, 502, 503, 504)
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
MOST_FAILURES = 3  # of one source; then nothing more is asked of it
_PIECE = 1 << 16  # bytes
_USER_AGENT = "fund-briefings (+https://pypi.org/project/fund-briefings/)"
_MOST_TEXT = 200  # characters of an error that a message quotes
_CONDITIONAL_HEADERS = {"etag": "If-None-Match", "modified": "If-Modified-Since"}  # key of a seal -> request header
_SEAL_HEADERS = {"etag": "ETag", "modified": "Last-Modified"}  # key of a seal -> response header


class HttpBody(NamedTuple):
    """What a server answered: the bytes, or None where nothing has changed, and the seal for the next request."""

    content: bytes | None
    seal: dict[str, str]


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each URL. Raises Failed where any does not answer as it should."""
    if not source.location:
        message = f"{source.set} does not say where it is"
        raise Failed([source.problem("from", message, "e.g. from: https://…/{code}.csv")])
    problems: list[Problem] = []
    with connection_pool() as pool:
        for code, url in source.places():
            tools.say(f"{source.set} {code}".strip())
            try:
                body = download(url, source, tools, pool)
                if body.content is None:
                    yield Table(frame=None, place=url, code=code, seal=body.seal)
                else:
                    table = table_file.read_table(body.content, public_url(url), source, code=code)
                    yield replace(table, place=url, seal=body.seal)
            except Failed as failed:
                problems += failed.problems
                if len(problems) >= MOST_FAILURES:
                    break
    if problems:
        raise Failed(problems)


def connection_pool() -> urllib3.PoolManager:
    """Connections that stay open between requests, for a with statement."""
    return urllib3.PoolManager(maxsize=2, headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip, deflate"})


def download(url: str, source: Source, tools: Tools, pool: urllib3.PoolManager) -> HttpBody:
    """The file at a URL; no content where it has not changed since it was accepted. Raises Failed."""
    seal = dict(tools.seals.get(url, {}))
    headers = {header: seal[key] for key, header in _CONDITIONAL_HEADERS.items() if key in seal}
    allowed_hosts = {urlsplit(url).hostname or "", *source.hosts}
    target, started = url, tools.clock()
    for _ in range(_MOST_REDIRECTS + 1):
        _check_target(target, url, allowed_hosts, source)
        try:
            response = _request(target, headers, tools, pool)
        except MaxRetryError as error:
            reason = f"{type(error.reason).__name__}: {error.reason}" if error.reason else "no answer"
            raise _failed(source, url, f"does not answer: {_shortened(reason)}") from error
        except (HTTPError, OSError, ValueError) as error:
            raise _failed(source, url, f"does not answer: {_shortened(str(error))}") from error
        try:
            if response.status in _REDIRECT_STATUSES and "Location" in response.headers:
                target = urljoin(target, response.headers["Location"])
                continue
            return _read_response(response, url, source, tools, started, seal)
        finally:
            response.release_conn() if response.status == 304 else response.close()
    raise _failed(source, url, f"redirects more than {_MOST_REDIRECTS} times")


def _request(url: str, headers: dict[str, str], tools: Tools, pool: urllib3.PoolManager) -> urllib3.BaseHTTPResponse:
    limits = tools.limits
    retry = Retry(
        total=limits.tries - 1,
        redirect=False,
        status_forcelist=_RETRY_STATUSES,
        backoff_factor=limits.pause,
        backoff_max=limits.longest_pause,
        retry_after_max=int(limits.longest_pause),
        raise_on_status=False,
    )
    return pool.request(
        "GET",
        url,
        headers={**pool.headers, **headers},
        retries=retry,
        timeout=Timeout(connect=limits.connect, read=limits.read),
        redirect=False,
        preload_content=False,
    )


def _check_target(target: str, url: str, allowed_hosts: set[str], source: Source) -> None:
    """Raises Failed for what is not an http(s) URL, and for a redirect to another host or from https to http."""
    try:
        split = urlsplit(target)
        host = split.hostname or ""
    except ValueError:
        split, host = urlsplit(""), ""
    if split.scheme not in ("http", "https") or not host:
        raise Failed([source.problem("from", f"{public_url(target)} is not an http or https URL")])
    if host not in allowed_hosts:
        message, hint = f"{public_url(url)} redirects to another host, {host}", f"if this is right, add hosts: [{host}]"
        raise Failed([source.problem("from", message, hint, id_="fetch-failed")])
    if url.startswith("https:") and split.scheme != "https":
        raise _failed(source, url, "redirects from https to http")


def _read_response(
    response: urllib3.BaseHTTPResponse, url: str, source: Source, tools: Tools, started: float, seal: dict[str, str]
) -> HttpBody:
    if response.status == 304 and seal:
        return HttpBody(None, seal)
    if response.status != 200:
        fault = f"answers {response.status} {response.reason or ''}".strip()
        if response.status == 429:
            fault += ": too many requests; try again later"
        raise _failed(source, url, fault)
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type in ("text/html", "application/xhtml+xml"):
        message = f"{public_url(url)} is a web page, not data"
        raise Failed([source.problem("from", message, text_file.WEB_PAGE_HINT, id_="not-data")])
    content = _read_body(response, url, source, tools, started)
    new_seal = {key: response.headers[name] for key, name in _SEAL_HEADERS.items() if name in response.headers}
    if "modified" in new_seal and email.utils.parsedate(new_seal["modified"]) is None:
        del new_seal["modified"]
    return HttpBody(content, new_seal)


def _read_body(response: urllib3.BaseHTTPResponse, url: str, source: Source, tools: Tools, started: float) -> bytes:
    limits = tools.limits
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := response.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > limits.largest:
                message = f"{public_url(url)} has more than {limits.largest:,} bytes"
                raise Failed([source.problem("from", message, id_="too-large")])
            if tools.clock() - started > limits.whole:
                raise _failed(source, url, f"is not done after {limits.whole:g} seconds")
            pieces.append(piece)
    except (HTTPError, OSError) as error:
        raise _failed(source, url, f"breaks off: {_shortened(str(error))}") from error
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and response.tell() != int(length):
        raise _failed(source, url, f"breaks off after {response.tell():,} of {int(length):,} bytes")
    return b"".join(pieces)


def public_url(url: str) -> str:
    """A URL for messages, without user, password and query, which may be secret."""
    split = urlsplit(url)
    host = f"{split.hostname or ''}{f':{split.port}' if split.port else ''}"
    return f"{split.scheme}://{host}{split.path}"


def _failed(source: Source, url: str, fault: str) -> Failed:
    return Failed([source.problem("from", f"{public_url(url)} {fault}", id_="fetch-failed")])


def _shortened(text: str) -> str:
    return text if len(text) < _MOST_TEXT else text[:_MOST_TEXT] + "…"
