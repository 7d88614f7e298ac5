"""The fetcher `http`: a file comes whole or not at all, and is not asked for again while it has not changed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from builder.numbers.sources import http_file
from builder.numbers.sources.http_file import HttpBody
from builder.numbers.sources.source import Tools
from builder.problem import Failed, Problem
from tests.numbers.sources.server import Says, Server
from tests.numbers.sources.source_files import QUICK, source, staged


def download(url: str, seals: Mapping[str, Mapping[str, str]] | None = None, *, largest: int = 1000) -> HttpBody:
    limits = replace(QUICK, largest=largest)
    hosts = (urlsplit(url).netloc,)
    tools = Tools(root=Path(), clock=time.monotonic, limits=limits, seals=seals or {}, hosts=hosts)
    with http_file.connection_pool() as pool:
        return http_file.download(url, source(fetcher="http", location=url), tools, pool)


def refused(url: str, **options: int) -> Problem:
    with pytest.raises(Failed) as caught:
        download(url, **options)
    return caught.value.problems[0]


def test_a_file_comes_with_the_seal_for_the_next_request_and_not_again_while_unchanged(server: Server) -> None:
    url = server.says("/a.csv", Says(body=b"date,nav\n", headers={"ETag": '"1"'}))
    body = download(url)
    assert body == HttpBody(b"date,nav\n", {"etag": '"1"'})
    assert download(url, {url: body.seal}) == HttpBody(None, {"etag": '"1"'})


def test_a_file_that_breaks_off_is_too_large_or_a_web_page_is_refused(server: Server) -> None:
    cut_off = refused(server.says("/cut.csv", Says(body=b"date", length=9)))
    assert (cut_off.id, "breaks off" in cut_off.message) == ("fetch-failed", True)
    assert refused(server.says("/large.csv", Says(body=b"x" * 20)), largest=10).id == "too-large"
    page = Says(body=b"<html>", headers={"Content-Type": "text/html; charset=utf-8"})
    assert refused(server.says("/page.csv", page)).id == "not-data"


@pytest.mark.parametrize("length", ["abc", "-1", "", "9" * 5_000, "1_0"])
@pytest.mark.parametrize("coding", [None, "identity", "foo", ""])
def test_a_length_that_says_nothing_does_not_vouch_for_the_end_of_a_file(
    server: Server, length: str, coding: str | None
) -> None:
    headers = {} if coding is None else {"Transfer-Encoding": coding}
    answer = Says(body=b"date,nav\n2024-02-21,1.0", length=length, headers=headers)
    assert "may be cut off" in refused(server.says("/a.csv", answer)).message


def test_redirects_that_never_end_are_refused(server: Server) -> None:
    loop = server.says("/loop.csv", Says(status=302, headers={"Location": "/loop.csv"}))
    assert refused(loop).message.endswith("/loop.csv redirects more than 5 times")


def test_a_url_that_is_not_http_is_refused() -> None:
    assert refused("ftp://example.com/a.csv").message == "ftp://example.com/a.csv is not an http or https URL"


def test_what_may_be_secret_is_not_in_a_message() -> None:
    assert http_file.public_url("https://me:secret@example.com:8443/a.csv?key=1") == "https://example.com:8443/a.csv"


def test_files_that_cannot_be_read_refuse_their_funds_alone_however_many(server: Server, tmp_path: Path) -> None:
    good, bad = ["000001", "000006"], ["000002", "000003", "000004", "000005"]
    for code in good + bad:
        server.says(f"/{code}.csv", Says(body=b"<html>" if code in bad else b"date,nav\n2024-02-20,1.5\n"))
    declared = source(fetcher="http", location=server.url + "/{code}.csv", codes=(*sorted(good + bad),))
    result, _ = staged(tmp_path, declared, hosts=(server.host,))
    assert result.files == [f"nav/{code}.csv" for code in good]
    assert sorted(result.refused) == bad


def test_a_server_whose_first_files_cannot_be_read_is_not_asked_for_all(server: Server, tmp_path: Path) -> None:
    codes = tuple(f"00000{number}" for number in range(1, 9))
    for code in codes:
        server.says(f"/{code}.csv", Says(body=b"<html>"))
    with pytest.raises(Failed) as caught:
        declared = source(fetcher="http", location=server.url + "/{code}.csv", codes=codes)
        staged(tmp_path, declared, hosts=(server.host,))
    assert [problem.id for problem in caught.value.problems] == ["not-data"] * 3
    assert len(server.asked) == 3
