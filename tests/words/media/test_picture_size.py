"""A picture's size is read from its bytes, whatever they are, and stands in the page."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.words.media.picture_files import publishable
from builder.words.media.picture_size import picture_size, with_sizes

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + b"\x08\x02\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 640, 480) + b"\0\0\0"
JPEG = b"\xff\xd8\xff\xc0" + struct.pack(">HBHH", 17, 8, 480, 640) + b"\0" * 10
WEBP = b"RIFF\x1e\0\0\0WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0\x7f\x02\0\xdf\x01\0"
TURNED = (  # a photograph that its camera says is to be turned
    b"\xff\xd8\xff\xe1" + struct.pack(">H", 34) + b"Exif\0\0MM\0*" + struct.pack(">I", 8)
    + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0) + JPEG[2:]
)  # fmt: skip


@pytest.mark.parametrize("content", [PNG, GIF, JPEG, WEBP])
def test_each_type_says_its_size(content: bytes) -> None:
    assert picture_size(content) == (640, 480)


def test_a_photograph_is_as_a_browser_turns_it() -> None:
    assert picture_size(TURNED) == (480, 640)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="600" height="440px" viewBox="0 0 60 44"', (600, 440)),
        ('viewBox="0 0 600.4 440"', (600, 440)),
        ('viewBox="0,0,600,440"', (600, 440)),
        ('width="100%" height="10em"', None),
        ('width="0" height="440"', None),
        ('width="99999999" height="440"', None),
        ("", None),
    ],
)
def test_a_drawing_says_its_size_or_the_size_of_its_view(attributes: str, size: tuple[int, int] | None) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect width="5" height="6"/></svg>'
    assert picture_size(publishable("a.svg", drawing.encode())) == size


@given(st.sampled_from([PNG, GIF, JPEG, WEBP, TURNED]), st.integers(0, 80), st.binary(max_size=4))
def test_bytes_that_are_wrong_have_a_size_or_none(content: bytes, place: int, other: bytes) -> None:
    size = picture_size(content[:place] + other + content[place + len(other) :])
    assert size is None or min(size) > 0


def test_images_of_a_body_say_their_sizes_unless_they_do_already() -> None:
    sized, own, unknown = (
        '<img src="../../media/a/%E5%9B%BE&amp;.png">',
        '<img src="../media/b.png" width="5">',
        '<img src="../media/c.png">',
    )
    html = f"<p>{sized}{own}{unknown}</p>"
    assert with_sizes(html, {"a/图&.png": (64, 48), "b.png": (1, 1)}) == html.replace(
        "<img", '<img width="64" height="48"', 1
    )
