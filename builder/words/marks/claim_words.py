"""Whether a claim's words say something else than its expression: `[上涨超 400%]{… > 300%}`. Used by `inline_marks`.

The data check the expression, readers read the words. Only what is plain is a contradiction: one figure of the same kind,
one direction. Words with several figures, with a negation, or with both directions are left to their author.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from builder.expression import Claim

# Measures whose value is a gain or a loss; of the others, words such as 上升 say nothing of the sign.
_CHANGES = ("return", "price-return", "annualised", "change", "calendar-year", "since-publication", "benchmark-return")
_LOSSES = ("drawdown",)  # its value is never above zero
_LEADS = ("excess-return",)  # above or below the benchmark
_RISE = re.compile("上涨|上升|上扬|攀升|走高|走强|收涨|领涨|大涨|暴涨|飙升|增长|盈利|翻倍|翻番|涨(?!跌)|正收益")
_FALL = re.compile("下跌|下降|下滑|下挫|走低|走弱|收跌|领跌|大跌|暴跌|重挫|缩水|亏损|腰斩|回落|回撤|(?<!涨)跌|负收益")
_AHEAD = re.compile("跑赢|战胜|超越|领先|优于|超额")
_BEHIND = re.compile("跑输|落后|不及|逊于")
# A sign right before a figure; in a range such as 5-10% it is none.
_SIGNED = re.compile(r"(?<![\d%])([-+\u2212])\s*\d[\d,.]*\s*%")
# What turns a direction round, or says that it changed.
_TURN = re.compile("[不未没无非止难抗由从]|收窄|转|收复|反弹|回升|修复|涨跌")

_PERCENT = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?:%|个?百分点)")
_AMOUNT = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>[万亿]?)\s*(?:点|元|美元|港元)")
_RANGE = re.compile(r"\d\s*%?\s*[-~—–至到]\s*\d[\d.,]*\s*%")
_TIMES = re.compile("翻[了一]*[倍番]|(?:涨|增长)了?一倍|腰斩")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
# What stands right before or behind a figure and makes it a limit.
_MORE = (
    re.compile("(?:超过?|逾|高于|大于|多于|突破|站上|至少|最少|不低于|不少于|不止)[了出]?约?$"),
    re.compile("^(?:以上|有余|多|之上)"),
)
_LESS = (
    re.compile("(?:不足|不到|低于|小于|少于|未达|不超过?|不高于|至多|最多|跌破|以内)了?$"),
    re.compile("^(?:以下|以内|之内)"),
)
_ABOUT = (re.compile("(?:近|约|接近|大约|将近|逼近|几乎|近乎)$"), re.compile("^(?:左右|上下)"))
_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．＋－", "0123456789%.+-")
_NEAR = Decimal("0.2")  # 近 30% may be said of 24 to 36 %


@dataclass(frozen=True, kw_only=True)
class _Figure:
    """A figure in the words: its size, as written in the claim (300 for 300%), and how exactly it is meant."""

    text: str
    size: Decimal
    limit: str  # "more", "less", "about" or "exact"


def contradiction(words: str, claim: Claim) -> str:
    """What in a claim's words contradicts its expression, as a message; "" where nothing plainly does."""
    words = words.translate(_HALF_WIDTH)
    if isinstance(claim.value, str):
        return _other_day(words, claim)
    size = Decimal(claim.written.rstrip("%"))
    return _other_direction(words, claim, size) or _other_figure(words, claim, size)


def _other_day(words: str, claim: Claim) -> str:
    days = ["-".join((year, month.zfill(2), day.zfill(2))) for year, month, day in _DAY.findall(words)]
    if claim.operator != "=" or len(days) != 1 or days[0] == claim.written:
        return ""
    return f"the words say {days[0]}, the expression {claim.written}"


def _direction(claim: Claim, size: Decimal) -> int:
    """1 where the expression says that the value is above zero, -1 below zero, 0 where it may be either."""
    if claim.operator in ("=", "~"):
        return (size > 0) - (size < 0)
    if claim.operator in (">", ">="):
        return 1 if size > 0 or (size == 0 and claim.operator == ">") else 0
    return -1 if size < 0 or (size == 0 and claim.operator == "<") else 0


