"""Examples for the tests of blocks: a small catalogue, a page around marks, and made-up answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

import html5lib

from builder import blocks
from builder.expression import Expression
from builder.model import (
    ROOT,
    SINCES,
    Answer,
    Ask,
    Directory,
    Fragment,
    Instrument,
    Mark,
    Measure,
    Page,
    PageMeta,
    Slot,
    hole,
)
from builder.output.fill import cut_at_holes, fill, split_fragment
from builder.problem import Problem
from builder.templating import Templates

MEASURES = {
    one.name: one
    for one in (
        Measure(
            name="nav", label="单位净值", unit="nav", kinds=("fund",), reads=("quoted",), formula="管理人公布的单位净值"
        ),
        Measure(name="close", label="收盘", unit="points", kinds=("index", "stock")),
        Measure(name="date", label="数据日期", unit="date"),
        Measure(name="change", label="日涨跌幅", unit="ratio"),
        Measure(name="return", label="收益率", unit="ratio", window="required", formula="复权净值期末 ÷ 期初 − 1"),
        Measure(name="price-return", label="价格涨跌幅", unit="ratio", window="required"),
        Measure(name="calendar-year", label="年度收益率", unit="ratio", window="required"),
        Measure(name="since-publication", label="发布以来", unit="ratio", window="required"),
        Measure(name="drawdown", label="最大回撤", unit="ratio", window="optional"),
        Measure(name="size", label="规模", unit="money", kinds=("fund",)),
        Measure(name="name", label="名称", unit="text"),
        Measure(name="risk", label="风险等级", unit="text", kinds=("fund",)),
        Measure(name="history", label="复权走势", unit="points", window="optional", answers="days"),
    )
}


def fund(code: str, name: str, **facts: str) -> Instrument:
    return Instrument(id=f"fund:{code}", code=code, name=name, facts=facts, has_history=True)


AI_A = fund(
    "012733", "示例人工智能主题ETF联接A", short_name="示例AI联接A", kind="指数型-股票", risk_level="R4", index="930713"
)
AI_C = fund("012734", "示例人工智能主题ETF联接C", kind="指数型-股票", risk_level="R4", index="930713")
CHIP_A = fund("018411", "示例芯片产业ETF联接A", kind="指数型-股票", risk_level="中高", aliases="示例芯片A|芯片联接")
BOND = fund("000001", "示例成长混合", kind="混合型-偏股", risk_level="R3")
INDEX = Instrument(id="index:930713", code="930713", name="示例人工智能主题指数")
COMPOSITE = Instrument(id="index:000001", code="000001", name="示例综合指数")
BANK = Instrument(id="stock:000001", code="000001", name="示例银行")
MAOTAI = Instrument(id="stock:600519", code="600519", name="示例酒业")
NVDA = Instrument(id="stock:NVDA", code="NVDA", name="NVIDIA", facts={"aliases": "英伟达"})
TENCENT = Instrument(id="stock:00700", code="00700", name="示例控股")
ALL = (AI_A, AI_C, CHIP_A, BOND, INDEX, COMPOSITE, BANK, MAOTAI, NVDA, TENCENT)
DIRECTORY = Directory(instruments={one.id: one for one in ALL})


def page(*marks: Mark, as_of: str = "2024-02-19") -> Page:
    meta = PageMeta(title="一文看懂", date="2024-02-20", as_of=as_of)
    return Page(path="briefings/sora.md", kind="briefing", meta=meta, url="briefings/sora/", markdown="", marks=marks)


def number(text: str, *, line: int = 7, column: int = 5, **words: Any) -> Mark:
    return Mark(block="number", params=expression(**words), line=line, column=column, length=len(text), text=text)


def expression(**words: Any) -> dict[str, Any]:
    return Expression(**words).params


def claim(words: str, op: str, value: float | str, written: str, **left: Any) -> Mark:
    asked = " ".join(str(left[key]) for key in ("series", "measure", "window") if key in left)
    params = {
        "words": words,
        "html": escape(words),
        "left": expression(**left),
        "op": op,
        "value": value,
        "written": written,
    }
    text = f"[{words}]{{{asked} {op} {written}}}"
    return Mark(block="claim", params=params, line=3, column=4, length=len(text), text=text)


def cashtag(
    code: str, name: str, *, market: str = "OTCFUND", place: str = "card", group: int = 0, line: int = 9
) -> Mark:
    params = {"name": name, "market": market, "code": code, "place": place, "group": group}
    text = f"${name}({market}|{code})$"
    return Mark(block="cashtag", params=params, line=line, column=1, length=len(text), text=text)


def fence(*, outer: str = "", **spec: Any) -> Mark:
    lines = {key: 20 + place for place, key in enumerate(spec)}
    params = {"spec": spec, "lines": lines, "caption": outer, "figure": 0, "tab": 1}
    return Mark(block="funds", params=params, line=19, column=1, length=3, text="```funds")


def resolved(
    *marks: Mark,
    directory: Directory = DIRECTORY,
    as_of: str = "2024-02-19",
    addresses: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Slot]:
    """The slots of a page of these marks, none of which is wrong."""
    found, wrong = blocks.resolve_page(page(*marks, as_of=as_of), directory, MEASURES, addresses)
    assert wrong == []
    return found


def slot(mark: Mark, *, directory: Directory = DIRECTORY, as_of: str = "2024-02-19") -> Slot:
    """The slot of a mark."""
    return resolved(mark, directory=directory, as_of=as_of)["0"]


def problems(*marks: Mark, directory: Directory = DIRECTORY, as_of: str = "2024-02-19") -> tuple[Problem, ...]:
    """What is wrong with these marks; nothing where they resolve."""
    _, wrong = blocks.resolve_page(page(*marks, as_of=as_of), directory, MEASURES, {"pages/about.md": "about/"})
    return tuple(wrong)


UNITS = {"nav": "nav", "close": "points", "date": "date", "size": "money", "history": "nav"}
WORDS = {"name", "kind", "risk", "short-name", "company", "custodian", "manager", "fee", "benchmark", "index"}
COLUMNS = {"risk": "risk_level"}


STANDING = {
    "freshness": Answer(value=1.0, unit="number"),
    "failing-since": Answer(value=None, unit="date"),
    "facts-failing-since": Answer(value=None, unit="date"),
    "calendar": Answer(
        value="2024-03-01", unit="date", start="2023-01-26", end="2024-12-31", points=(("2024-02-09", 0.0),)
    ),
}


def answer(ask: Ask, *, directory: Directory = DIRECTORY, synthetic: bool = False) -> Answer:
    """A made-up answer to any question, the same for the same question."""
    if ask.measure in STANDING:
        return STANDING[ask.measure]
    instrument = directory.instruments[ask.series]
    if ask.measure in (*WORDS, "effective-date"):
        text = instrument.name if ask.measure == "name" else instrument.facts.get(COLUMNS.get(ask.measure, ask.measure))
        return Answer(value=text, unit="text")
    last = ask.as_of or "2024-03-01"
    start = ask.start or ("2023-02-20" if ask.window else "")
    points = (("2023-03-01", 1.0), ("2023-09-01", 1.3), (last, 1.2)) if ask.measure == "history" else ()
    values: dict[str, float | str] = {"nav": 0.7, "close": 1234.5, "history": 1.2, "date": last, "size": 1.264e9}
    values |= {"drawdown": -0.4275, "change": -0.0296, "volatility": 0.2}
    value = values.get(ask.measure, 0.0518)
    unit = UNITS.get(ask.measure, "ratio")
    return Answer(value=value, unit=unit, start=start, end=last, synthetic=synthetic, points=points)


def of_money_fund(asks: Iterable[Ask]) -> dict[Ask, Answer]:
    """The answers about a money-market fund: an income and a yield in place of NAV and change of the day."""
    money = {
        "nav": Answer(value=None, unit="nav", end="2024-03-01"),
        "change": Answer(value=0.00004, unit="ratio", end="2024-03-01"),
        "volatility": Answer(value=None, unit="ratio", end="2024-03-01"),
        "income": Answer(value=0.4388, unit="income", end="2024-03-01"),
        "yield7": Answer(value=0.01623, unit="yield", end="2024-03-01", signed=False),
    }
    return {ask: money.get(ask.measure) or answer(ask) for ask in asks}


def tools() -> blocks.RenderTools:
    return blocks.RenderTools(templates=Templates())


def rendered(asked: Slot, given: Mapping[Ask, Answer] | None = None, **kept: Any) -> Fragment | Problem:
    """A slot, rendered with the answers given, or with made-up ones."""
    found = given if given is not None else {ask: answer(ask, **kept) for ask in blocks.asks(asked)}
    return blocks.render([(asked, found)], tools())[0]


def html(asked: Slot, given: Mapping[Ask, Answer] | None = None, *, lines: Slot | None = None, **kept: Any) -> str:
    """The HTML of a slot that renders; `lines` is the slot that fills the line since publication in a page's first card."""
    result = rendered(asked, given, **kept)
    assert isinstance(result, Fragment), result
    if lines is None:
        return result.html
    fragments = split_fragment(cut_at_holes(html(lines, given, **kept).encode(), depth=0))
    return result.html.replace(hole("since"), fill(fragments["0/since"], {}).decode())


def mark_html(
    mark: Mark, given: Mapping[Ask, Answer] | None = None, *, directory: Directory = DIRECTORY, **kept: Any
) -> str:
    """The HTML of a mark alone on its page, with the line since publication in a card."""
    slots = resolved(mark, directory=directory)
    return html(slots["0"], given, lines=slots.get(SINCES), directory=directory, **kept)


def tree(fragment: str, inside: str = "div") -> Any:
    """A fragment as a browser understands it. Fails on any error of syntax."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = (
        f"<!DOCTYPE html><html lang=zh><head><title>x</title></head><body><{inside}>{fragment}</{inside}></body></html>"
    )
    return parser.parse(whole.replace(ROOT, "../../"))
