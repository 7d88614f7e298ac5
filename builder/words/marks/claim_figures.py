"""The figures in a claim's words, in digits and in Chinese: 300%, 三成, 百分之五十, 翻了三倍, 8000 点. Used by `claim_words`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_DIGIT = f"[{''.join(_DIGITS)}]"
_CHINESE = f"[{''.join(_DIGITS)}十百千万]+"
_ALONE = f"(?<![{''.join(_DIGITS)}十百千万\\d第.])"  # not the end of a longer number

_PERCENT = re.compile(
    rf"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?:%|个?百分点)"
    rf"|百分之(?P<hundredths>\d+(?:\.\d+)?|{_CHINESE}(?:点{_DIGIT}+)?)"
    rf"|{_ALONE}(?P<points>{_CHINESE})个百分点"
)
# 三成 and 三成五, but not 三四成, 三成仓位 or 一成不变.
_TENTHS = re.compile(
    rf"{_ALONE}(?P<number>[1-9]|{_DIGIT})\s*成(?P<half>半|{_DIGIT})?(?=[，。；、！,;!）)\s]|$|以|之|有余|多|左右|上下|的?[涨跌回收增降升])"
)
_AMOUNT = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[万亿]?)\s*(?P<unit>点|元|美元|港元)")
_LEVEL = re.compile(rf"{_ALONE}(?P<number>{_CHINESE})点")
_RANGE = re.compile(
    r"\d\s*%?\s*[-~—–至到]\s*\d[\d.,]*\s*%"
    rf"|(?:[\d十]|{_DIGIT})\s*成?\s*[-~—–至到]\s*(?:百分之)?(?:[\d十]|{_DIGIT})"
)
_DOUBLED = re.compile("翻[了一]*[倍番]|(?:涨|增长)了?一倍|腰斩")
_MULTIPLE = re.compile(
    r"(?:翻|涨幅?|增长|增幅)(?:接近|将近|大约|不足|不到|[了超逾过约近达到至出\s])*"
    rf"(?P<number>\d+(?:\.\d+)?|{_CHINESE})\s*(?P<unit>[倍番])"
)
# What stands right before or behind a figure and makes it a limit.
_MORE = (
    re.compile("(?:超过?|逾|高于|大于|多于|突破|站上|至少|最少|不低于|不少于|不止)[了出]?约?$"),
    re.compile("^(?:以上|有余|多|之上|上方)"),
)
_LESS = (
    re.compile("(?:不足|不到|低于|小于|少于|未达|不超过?|不高于|至多|最多|跌破|以内)了?$"),
    re.compile("^(?:以下|以内|之内|之下|下方)"),
)
_ABOUT = (re.compile("(?:近|约|接近|大约|将近|逼近|几乎|近乎)$"), re.compile("^(?:左右|上下)"))
_DENIED = re.compile(r"(?:没有?|未(?!来))\w{0,3}$")  # 没有上涨超过, 未跌破
_OPPOSITE = {"less": "more", "more": "less"}
_NEAR = Decimal("0.2")  # 近 30% may be said of 24 to 36 %
_NEAR_LEVEL = Decimal("0.1")  # and 近 3000 点 of 2700 to 3300


@dataclass(frozen=True, kw_only=True)
class ClaimFigure:
    """A figure in the words: its size, as written in the claim (300 for 300%), and how exactly it is meant."""

    text: str
    size: Decimal
    limit: str  # "more", "less", "about" or "exact"
    near: Decimal = _NEAR  # the part of its size by which what is about as large may differ


def figures(words: str, *, percent: bool) -> list[ClaimFigure]:
    """The figures that are percentages, or else amounts; none where the words give a range. 三倍 has two readings."""
    if _RANGE.search(words):
        return []
    return list(_percentages(words) if percent else _amounts(words))


def _percentages(words: str) -> Iterator[ClaimFigure]:
    for match in _PERCENT.finditer(words):
        name = match.lastgroup or "number"
        yield ClaimFigure(text=match[0].strip(), size=_number(match[name]), limit=_limit(words, *match.span()))
    for match in _TENTHS.finditer(words):
        half = {"": Decimal(0), "半": Decimal(5)}.get(match["half"] or "")
        size = 10 * _number(match["number"]) + (_number(match["half"]) if half is None else half)
        yield ClaimFigure(text=match[0].strip(), size=size, limit=_limit(words, *match.span()))
    for match in _DOUBLED.finditer(words):
        size, limit = Decimal(50 if match[0] == "腰斩" else 100), _limit(words, *match.span())
        if limit == "exact":  # said of that much, nearly that much, and more
            size, limit = size - size * _NEAR, "more"
        yield ClaimFigure(text=match[0], size=size, limit=limit)
    for match in _MULTIPLE.finditer(words):
        number = _number(match["number"])
        # 涨三倍 is said of a rise by 300 % and of one to 300 %; 翻三番 doubles three times.
        sizes = {100 * number, 100 * number - 100}
        if match["unit"] == "番" and number < 10:
            sizes.add(100 * Decimal(2) ** number - 100)
        limit = _limit(words, match.start("number"), match.end())
        for size in sorted(sizes, reverse=True):
            if size > 0:
                yield ClaimFigure(text=match[0], size=size, limit="about" if limit == "exact" else limit)


def _amounts(words: str) -> Iterator[ClaimFigure]:
    for match in _AMOUNT.finditer(words):
        size = _number(match["number"]) * _SCALES[match["scale"]]
        near = _NEAR_LEVEL if match["unit"] == "点" else _NEAR
        yield ClaimFigure(text=match[0].strip(), size=size, limit=_limit(words, *match.span()), near=near)
    for match in _LEVEL.finditer(words):
        size, limit = _number(match["number"]), _limit(words, *match.span())
        if size >= 100:  # 三点 is an hour
            yield ClaimFigure(text=match[0], size=size, limit=limit, near=_NEAR_LEVEL)


def _number(written: str) -> Decimal:
    """A number in digits or in Chinese, e.g. of "1,200", "三百", "二十三点五"."""
    if written[0].isdigit() and written[0].isascii():
        return Decimal(written.replace(",", ""))
    whole, _, fraction = written.partition("点")
    total = section = digit = 0  # the number, what stands since the last 万, and the last digit
    for character in whole:
        if character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif character in _TENS:
            section, digit = section + (digit or 1) * _TENS[character], 0
        else:
            digit = _DIGITS[character]
    return Decimal(f"{total + section + digit}.{''.join(str(_DIGITS[character]) for character in fraction) or 0}")


def _limit(words: str, start: int, end: int) -> str:
    before, behind = words[:start].rstrip(), words[end:].lstrip()
    for limit, (in_front, after) in (("less", _LESS), ("more", _MORE), ("about", _ABOUT)):
        if match := in_front.search(before):
            return _OPPOSITE.get(limit, limit) if _DENIED.search(before[: match.start()]) else limit
        if after.search(behind):
            return limit
    return "exact"
