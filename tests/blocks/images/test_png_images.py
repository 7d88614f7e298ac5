"""Pictures: PNG files in one font and in colours of their own, the same bytes whatever the machine looks like."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from base64 import b64decode
from pathlib import Path

import pytest

from builder.blocks.charts.chart_kind import ChartFigure
from builder.blocks.charts.drawing.drawing_process import DrawFailure
from builder.blocks.images import picture_svg, png_images, share_images
from builder.settings import settings

SVG = (
    '<svg viewBox="0 0 520 300" role="img"><path d="M0,0h9" stroke="var(--c1)"/>'
    '<text fill="currentColor">一</text></svg>'
)


def _figure(**more: object) -> ChartFigure:
    values: dict[str, object] = {
        "scene": {"kind": "marks"},
        "legend": (("甲", "var(--c1)", ""), ("乙", "var(--c2)", "6 3")),
        "head": ("日期", "甲"),
        "rows": (),
        "unit": "points",
        "origin": lambda row, column, first: {},
        "takeaway": "自2024年1月2日至2024年2月19日：甲由1变为2。",
        "through": "数据截至2024年2月19日",
        "synthetic": True,
    }
    return ChartFigure(**values | more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    (root / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
    found = settings.read_settings(root / "mkdocs.yml").fonts
    assert found, "the font of the pictures is not installed"
    return found


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
    svg = picture_svg.of_chart(SVG, _figure(), called="甲与乙", source="模拟数据　数据截至2024年2月19日", rising="red")
    assert "var(" not in svg and "currentColor" not in svg and "<title>" not in svg
    for said in ("甲与乙", "模拟数据　数据截至2024年2月19日", ">甲<", ">乙<"):
        assert said in svg
    width, height, pixels = _pixels(_drawn(svg, tmp_path, fonts))
    assert width == 1080 and height > 600 and len(set(pixels)) > 10


def test_up_is_the_site_s_colour() -> None:
    red, green = picture_svg.colours("red"), picture_svg.colours("green")
    assert red["--fb-up"] == green["--fb-down"] == red["--fb-red"] != red["--fb-down"]


def test_the_same_picture_has_the_same_bytes_in_any_zone_locale_and_seed(tmp_path: Path, fonts: Path) -> None:
    svg = picture_svg.of_chart(SVG, _figure(), called="甲", source="乙", rising="red")
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


def test_words_stay_whole_and_no_line_begins_with_a_comma() -> None:
    assert picture_svg.broken_lines("一句话生成，Sora 是什么？", 10, 60, 9) == ["一句话生成，", "Sora 是什么？"]
    assert picture_svg.broken_lines("一二三四五六，七", 10, 60, 9) == ["一二三四五六，", "七"]
    assert picture_svg.broken_lines("x" * 40, 10, 60, 2)[1].endswith("…")


def test_a_poster_leads_to_the_page_and_what_is_made_up_is_said_on_both() -> None:
    params = {
        "slug": "a",
        "title": "标题",
        "series": "热点",
        "date": "2024-02-20",
        "site": "小站",
        "url": "https://example.org/r/briefings/a/",
    }
    card = share_images._card(params, _figure(), SVG, picture_svg.colours("red"))
    poster = share_images._poster(params, _figure(), SVG, picture_svg.colours("red"))
    assert 'width="1200" height="630"' in card
    for svg in (card, poster):
        assert "模拟数据" in svg and "【热点】标题" in svg and "2024年2月20日" in svg and "var(" not in svg
    assert "example.org/r/briefings/a/" in poster and "过往业绩不预示未来表现" in poster


def test_a_code_has_every_dark_square_of_its_address() -> None:
    import segno

    svg = share_images._code("https://example.org/", 0, 0, "#000")
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)h1", svg)}
    matrix = [bytes(row) for row in segno.make("https://example.org/", error="m", micro=False).matrix]
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}
    assert len(matrix) >= 21


def test_a_legend_has_no_digits_that_depend_on_how_python_adds() -> None:
    """Two systems of different versions named the same picture differently."""
    layout = picture_svg.PictureLayout(colours=picture_svg.colours("red"), width=1000, y=100.0)
    layout.legend([(f"示例ETF联接{letter}", "var(--c1)", "") for letter in "ABCDE"], 28)
    numbers = re.findall(r"-?\d+\.\d+", "".join(layout.elements))
    assert numbers and max(len(one.partition(".")[2]) for one in numbers) <= 2
