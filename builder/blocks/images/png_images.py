"""PNG files of pictures, drawn by processes that see one Chinese font and nothing else. The chart block and the pictures of
briefings use it.

Runs itself as `python -m builder.blocks.images.png_images FONTS`: one JSON line with a picture's SVG in, one with its PNG
out, as the charts' own process does. The font comes from the package that the extra `pictures` names; `settings.fonts`
says where it is.
"""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

from builder.blocks.charts.drawing import drawing_process, drawing_server
from builder.blocks.charts.drawing.drawing_process import DrawFailure

COMMAND = (sys.executable, "-P", "-m", "builder.blocks.images.png_images")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def draw(svgs: Sequence[str], cache: Path, fonts: Path) -> list[str | DrawFailure]:
    """Each picture as a PNG file in base64, its text in the fonts of this folder, or why there is none, in order."""
    return drawing_process.draw([{"svg": svg} for svg in svgs], cache, command=(*COMMAND, str(fonts)))


def png_of(svg: str, scale: float = 1.0) -> bytes:
    """One picture as a PNG file, drawn in this process: its text in whatever fonts there are."""
    import vl_convert

    return compressed(vl_convert.svg_to_png(svg, scale))


def _drawn(picture: dict[str, str]) -> dict[str, str]:
    return {"svg": base64.b64encode(png_of(picture["svg"])).decode()}


def compressed(png: bytes) -> bytes:
    """The same picture, compressed as well as zlib can: a third of what the renderer writes."""
    chunks, offset, data = [], len(_SIGNATURE), b""
    while offset < len(png):
        (size,) = struct.unpack(">I", png[offset : offset + 4])
        kind, body = png[offset + 4 : offset + 8], png[offset + 8 : offset + 8 + size]
        offset += 12 + size
        if kind == b"IDAT":
            data += body
        elif kind == b"IEND":
            chunks += [(b"IDAT", zlib.compress(zlib.decompress(data), 9)), (b"IEND", b"")]
        else:
            chunks.append((kind, body))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


if __name__ == "__main__":
    import vl_convert

    vl_convert.register_font_directory(sys.argv[1])
    drawing_server.serve(_drawn, sys.stdin.buffer, sys.stdout.buffer)
