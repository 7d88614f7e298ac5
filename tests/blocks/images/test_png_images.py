"""Pictures: PNG files in one font and in colours of their own, the same bytes whatever the machine looks like."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from base64 import b64decode
from pathlib import Path

from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.images import picture_svg, png_images
from tests.blocks.images.picture_examples import DRAWING, chart_figure


def _pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height, and the unpacked rows."""
    width, height = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        data += png[at + 8 : at + 8 + size] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + size
    return width, height, zlib.decompress(data)


def _drawn(svg: str, cache: Path, fonts: Path) -> bytes:
    (made,) = png_images.draw([svg], cache, fonts)
    assert isinstance(made, str), made
    return b64decode(made)


def _glyph(character: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" font-family="{picture_svg.FAMILY}">'
        f'<rect width="40" height="40" fill="#fff"/><text x="2" y="34" font-size="32">{character}</text></svg>'
    )


def test_chinese_is_drawn_in_glyphs_and_not_in_boxes(tmp_path: Path, fonts: Path) -> None:
    made = png_images.draw([_glyph(one) for one in "基金涨跌9%\U0010fffd"], tmp_path, fonts)
    assert len(set(map(str, made))) == 7


def test_a_chart_s_picture_names_no_colour_by_a_variable_and_says_what_it_is(tmp_path: Path, fonts: Path) -> None:
    svg = picture_svg.of_chart(
        DRAWING, chart_figure(), called="甲与乙", source="模拟数据　数据截至2024年2月19日", rising="red"
    )
    assert "var(" not in svg and "currentColor" not in svg and "<title>" not in svg
    for said in ("甲与乙", "模拟数据　数据截至2024年2月19日", ">甲<", ">乙<"):
        assert said in svg
    width, height, pixels = _pixels(_drawn(svg, tmp_path, fonts))
    assert width == 1080 and height > 600 and len(set(pixels)) > 10


def test_the_same_picture_has_the_same_bytes_in_any_zone_locale_and_seed(tmp_path: Path, fonts: Path) -> None:
    svg = picture_svg.of_chart(DRAWING, chart_figure(), called="甲", source="乙", rising="red")
    told = "\n".join(["import sys, pathlib", "from builder.blocks.images import png_images",
        "print(png_images.draw([sys.argv[1]], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))[0])"])  # fmt: skip
    root = str(Path(__file__).parents[3])
    made = {
        subprocess.run(
            [sys.executable, "-c", told, svg, str(tmp_path / zone.replace("/", "-")), str(fonts)],
            env={"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": root},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone, seed in (("Asia/Shanghai", "1"), ("America/New_York", "2"))
    }
    assert len(made) == 1 and len(made.pop()) > 5000


def test_a_tighter_file_holds_the_same_pixels(tmp_path: Path, fonts: Path) -> None:
    png = _drawn(_glyph("基"), tmp_path, fonts)
    assert png_images.compressed(png) == png
    loose = re.sub(rb"(?s)(?<=....IDAT).*", b"", png)  # up to the data
    assert loose in png
    assert _pixels(png_images.compressed(png)) == _pixels(png)


def test_what_cannot_be_drawn_is_a_failure(tmp_path: Path, fonts: Path) -> None:
    (made,) = png_images.draw(["<svg"], tmp_path, fonts)
    assert isinstance(made, DrawFailure)
