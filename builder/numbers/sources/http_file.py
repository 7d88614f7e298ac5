"""The fetcher `http`: downloads files from allowed hosts, within limits of time and size; a file that breaks off is never taken.

It uses urllib3, which MkDocs installs anyway (by requests). It connects to the addresses that were checked, so that a name
server cannot change its mind. `eastmoney` downloads with it too.
"""

from __future__ import annotations

import email.utils
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout, Url, parse_url

from builder.numbers.sources.allowed_hosts import AllowedHosts, HostRefused, port_fault
from builder.numbers.sources.source import Source, Table, Tools, read_places
from builder.numbers.sources.tables import table_file, text_file
from builder.numbers.sources.time_limit import pause, wait_asked_for, within
from builder.problem import Failed, without_secrets

_RETRY_STATUSES = (429, 500, 502, 503, 504)
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_PORTS = {"http": 80, "https": 443}
_MOST_REDIRECTS = 5
_PIECE = 1 << 16  # bytes
_USER_AGENT = "fund-briefings (+https://pypi.org/project/fund-briefings/)"
_MOST_TEXT = 200  # characters of an error that a message quotes
_CONDITIONAL_HEADERS = {"etag": "If-None-Match", "modified": "If-Modified-Since"}  # key of a seal -> request header
_SEAL_HEADERS = {"etag": "ETag", "modified": "Last-Modified"}  # key of a seal -> response header
_WHOLE_FILES = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")  # XLSX, Parquet, XLS: their readers notice a missing end
_ENDS = (b"\n", b";", b"}", b"]", b")")  # of texts that do not break off in a number


class HttpBody(NamedTuple):
    """What a server answered: the bytes, or None where nothing has changed, and the seal for the next request."""

    content: bytes | None
    seal: dict[str, str]


def fetch(source: Source, tools: Tools) -> Iterator[Table]:
    """A table for each URL. A history that does not come as it should has its problems. Raises Failed as `read_places` does."""
    if not source.location:
        message = f"{source.set} does not say where it is"
        raise Failed([source.problem("from", message, "e.g. from: https://…/{code}.csv")])
    with connection_pool() as pool:

        def read(code: str, url: str) -> Table:
            body = download(url, source, tools, pool)
            if body.content is None:
                return Table(frame=None, place=url, code=code, seal=body.seal)
            table = table_file.read_or_refuse(body.content, public_url(url), source, code=code)
            return replace(table, place=url, seal=body.seal)

        yield from read_places(source, tools, read)


def connection_pool() -> urllib3.PoolManager:
    """Connections that stay open between requests, for a with statement."""
    return urllib3.PoolManager(maxsize=2, headers={"User-Agent": _USER_AGENT, "Accept-Encoding": "gzip"})


def download(
    url: str, source: Source, tools: Tools, pool: urllib3.PoolManager, *, posted: bytes | None = None
) -> HttpBody:
    """The file at a URL, or the answer to the JSON that is `posted` there; no content where a file has not changed since it
    was accepted. Raises Failed.

    All of it, with tries, redirects and unpacking, is done within `tools.limits.whole` seconds.
    """
    try:
        return within(tools.limits.whole, lambda: _Download(url, source, tools, pool, posted).body())
    except TimeoutError:
        raise _failed(source, url, f"is not done after {tools.limits.whole:g} seconds") from None


