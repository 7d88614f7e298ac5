"""Text folded for comparison: width, case, script and spacing no longer matter. Used by the index and by queries.

finder.js folds in the same way. Characters are folded one by one, so that a match can be traced back to the original text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = "々〆〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Stands for a number that the data fill in. No match crosses it, just as none crosses the end of a block.
GAP = "\ufffc"
_FOLDED_GAP = "\x1f"
# A blank beside a Chinese character, or between letters and digits, carries no meaning: "文生 视频" equals "文生视频", "S&P 500"
# equals "S&P500". Nor does a hyphen beside a letter (ChatGPT-4o), or a dot in the middle (光模块·CPO), but between two digits.
_HYPHEN, _DOT = "\\-\u2010", "\u00b7\u2022\u2027\u30fb"
_JOINT = re.compile(
    f"(?<=[{HAN}]) +(?=[{HAN}a-z0-9])|(?<=[a-z0-9]) +(?=[{HAN}])|(?<=[a-z]) +(?=[0-9])|(?<=[0-9]) +(?=[a-z])"
    f"|(?<=[a-z])[{_HYPHEN}{_DOT}](?=[a-z0-9{HAN}])|(?<=[0-9{HAN}])[{_HYPHEN}{_DOT}](?=[a-z])"
    f"|(?<=[{HAN}])[{_DOT}](?=[0-9{HAN}])|(?<=[0-9])[{_DOT}](?=[{HAN}])"
)
_INVISIBLE = ("Cc", "Cf", "Cs")  # control and format characters, and halves of surrogate pairs


class _FoldTable(dict[int, str]):
    """Code point -> folded text, for `str.translate`. An entry is computed when its character first occurs."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if char in ("\n", GAP):
            folded = "\n" if char == "\n" else _FOLDED_GAP
        elif char.isspace():
            folded = " "
        elif unicodedata.category(char) in _INVISIBLE:
            folded = ""
        else:
            lower = unicodedata.normalize("NFKC", char).lower()
            folded = lower if lower.isascii() else "".join(simplified_characters().get(part, part) for part in lower)
        self[point] = folded
        return folded


@lru_cache(maxsize=1)
def _fold_table() -> _FoldTable:
    return _FoldTable()


def fold(text: str) -> str:
    """The text in the form in which it is compared.

    It is in compatibility form (NFKC), lower case and simplified script, without the blanks, hyphens and dots that carry no
    meaning. Line ends stay.
    """
    return _JOINT.sub("", fold_characters(text))


def fold_characters(text: str) -> str:
    """The same with all blanks, hyphens and dots, so that words can be told apart."""
    return text.translate(_fold_table())


def tidy(text: str) -> str:
    """The text of a block as the index stores and shows it: composed (NFC), on one line, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=1)
def simplified_characters() -> dict[str, str]:
    """Traditional character -> simplified character, from OpenCC, for those of a single UTF-16 code unit."""
    from opencc import OpenCC

    chars = [chr(point) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for point in range(start, end)]
    converted = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {char: simple for char, simple in zip(chars, converted, strict=True) if char != simple and len(simple) == 1}


def is_in_gb2312(char: str) -> bool:
    """Whether a character belongs to the set GB 2312, which every browser can list without our help."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
