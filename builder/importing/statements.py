"""Finds what the words of an article state in figures: of which instrument, since when, which number. Used by `offers`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from builder.model import Directory, Instrument
from builder.vocabulary import alias_names

_SENTENCE = re.compile(
    r"[^。！？!?\n]{1,500}"
)  # a longer one is read piece by piece: each is looked through many times
_FIGURE = r"\d{1,9}(?:,\d{3}){0,4}(?:\.\d{1,8})?(?!\d)"
_LIMITS = {
    "超过": ">",
    "超": ">",
    "逾": ">",
    "高于": ">",
    "大于": ">",
    "不足": "<",
    "不到": "<",
    "低于": "<",
    "约": "~",
    "近": "~",
    "达": "=",
}
_MOVE = re.compile(
    rf"(?P<verb>(?:上涨|大涨|暴涨|收涨|领涨|累涨|涨|上升|反弹|回升)(?:幅)?|(?:下跌|大跌|暴跌|收跌|领跌|重挫|跌|下降|回落|下挫)(?:幅)?)"
    rf"(?:了|为|达到)?\s{{0,4}}(?P<limit>{'|'.join(_LIMITS)})?\s{{0,4}}"
    rf"(?P<figures>{_FIGURE}\s{{0,4}}%(?:\s{{0,4}}[、和及与,，]?\s{{0,4}}{_FIGURE}\s{{0,4}}%){{0,20}})"
)
_ONE_FIGURE = re.compile(rf"{_FIGURE}\s{{0,4}}%")
_FALL = re.compile("跌|下降|回落|下挫|重挫")
# What a figure may be called, and its measure.
_MEASURES = (
    ("最大回撤", "drawdown"), ("年化波动率", "volatility"), ("波动率", "volatility"), ("夏普比率", "sharpe"), ("夏普", "sharpe"),
    ("年化收益率", "annualised"), ("年化回报", "annualised"), ("累计净值", "accumulated"), ("单位净值", "nav"),
    ("日涨跌幅", "change"), ("收益率", "return"), ("回报率", "return"), ("净值增长率", "return"), ("涨跌幅", "return"),
    ("回报", "return"), ("涨幅", "return"), ("收盘价", "close"), ("收盘", "close"), ("收于", "close"), ("收报", "close"),
    ("报收", "close"),
)  # fmt: skip
_NAMED = re.compile(
    rf"(?P<name>{'|'.join(name for name, _ in _MEASURES)})(?:为|是|达到?|约为|约)?\s{{0,4}}[:：]?\s{{0,4}}"
    rf"(?P<figure>[-+−－]?\s{{0,4}}{_FIGURE}\s{{0,4}}%?)"
)
_WINDOWS = (
    (re.compile(r"近\s{0,4}(?:一|1)\s{0,4}周"), "1w"), (re.compile(r"近\s{0,4}(?:一|1)\s{0,4}个?月"), "1m"),
    (re.compile(r"近\s{0,4}(?:三|3)\s{0,4}个?月"), "3m"),
    (re.compile(r"近\s{0,4}(?:六|6)\s{0,4}个?月|近半年"), "6m"), (re.compile(r"(?:近|过去)\s{0,4}(?:一|1)\s{0,4}年"), "1y"),
    (re.compile(r"(?:近|过去)\s{0,4}(?:两|二|2)\s{0,4}年"), "2y"), (re.compile(r"(?:近|过去)\s{0,4}(?:三|3)\s{0,4}年"), "3y"),
    (re.compile(r"(?:近|过去)\s{0,4}(?:五|5)\s{0,4}年"), "5y"), (re.compile(r"今年以?来|年初至今|年初以来|年内"), "ytd"),
    (re.compile(r"成立以?来|成立至今"), "launch"),
)  # fmt: skip
_DAY = re.compile(r"(20\d\d)\s{0,4}年\s{0,4}(\d{1,2})\s{0,4}月\s{0,4}(\d{1,2})\s{0,4}日")
_SINCE_DAY = re.compile(rf"(?:自|从)?\s{{0,4}}{_DAY.pattern}\s{{0,4}}(?:以来|至今|起|开始)")
_DAY_BEFORE = re.compile(r"昨日|昨天|(?:上|前)一(?:个)?交易日")
_YEAR = re.compile(r"(20\d\d)\s{0,4}年(?:全年|度)?(?!\s{0,4}\d|末|初|底)")
_EVENT = r"(?P<event>[A-Za-z][\w.\- ]{1,20}|[\u4e00-\u9fff]{2,8}?)\s{0,4}(?P<what>发布|上市|推出|问世)"
_EVENT_SINCE = re.compile(rf"{_EVENT}\s{{0,4}}(?:以来|至今)")
_EVENT_NEXT = re.compile(rf"{_EVENT}后\s{{0,4}}(?:的)?(?:次日|第二天|首个交易日)")
_LISTED = re.compile(r"分别")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A figure that words state, understood as a question to the data; `missing` says what is not known."""

    start: int  # of the words, in the text
    end: int
    instrument: Instrument
    measure: str
    window: str = ""
    since: str = ""  # ISO date
    as_of: str = ""  # ISO date
    operator: str = "="
    value: str  # e.g. "300%", "-7%"
    is_claim: bool  # else the figure alone is stated
    missing: str = ""  # e.g. "Sora发布"


