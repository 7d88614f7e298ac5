"""How wide text is, and the font that makes it so wide in every drawing. Layout measures by `width`; the drawing processes
get the font file and a fontconfig file for it.

The font shows a box of one em for everything Chinese and full-width, and one of its usual width for every Latin letter.
It is the only font that a drawing process sees, or the first that it looks at on systems without such a setting: each
label is quick to measure, and as wide on a machine with a hundred fonts as on one with none.
"""

from __future__ import annotations

import os
import struct
from html import escape
from math import fsum
from pathlib import Path

FAMILY = "Briefing Metrics"
FONT = 16  # the size, in a drawing's units, at which text is laid out; the style sheet sets it smaller on wide screens
LARGEST_FONT = 18.4  # of drawings without a time axis, on the smallest phones, as in templates/assets/charts.css
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
    return next((width for width, letters in _WIDTHS if character in letters), 556) / EM


def width(text: str, size: float) -> float:
    """How wide a text is at this size, in the size's unit."""
    return fsum(advance(character) for character in text) * size  # `sum` rounds otherwise from Python 3.12 on


def install(folder: Path) -> Path:
    """Writes the font and its fontconfig file into the folder, where they are missing; the path of the latter."""
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
    new = path.with_suffix(f".{os.getpid()}.new")
    new.write_bytes(content)
    new.replace(path)


def _font() -> bytes:
    """A TrueType file of boxes: the renderer measures no glyph that has no outline.

    Glyph 0 stands for what is missing, glyph 1 for all wide characters, the others for one letter each.

    Source: OpenType specification, "The OpenType Font File".
    """
    letters = sorted((ord(letter), round(advance(letter) * EM)) for _, run in _WIDTHS for letter in run)
    advances = [(556, 0), (EM, 0), *((wide, 0) for _, wide in letters)]
    glyphs = len(advances)
    tables = {
        b"cmap": _cmap([letter for letter, _ in letters]),
        b"glyf": _BOX * (glyphs - 1),
        b"head": _HEAD,
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -220, 0, EM, 0, 0, EM, 1, *[0] * 7, glyphs),
        b"hmtx": b"".join(struct.pack(">Hh", *metrics) for metrics in advances),
        b"loca": b"".join(struct.pack(">H", max(0, glyph - 1) * len(_BOX) // 2) for glyph in range(glyphs + 1)),
        b"maxp": struct.pack(">IH13H", 0x10000, glyphs, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": _name(),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    start, entries, body = len(head) + 16 * count, b"", b""
    for tag, content in tables.items():
        padded = content + bytes(-len(content) % 4)
        entries += tag + struct.pack(">III", _checksum(padded), start + len(body), len(content))
        body += padded
    return head + entries + body


# Version, revision, no checksum of the whole, magic number, flags, em, no dates, no extent, plain style, short offsets.
_HEAD = struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, EM, 0, 0, 0, -220, EM, 880, 0, 8, 2, 0, 0)


# One contour of four points that lie on it: their positions as steps, all x and then all y.
_BOX = struct.pack(">5hHH4B8h", 1, 0, 0, EM, 800, 3, 0, 1, 1, 1, 1, 0, 0, EM, 0, 0, 800, 0, -800)


def _checksum(padded: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def _cmap(letters: list[int]) -> bytes:
    """A character map of format 13, whose groups each share one glyph: all the ideographs in a few lines."""
    ranges = sorted(
        [*((low, high, 1) for low, high in WIDE), *((code, code, glyph) for glyph, code in enumerate(letters, 2))]
    )
    groups = b"".join(struct.pack(">III", *bounds) for bounds in ranges)
    table = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(ranges)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


def _name() -> bytes:
    """The family, the style, the full name and the PostScript name, in that order."""
    texts = {1: FAMILY, 2: "Regular", 4: FAMILY, 6: FAMILY.replace(" ", "")}
    records, strings = b"", b""
    for number, text in texts.items():
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x409, number, len(encoded), len(strings))
        strings += encoded
    return struct.pack(">HHH", 0, len(texts), 6 + len(records)) + records + strings