def _said_direction(words: str, measure: str) -> int:
    """The same, of the words."""
    up, down = (_AHEAD, _BEHIND) if measure in _LEADS else (_RISE, _FALL)
    if measure not in (*_CHANGES, *_LEADS) or _TURN.search(_without_limits(words)):
        return 0
    signs = set(_SIGNED.findall(words))
    rises = bool(up.search(words)) or "+" in signs
    return rises - (bool(down.search(words)) or bool(signs - {"+"}))


def _without_limits(words: str) -> str:
    return re.sub("不足|不到|不低于|不少于|不止|不超过?|不高于|未达|非凡", "", words)


def _other_direction(words: str, claim: Claim, size: Decimal) -> str:
    said, asked = _said_direction(words, claim.left.measure), _direction(claim, size)
    if said and not asked and size and bool(_figures(words, claim)):
        # "下跌不足 5%" with `return < 5%`: the sign of the value is missing.
        asked = 1 if size > 0 else -1
    if not said or not asked or said == asked:
        return ""
    rise, fall = ("ahead", "behind") if claim.left.measure in _LEADS else ("a rise", "a fall")
    directions = {1: rise, -1: fall}
    return f"the words say {directions[said]}, the expression ({claim.operator} {claim.written}) {directions[asked]}"


def _figures(words: str, claim: Claim) -> list[_Figure]:
    """The figures of the words that are of the kind of the claim's value."""
    percent = claim.written.endswith("%")
    figures = []
    for match in (_PERCENT if percent else _AMOUNT).finditer(words):
        size = Decimal(match["digits"].replace(",", ""))
        if not percent:
            size *= _SCALES[match["scale"]]
        figures.append(_Figure(text=match[0].strip(), size=size, limit=_limit(words, match)))
    for match in _TIMES.finditer(words) if percent else ():
        size, limit = Decimal(50 if match[0] == "腰斩" else 100), _limit(words, match)
        if limit == "exact":  # said of that much, nearly that much, and more
            size, limit = size - size * _NEAR, "more"
        figures.append(_Figure(text=match[0], size=size, limit=limit))
    return figures


def _limit(words: str, match: re.Match[str]) -> str:
    before, behind = words[: match.start()].rstrip(), words[match.end() :].lstrip()
    for limit, (in_front, after) in (("less", _LESS), ("more", _MORE), ("about", _ABOUT)):
        if in_front.search(before) or after.search(behind):
            return limit
    return "exact"


def _other_figure(words: str, claim: Claim, size: Decimal) -> str:
    figures = [] if _RANGE.search(words) else _figures(words, claim)
    if not figures or any(_agrees(figure, claim, size) for figure in figures):
        return ""
    return f"the words say {figures[0].text}, the expression {claim.operator} {claim.written}"


def _agrees(figure: _Figure, claim: Claim, size: Decimal) -> bool:
    """Whether an expression that holds can make a figure true. Sizes are compared without their sign."""
    operator = claim.operator
    if size < 0 or (size == 0 and claim.left.measure in _LOSSES):  # a fall of more than 7 % is `< -7%`
        operator = operator.translate(str.maketrans("<>", "><"))
    bound, said = abs(size), figure.size
    if operator in ("=", "~"):
        if figure.limit in ("more", "less"):
            return bound >= said if figure.limit == "more" else bound <= said
        return _near(bound, said) if figure.limit == "about" else _equal(bound, said)
    if figure.limit == "more":
        return ">" in operator and bound >= said
    if figure.limit == "less":
        return "<" in operator and bound <= said
    return _near(bound, said)


def _near(bound: Decimal, said: Decimal) -> bool:
    return abs(bound - said) <= _NEAR * said


def _equal(bound: Decimal, said: Decimal) -> bool:
    """Whether two figures are equal at the precision of the coarser one: 329 and 329.27 are."""
    exponents = [int(value.as_tuple().exponent) for value in (bound, said)]
    coarser = Decimal(1).scaleb(max(exponents))
    return abs(bound - said) <= coarser