def statements(text: str, first: int, directory: Directory, events: Mapping[str, str]) -> Iterator[Statement]:
    """Every figure in the text from the offset `first` on whose instrument the words name. `events` has the days that words may
    call by an event, e.g. {"ChatGPT发布": "2022-11-30"}."""
    names = _names(directory)
    for sentence in _SENTENCE.finditer(text, first):
        subjects = _subjects(sentence[0], names)
        if not subjects:
            continue
        for match in _MOVE.finditer(sentence[0]):
            yield from _moves(sentence[0], sentence.start(), match, subjects, events)
        for match in _NAMED.finditer(sentence[0]):
            if statement := _number(sentence[0], sentence.start(), match, subjects, events):
                yield statement


def _names(directory: Directory) -> list[tuple[str, Instrument]]:
    """All that instruments are called, the longest first."""
    named = [
        (name, instrument)
        for instrument in directory.instruments.values()
        for name in (
            instrument.name,
            instrument.facts.get("short_name", ""),
            *alias_names(instrument.facts.get("aliases", "")),
        )
        if len(name) > 1
    ]
    return sorted(named, key=lambda entry: (-len(entry[0]), entry[0], entry[1].id))


def _subjects(sentence: str, names: Sequence[tuple[str, Instrument]]) -> list[tuple[int, int, Instrument]]:
    """The instruments that a sentence names, each with its place; the longest name counts."""
    rest, subjects = sentence, []
    for name, instrument in names:
        if name not in rest:
            continue
        for match in re.finditer(re.escape(name), rest):
            before, after = rest[: match.start()][-1:], rest[match.end() :][:1]
            if name.isascii() and ((before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())):
                continue
            subjects.append((match.start(), match.end(), instrument))
        rest = rest.replace(name, "\0" * len(name))
    return sorted(subjects, key=lambda entry: entry[0])


def _moves(
    sentence: str,
    offset: int,
    match: re.Match[str],
    subjects: Sequence[tuple[int, int, Instrument]],
    events: Mapping[str, str],
) -> Iterator[Statement]:
    """What a verb and its figures state, of one subject or, after 分别, of as many as there are figures."""
    before = [subject for subject in subjects if subject[1] <= match.start()]
    figures = list(_ONE_FIGURE.finditer(match["figures"]))
    if not before:
        return
    between = sentence[before[-1][1] : match.start()]
    counted = len(figures) if _LISTED.search(between) else 1
    if len(before) < counted or (counted == 1 and len(figures) > 1):
        return
    falls = bool(_FALL.search(match["verb"]))
    operator = _LIMITS.get(match["limit"] or "", "=")
    if falls:
        operator = operator.translate(str.maketrans("<>", "><"))
    period = _period(sentence, match.start(), events)
    if not period:
        return
    for index, (subject, figure) in enumerate(zip(before[-counted:], figures[:counted], strict=True)):
        start = offset + (match.start() if index == 0 else match.start("figures") + figure.start())
        yield Statement(
            start=start,
            end=offset + match.start("figures") + figure.end(),
            instrument=subject[2],
            operator=operator,
            value=("-" if falls else "") + re.sub(r"[\s,]", "", figure[0]),
            is_claim=True,
            **period,
        )


