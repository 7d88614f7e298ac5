"""A folder in, a font file and a fontconfig file in it out: what text measures while a chart is laid out.

The font has no outlines, only an advance of one em for everything Chinese and full-width. As the only font that the
drawing process sees it makes each label cheap to measure, and the same on a machine with a hundred fonts and on one
with none.
`width` is the measure that our own layout uses.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FAMILY = "Briefing Metrics"
EM = 1000
# Advances of printable ASCII in thousandths of an em, the usual ones of a grotesque, by their runs of equal width.
_WIDTHS: tuple[tuple[int, str], ...] = (
    (222, "'ijl"),
    (260, "|"),
    (278, " !,./:;I[\\]ft"),
    (333, "()-`r"),
    (334, "{}"),
    (355, '"'),
    (389, "*"),
    (469, "^"),
    (500, "Jcksvxyz"),
    (556, "#$0123456789?L_abdeghnopqu"),
    (584, "+<=>~\u2212"),
    (611, "FTZ"),
    (667, "&ABEKPSVXY"),
    (722, "CDHNRUw"),
    (778, "GOQ"),
    (833, "Mm"),
    (889, "%"),
    (944, "W"),
    (1015, "@"),
)
# CJK punctuation, kana, ideographs with extension A, compatibility and full-width forms, then the astral extensions.
WIDE: tuple[tuple[int, int], ...] = (
    (0x2014, 0x2026),
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x20000, 0x3FFFF),
)


def advance(character: str) -> float:
    """How wide a character is, in ems."""
    code = ord(character)
    if any(low <= code <= high for low, high in WIDE):
        return 1.0
    return next((width for width, those in _WIDTHS if character in those), 556) / EM


def width(text: str, size: float) -> float:
    """How wide a text is when set at this size, in the size's unit."""
    return sum(advance(character) for character in text) * size


def install(folder: Path) -> Path:
    """Leaves the metrics font and its fontconfig file in the folder and returns the latter's path."""
    fonts = folder / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    font, config = fonts / "metrics.ttf", folder / "fonts.conf"
    if not font.is_file():
        _replace(font, _font())
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>'
        f"<dir>{escape(str(fonts.resolve()))}</dir><cachedir>{escape(str((folder / 'fontcache').resolve()))}</cachedir>"
        f"<alias><family>sans-serif</family><prefer><family>{FAMILY}</family></prefer></alias></fontconfig>\n"
    ).encode()
    if not config.is_file() or config.read_bytes() != text:
        _replace(config, text)
    return config


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_suffix(f".{os.getpid()}.new")
    beside.write_bytes(content)
    beside.replace(path)


def _font() -> bytes:
    """The font's bytes: always the same, since its dates are fixed. Latin is left to the renderer's own font."""
    from io import BytesIO

    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "wide"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": Glyph(), "wide": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (556, 0), "wide": (EM, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-220)
    builder.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": FAMILY.replace(" ", "")})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-220, usWinAscent=880, usWinDescent=220)
    builder.setupPost(isFixedPitch=0)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.font["cmap"].tables.append(_wide_map())
    out = BytesIO()
    builder.save(out)
    return out.getvalue()


def _wide_map() -> Any:
    """A character map of format 13, whose groups each share one glyph: all the ideographs in a few lines."""
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 13, 0, 0, 0
    table.cmap = {code: "wide" for low, high in WIDE for code in range(low, high + 1)}
    return table
