"""Vega expressions that authors may write: they reach a row's own values, parameters and known functions, nothing else.
`vega_rules` checks each.

Names of data, the page, the clock and chance are not reachable, so that a chart is the same each time it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)|(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:,.()\[\]{}]))"""
)
_LONGEST = 2000
FUNCTIONS = frozenset(
    re.findall(
        r"\w+",
        "abs acos asin atan atan2 ceil clamp cos exp floor hypot log max min pow round sin sqrt tan isNaN isFinite isValid "
        "isDefined isArray isBoolean isDate isNumber isString toBoolean toDate toNumber toString if datetime date day "
        "dayofyear hours minutes month quarter seconds time timezoneoffset utc utcdate utcday utcdayofyear utcmonth utcquarter "
        "utcyear week year extent inrange indexof join lastindexof length lerp pluck reverse slice sort span lower pad parseFloat "
        "parseInt split substring trim truncate upper format timeFormat utcFormat timeParse utcParse monthFormat "
        "monthAbbrevFormat dayFormat dayAbbrevFormat quantileNormal cumulativeNormal",
    )
)
_VALUES = frozenset(re.findall(r"\w+", "datum true false null NaN PI E LN2 LN10 SQRT2 MIN_VALUE MAX_VALUE"))
_NEVER = frozenset(
    re.findall(r"\w+", "constructor prototype __proto__ __defineGetter__ __defineSetter__ __lookupGetter__")
)


def fault(expression: str, parameters: Collection[str]) -> str:
    """What is wrong with an expression, "" where nothing is. `parameters` are the names that the chart declares."""
    if len(expression) > _LONGEST:
        return f"an expression is at most {_LONGEST} characters long"
    tokens: list[tuple[str, str]] = []
    offset = 0
    while offset < len(expression.rstrip()):
        match = _TOKEN.match(expression, offset)
        if match is None:
            return f"{expression[offset:].strip()[:12]} cannot stand in an expression"
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
        offset = match.end()
    for index, (kind, word) in enumerate(tokens):
        before = tokens[index - 1][1] if index else ""
        after = tokens[index + 1][1] if index + 1 < len(tokens) else ""
        if word.strip("'\"") in _NEVER:
            return f"{word} is out of an expression's reach"
        if kind != "name" or before == "." or (after == ":" and before in ("{", ",")):
            continue
        if after == "(" and word not in FUNCTIONS:
            return f"{word} is no function that a chart may call; there are {', '.join(sorted(FUNCTIONS)[:12])} …"
        if after != "(" and word not in _VALUES and word not in parameters:
            return f"{word} is not known in an expression; a row's values are datum.NAME"
    return ""