def _number(
    sentence: str,
    offset: int,
    match: re.Match[str],
    subjects: Sequence[tuple[int, int, Instrument]],
    events: Mapping[str, str],
) -> Statement | None:
    """What a figure behind its name states of the nearest instrument before."""
    before = [subject for subject in subjects if subject[1] <= match.start()]
    if not before:
        return None
    measure = dict(_MEASURES)[match["name"]]
    written = re.sub(r"[\s,]", "", match["figure"]).replace("−", "-").replace("－", "-")
    is_level = measure in ("nav", "accumulated", "close", "sharpe")
    if is_level == written.endswith("%"):
        return None
    if measure == "drawdown" and not written.startswith("-"):
        written = f"-{written}"
    period = _period(sentence, match.start(), events)
    if measure in ("nav", "accumulated", "close", "change"):
        day = _last(_DAY, sentence[: match.start()])
        period = {"measure": measure, "as_of": _iso(day) if day else ""}
    else:
        if period.get("measure", "change") == "change" or (
            period["measure"] == "calendar-year" and measure != "return"
        ):
            return None
        period["measure"] = measure if period["measure"] == "return" else period["measure"]
        if not (period.get("window") or period.get("since") or period.get("missing")):
            return None
    return Statement(
        start=offset + match.start("figure"),
        end=offset + match.end("figure"),
        instrument=before[-1][2],
        value=written,
        is_claim=False,
        **period,
    )


def _period(sentence: str, end: int, events: Mapping[str, str]) -> dict[str, str]:
    """Measure, window and dates that the words before `end` speak of: the last that they name; nothing where they name none."""
    before = sentence[:end]
    known: list[tuple[int, dict[str, str]]] = []
    if match := _last(_DAY_BEFORE, before):
        known.append((match.start(), {"measure": "change"}))
    for pattern, window in _WINDOWS:
        if match := _last(pattern, before):
            known.append((match.start(), {"measure": "return", "window": window}))
    if match := _last(_SINCE_DAY, before):
        known.append((match.start(), {"measure": "return", "since": _iso(match)}))
    elif match := _last(_YEAR, before):
        known.append((match.start(), {"measure": "calendar-year", "window": match[1]}))
    if match := _last(_EVENT_SINCE, before):
        event = _event(match)
        day = _day_of(event, events)
        known.append(
            (match.start(), {"measure": "return", "since": day} if day else {"measure": "return", "missing": event})
        )
    if match := _last(_EVENT_NEXT, before):
        event = _event(match)
        day = _day_of(event, events)
        next_day = (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""
        known.append(
            (
                match.start(),
                {"measure": "change", "as_of": next_day} if day else {"measure": "change", "missing": event},
            )
        )
    if not known and (match := _last(_DAY, before)) and (day := _iso(match)):
        return {"measure": "change", "as_of": day}
    return max(known, key=lambda entry: entry[0], default=(0, {}))[1]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    match = None
    for match in pattern.finditer(text):  # noqa: B007 - the last one counts
        pass
    return match


def _event(match: re.Match[str]) -> str:
    return match["event"].strip() + match["what"]


def _day_of(event: str, events: Mapping[str, str]) -> str:
    folded = {re.sub(r"\s", "", name).casefold(): day for name, day in events.items()}
    return folded.get(re.sub(r"\s", "", event).casefold(), "")


def _iso(match: re.Match[str]) -> str:
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""
