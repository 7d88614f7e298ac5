"""Whether a claim's words say something else than its expression: `[上涨超 400%]{… > 300%}`. Used by `inline_marks`.

The data check the expression, readers read the words. Only what is plain is a contradiction: one figure of the same kind,
one direction or the denial of one. Words with several figures or with both directions are left to their author.
"""

from __future__ import annotations

import re
from decimal import Decimal

from builder.expression import Claim
from builder.words.marks.claim_figures import ClaimFigure, figures

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

# A denial that ends its clause: 没有上涨, 未能跑赢基准. Not 有没有上涨, 没有上涨超 5%, 没有下跌空间.
_DENIAL = re.compile(
    "(?<![有非是])(?:并?没有?|并?未能?|不)(?:(?P<rise>上涨|上升|走高|盈利|涨)|(?P<fall>下跌|下降|走低|亏损|跌)"
    "|(?P<ahead>跑赢|战胜)|(?P<behind>跑输))(?P<rival>[^，。；、！,;!%]{0,12})(?=[，。；、！,;!]|$)"
)
_NO_RIVAL = re.compile("了?(?:反.*|而是.*)?")
_DOUBT = re.compile("若|如果|假如|要是|倘|即使|即便|除非|难道|是否|[吗?\uff1f]")

_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．＋－", "0123456789%.+-")


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
    if said and not asked and size and figures(words, percent=claim.written.endswith("%")):
        # "下跌不足 5%" with `return < 5%`: the sign of the value is missing.
        asked = 1 if size > 0 else -1
    rise, fall = ("ahead", "behind") if claim.left.measure in _LEADS else ("a rise", "a fall")
    directions = {1: rise, -1: fall}
    expression = f"the expression ({claim.operator} {claim.written})"
    if asked and _denied_direction(words, claim.left.measure) == asked:
        return f"the words say not {directions[asked]}, {expression} does"
    if not said or not asked or said == asked:
        return ""
    return f"the words say {directions[said]}, {expression} {directions[asked]}"


def _denied_direction(words: str, measure: str) -> int:
    """1 where the words plainly say that something did not rise, -1 that it did not fall, 0 where they say neither."""
    match = None if _DOUBT.search(words) else _DENIAL.search(words)
    if match is None:
        return 0
    if measure in _LEADS:
        return 1 if match["ahead"] else -1 if match["behind"] else 0
    if measure not in _CHANGES or not _NO_RIVAL.fullmatch(match["rival"]):
        return 0
    return 1 if match["rise"] else -1 if match["fall"] else 0


def _other_figure(words: str, claim: Claim, size: Decimal) -> str:
    said = figures(words, percent=claim.written.endswith("%"))
    if not said or any(_agrees(figure, claim, size) for figure in said):
        return ""
    return f"the words say {said[0].text}, the expression {claim.operator} {claim.written}"


def _agrees(figure: ClaimFigure, claim: Claim, size: Decimal) -> bool:
    """Whether an expression that holds can make a figure true. Sizes are compared without their sign."""
    operator = claim.operator
    if size < 0 or (size == 0 and claim.left.measure in _LOSSES):  # a fall of more than 7 % is `< -7%`
        operator = operator.translate(str.maketrans("<>", "><"))
    bound, said = abs(size), figure.size
    if operator in ("=", "~"):
        if figure.limit in ("more", "less"):
            return bound >= said if figure.limit == "more" else bound <= said
        return _near(bound, figure) if figure.limit == "about" else _equal(bound, said)
    if figure.limit == "more":
        return ">" in operator and bound >= said
    if figure.limit == "less":
        return "<" in operator and bound <= said
    return _near(bound, figure)


def _near(bound: Decimal, figure: ClaimFigure) -> bool:
    return abs(bound - figure.size) <= figure.near * figure.size


def _equal(bound: Decimal, said: Decimal) -> bool:
    """Whether two figures are equal at the precision of the coarser one: 329 and 329.27 are."""
    exponents = [int(value.as_tuple().exponent) for value in (bound, said)]
    coarser = Decimal(1).scaleb(max(exponents))
    return abs(bound - said) <= coarser
