"""Text as written in, text as it is compared out: what differs only in width, case, script or spacing becomes equal.

Each character is folded by itself, so that a place in the folded text has its place in the text; finder.js does the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = "々〆〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Stands for a number that data fill in. No query crosses it, as none crosses the end of a block.
GAP = "\ufffc"
_BREAK = "\x1f"  # what becomes of it
# 文生 视频 and Sora 的 are found as 文生视频 and Sora的: a blank beside a Chinese character says nothing.
_BLANK = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}a-z0-9])|(?<=[a-z0-9]) +(?=[{HAN}])")
_UNSEEN = ("Cc", "Cf", "Cs")  # control and format characters, and halves of surrogate pairs


class _Folded(dict[int, str]):
    """Each character's fold, found when it first comes along."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if char in ("\n", GAP):
            made = "\n" if char == "\n" else _BREAK
        elif char.isspace():
            made = " "
        elif unicodedata.category(char) in _UNSEEN:
            made = ""
        else:
            plain = unicodedata.normalize("NFKC", char).lower()
            made = plain if plain.isascii() else "".join(simplified().get(one, one) for one in plain)
        self[point] = made
        return made


@lru_cache(maxsize=1)
def _folds() -> _Folded:
    return _Folded()


def fold(text: str) -> str:
    """The text as it is compared: compatible forms (NFKC), lower case, simplified characters, no blanks beside them.

    Line ends stay.
    """
    return _BLANK.sub("", text.translate(_folds()))


def tidy(text: str) -> str:
    """A block's text as it is kept and shown: composed (NFC), on one line."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=1)
def simplified() -> dict[str, str]:
    """Each traditional character's simplified one, for those that are written with one code unit, as OpenCC tells them."""
    from opencc import OpenCC

    chars = [chr(point) for start, end in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for point in range(start, end)]
    told = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return {one: other for one, other in zip(chars, told, strict=True) if one != other and len(other) == 1}


def common(char: str) -> bool:
    """Whether a character is of the set GB 2312, which every browser can list by itself."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
