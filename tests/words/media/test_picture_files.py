"""A picture is published if its bytes are what its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed, Problem
from builder.words.media.picture_files import publishable, read_publishable

BYTES = {
    "png": b"\x89PNG\r\n\x1a\nx",
    "jpeg": b"\xff\xd8\xffx",
    "gif": b"GIF89ax",
    "webp": b"RIFF\0\0\0\0WEBPx",
    "avif": b"\0\0\0\x20ftypavifx",
}


def problem(path: str, content: bytes) -> Problem:
    with pytest.raises(Failed) as failed:
        publishable(path, content)
    (only,) = failed.value.problems
    assert (only.id, only.path) == ("bad-picture", path)
    return only


@pytest.mark.parametrize("path", ["a.png", "a.PNG", "b/a.jpg", "a.jpeg", "a.gif", "a.webp", "a.avif"])
def test_a_picture_goes_as_it_is(path: str) -> None:
    content = BYTES[{"jpg": "jpeg"}.get(path.lower().rpartition(".")[2], path.lower().rpartition(".")[2])]
    assert publishable(path, content) == content


def test_a_drawing_is_sanitised() -> None:
    assert publishable("a.svg", b"<svg><script>alert(1)</script><rect/></svg>") == (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><rect/></svg>\n'
    )


@pytest.mark.parametrize("path", ["a.html", "a.xhtml", "a.xml", "a.svgz", "a.js", "a", ".png", "a.png.html", "a.pdf"])
@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", *BYTES.values()])
def test_a_name_that_servers_take_for_something_else_is_refused(path: str, content: bytes) -> None:
    assert "no picture: names of pictures end in .png" in problem(path, content).message


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp", "avif"])
def test_a_name_that_the_bytes_do_not_bear_out_is_refused(suffix: str) -> None:
    assert problem(f"a.{suffix}", b"<html>").hint == "save the picture again"
    other = "gif" if suffix == "png" else "png"
    assert problem(f"a.{suffix}", BYTES[other]).hint == f"rename it to end in .{other}"
    assert "not even a picture" in problem(f"a.{suffix}", b"").message


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/".join(["d" * 199] * 5) + ".png", "1,000 that of a path"),
        ("长" * 90 + ".png", "255 bytes"),
        ("a\x07.png", "U+0007"),
    ],
)
def test_a_path_that_no_file_of_the_site_can_have_is_refused_where_a_page_shows_it(path: str, says: str) -> None:
    assert says in problem(path, BYTES["png"]).message
    assert publishable("/".join(["d" * 190] * 5) + ".png", BYTES["png"])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(BYTES["png"])
    assert read_publishable(tmp_path, "a.png", {}) == BYTES["png"]
    with pytest.raises(Failed, match="unreadable"):
        read_publishable(tmp_path, "b.png", {})
