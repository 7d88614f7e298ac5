"""The size of a picture, and a body whose images say theirs, so that nothing moves when they come.

The site plan reads sizes, and whoever makes a shell puts them into the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from io import BytesIO
from urllib.parse import unquote

from builder.html_tokens import attribute, edit_tags

Size = tuple[int, int]  # width and height in pixels

_LARGEST = 1 << 16
_ROOT = re.compile(r"<svg[^>]*>")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:px)?\Z")
_MEDIA = "/media/"


def picture_size(content: bytes) -> Size | None:
    """The size of a picture that may be published; None where it says none. A photograph that is to be turned is turned."""
    import imagesize  # most builds have all sizes in the store

    width, height = _drawing_size(content) if b"<svg" in content[:300] else imagesize.get(BytesIO(content))
    return (round(width), round(height)) if 1 <= width < _LARGEST and 1 <= height < _LARGEST else None


def _drawing_size(content: bytes) -> tuple[float, float]:
    root = _ROOT.search(content.decode("utf-8", "replace"))
    if not root:
        return 0, 0
    sizes = [_NUMBER.match(attribute(root[0], name) or "") for name in ("width", "height")]
    if sizes[0] and sizes[1]:
        return float(sizes[0][1]), float(sizes[1][1])
    box = [_NUMBER.match(number) for number in (attribute(root[0], "viewBox") or "").replace(",", " ").split()[2:4]]
    return (float(box[0][1]), float(box[1][1])) if len(box) == 2 and box[0] and box[1] else (0, 0)


def with_sizes(html: str, sizes: Mapping[str, Size]) -> str:
    """The HTML of a body whose images say their sizes, which go by the picture's path in the content folder."""

    def sized(image: str) -> str:
        path = unquote(unescape(attribute(image, "src") or "")).partition(_MEDIA)[2]
        if path not in sizes or attribute(image, "width") or attribute(image, "height"):
            return image
        width, height = sizes[path]
        return image.replace("<img", f'<img width="{width}" height="{height}"', 1)

    return edit_tags(html, "img", sized) if sizes else html