class _Download:
    """One file, with all that is asked for it."""

    def __init__(self, url: str, source: Source, tools: Tools, pool: urllib3.PoolManager, posted: bytes | None) -> None:
        self._url, self._source, self._tools, self._pool = url, source, tools, pool
        self._posted = posted
        self._seal = {} if posted else dict(tools.seals.get(url, {}))

    def body(self) -> HttpBody:
        target = self._url
        for _ in range(_MOST_REDIRECTS + 1):
            parsed = self._parsed(target)
            response = self._response(parsed)
            try:
                if response.status in _REDIRECT_STATUSES and "Location" in response.headers:
                    target = self._redirected(target, response.headers["Location"])
                    continue
                return self._read(response)
            finally:
                response.release_conn() if response.status == 304 else response.close()
        raise self._failed(f"redirects more than {_MOST_REDIRECTS} times")

    def _parsed(self, target: str) -> Url:
        """A URL's parts. Raises Failed for what is not an http(s) URL."""
        try:
            parsed = parse_url(target)
        except ValueError:
            parsed = Url()
        if parsed.scheme not in _PORTS or not parsed.host:
            fault = port_fault(target) or "is not an http or https URL"
            raise Failed([self._source.problem("from", f"{public_url(target)} {fault}")])
        return parsed

    def _redirected(self, target: str, location: str) -> str:
        if self._posted:
            raise self._failed("redirects, and what is posted may hold a secret")
        try:
            redirected = urljoin(target, location)
        except ValueError:
            raise self._failed("redirects to what is no URL") from None
        if self._url.lower().startswith("https:") and not redirected.lower().startswith("https:"):
            raise self._failed("redirects from https to http")
        return redirected

    def _response(self, target: Url) -> urllib3.BaseHTTPResponse:
        """What a server answers at last: one that fails is asked again after a pause."""
        limits = self._tools.limits
        addresses = self._addresses(target)
        for attempt in range(limits.tries):
            is_last = attempt == limits.tries - 1
            try:
                response = self._request(target, addresses[attempt % len(addresses)])
            except (HTTPError, OSError, ValueError) as error:
                if is_last:
                    raise self._failed(f"does not answer: {_reason(error, target)}") from error
                wait = limits.pause * 2**attempt
            else:
                if response.status not in _RETRY_STATUSES or is_last:
                    return response
                wait = wait_asked_for(response.headers.get("Retry-After", ""), limits.pause * 2**attempt)
                response.close()
            pause(min(wait, limits.longest_pause))
        raise self._failed("is asked no time at all")

    def _addresses(self, target: Url) -> list[str]:
        try:
            return AllowedHosts.of(tuple(self._tools.hosts)).addresses(target.host or "", _port(target))
        except HostRefused as refused:
            raise self._failed(f"is not asked: {refused.reason}", refused.hint) from refused
        except (OSError, ValueError) as error:
            raise self._failed(f"does not answer: {_reason(error, target)}") from error

    def _request(self, target: Url, address: str) -> urllib3.BaseHTTPResponse:
        limits = self._tools.limits
        scheme, host = str(target.scheme), str(target.host)
        tls = {"server_hostname": host.strip("[]"), "assert_hostname": host.strip("[]")} if scheme == "https" else {}
        connections = self._pool.connection_from_host(address, _port(target), scheme, tls)
        headers = {header: self._seal[key] for key, header in _CONDITIONAL_HEADERS.items() if key in self._seal}
        headers["Host"] = host if _port(target) == _PORTS[scheme] else f"{host}:{_port(target)}"
        if self._posted:
            headers["Content-Type"] = "application/json"
        return connections.urlopen(
            "POST" if self._posted else "GET",
            target.request_uri,
            body=self._posted,
            headers={**self._pool.headers, **headers},
            retries=False,
            timeout=Timeout(connect=limits.connect, read=limits.read),
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
        )

    def _read(self, response: urllib3.BaseHTTPResponse) -> HttpBody:
        if response.status == 304 and self._seal:
            return HttpBody(None, self._seal)
        if response.status != 200:
            fault = f"answers {response.status} {response.reason or ''}".strip()
            if response.status == 429:
                fault += ": too many requests; try again later"
            raise self._failed(fault)
        content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if content_type in ("text/html", "application/xhtml+xml"):
            message = f"{public_url(self._url)} is a web page, not data"
            raise Failed([self._source.problem("from", message, text_file.WEB_PAGE_HINT, id_="not-data")])
        content = self._content(response)
        seal = {key: response.headers[name] for key, name in _SEAL_HEADERS.items() if name in response.headers}
        if "modified" in seal and email.utils.parsedate(seal["modified"]) is None:
            del seal["modified"]
        return HttpBody(content, seal)

    def _content(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """The whole file, unpacked. Raises Failed where its end may be missing."""
        raw = self._raw(response)
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding in ("gzip", "x-gzip"):
            return self._unpacked(raw)
        if encoding not in ("", "identity"):
            raise self._failed(f"answers in the encoding {encoding[:20]}, which was not asked for")
        length = response.headers.get("Content-Length", "").strip()  # one that cannot be read vouches for nothing
        is_framed = getattr(response, "chunked", False) or length == str(len(raw))
        if raw and not is_framed and not raw.startswith(_WHOLE_FILES) and not raw.rstrip(b" \t").endswith(_ENDS):
            raise self._failed("does not say how long its file is, and the file ends within a line: it may be cut off")
        return raw

    def _raw(self, response: urllib3.BaseHTTPResponse) -> bytes:
        pieces: list[bytes] = []
        size = 0
        try:
            while piece := response.read(_PIECE):
                size += len(piece)
                self._check_size(size)
                pieces.append(piece)
        except (HTTPError, OSError, ValueError) as error:
            raise self._failed(f"breaks off: {_shortened(str(error))}") from error
        return b"".join(pieces)

    def _unpacked(self, raw: bytes) -> bytes:
        """A gzip file's content, which its own length and checksum confirm."""
        pieces: list[bytes] = []
        size = 0
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    self._check_size(size)
                    pieces.append(piece)
        except (OSError, EOFError, zlib.error) as error:
            raise self._failed(f"breaks off: {_shortened(str(error))}") from error
        return b"".join(pieces)

    def _check_size(self, size: int) -> None:
        if size > self._tools.limits.largest:
            message = f"{public_url(self._url)} has more than {self._tools.limits.largest:,} bytes"
            raise Failed([self._source.problem("from", message, id_="too-large")])

    def _failed(self, fault: str, hint: str = "") -> Failed:
        return _failed(self._source, self._url, fault, hint)


def _port(target: Url) -> int:
    return target.port or _PORTS[str(target.scheme)]


def _reason(error: Exception, target: Url) -> str:
    """What went wrong, without the query of the URL, which may be secret."""
    text = f"{type(error).__name__}: {error}"
    return _shortened(text.replace(target.query, "…") if target.query else text)


def public_url(url: str) -> str:
    """A URL for messages, without user, password and query, which may be secret."""
    try:
        parsed = parse_url(url)
    except ValueError:
        return without_secrets(url.partition("?")[0])
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.scheme or ''}://{parsed.host or ''}{port}{parsed.path or ''}"


def _failed(source: Source, url: str, fault: str, hint: str = "") -> Failed:
    return Failed([source.problem("from", f"{public_url(url)} {fault}", hint, id_="fetch-failed")])


def _shortened(text: str) -> str:
    return text if len(text) < _MOST_TEXT else text[:_MOST_TEXT] + "…"
