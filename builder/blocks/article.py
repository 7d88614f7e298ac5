"""All marks of a briefing as other programs read it: in the full text of feeds (HTML) and in its Markdown; and, of those whose
numbers were restated, the entry in the feed of corrections.

Only what is frozen is told: a live number or table is a link to the page, so that new data change no feed. The texts of all
marks are one slot, which fills a hole for each mark.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from builder import slot_params
from builder.blocks import claim, funds_table, latest, number, restated
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import chinese_terms, value_text
from builder.language import translate
from builder.model import Answer, Ask, Fragment, SlotParams, canonical_json, digest, hole
from builder.slot_params.authored import (
    AddressParams,
    CardGridParams,
    CardParams,
    ClaimParams,
    FundsParams,
    LinkParams,
    NothingParams,
    NumberParams,
)
from builder.slot_params.charts import ChartParams, CustomChartParams
from builder.slot_params.generated import ArticleParams, RestatedEntryParams

_LIVE, _SEE_PAGE = "最新值见网页", "见网页"


@dataclass(frozen=True, kw_only=True)
class _Passage:
    """What stands in place of a mark: words, or a table with a line before and after."""

    words: str = ""
    href: str = ""  # where the words lead
    links: tuple[tuple[str, str], ...] = ()  # a list in place of words: of each the words and where they lead
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    after: str = ""
    evidence: str = ""  # value, dates and source of a number; the verdict on a claim


def asks(params: ArticleParams | RestatedEntryParams) -> tuple[Ask, ...]:
    """All frozen questions of the briefing, and the names of what its cards show."""
    return tuple(dict.fromkeys(ask for mark in _marks(params).values() for ask in _asks(mark)))


def _marks(params: ArticleParams | RestatedEntryParams) -> dict[str, SlotParams]:
    return {name: slot_params.from_json(block, json.loads(text)) for name, (block, text) in params.marks.items()}


def _asks(mark: SlotParams) -> Sequence[Ask]:
    asked: Sequence[Ask] = ()
    if isinstance(mark, NumberParams):
        asked = number.asks(mark)
    elif isinstance(mark, ClaimParams):
        asked = claim.asks(mark)
    elif isinstance(mark, FundsParams):
        asked = funds_table.asks(mark) if _is_frozen(mark) else ()
    elif isinstance(mark, ChartParams) and mark.as_of:
        from builder.blocks.charts import chart_block  # large: see `lazy_block`

        asked = chart_block.asks(mark)
    elif isinstance(mark, CardParams | CardGridParams):
        return [latest.fact(series, "name") for series in _series(mark)]
    names = [ask for ask in asked if isinstance(mark, FundsParams) and ask.measure == "name"]
    return [*(ask for ask in asked if ask.as_of), *names]


def _series(mark: CardParams | CardGridParams) -> list[str]:
    if isinstance(mark, CardParams):
        return list(mark.series)
    return [series for group in mark.groups for series in group]


def _is_frozen(mark: FundsParams) -> bool:
    return bool(mark.as_of) and all(column.as_of for column in mark.columns)


def render(params: ArticleParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The text of each mark behind the hole that it fills; see `fill.split_fragment`. Raises Failed where a mark cannot be told."""
    passages = {name: _passage(mark, params, answers) for name, mark in _marks(params).items()}
    texts: dict[str, str] = {}
    if params.form == "markdown":
        texts = {name: _markdown(passage, name) for name, passage in passages.items()}
        numbered = sorted(passages, key=int)
        notes = [f"[^{name}]: {passages[name].evidence}" for name in numbered if passages[name].evidence]
        texts["evidence"] = "\n".join(notes)
    else:
        texts = {name: _encoded(_html(passage), params.form) for name, passage in passages.items()}
    lines = [restated.text(row) for row in params.rows]
    moved = "\n".join(f"- {line}" for line in lines)
    if params.form != "markdown" and moved:
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        moved = _encoded(f"<p>{translate('本文发布后，数据有更正：')}</p><ul>{items}</ul>", params.form)
    texts["restated"] = moved
    return Fragment(html="".join(f"{hole(f'{params.slug}/{name}')}{text}" for name, text in sorted(texts.items())))


def _encoded(html: str, form: str) -> str:
    """The HTML as text of XML, or inside a JSON string."""
    return escape(html) if form == "atom" else json.dumps(html, ensure_ascii=False)[1:-1]


def render_entry(params: RestatedEntryParams, answers: Answers, tools: RenderTools) -> Fragment:
    """An entry in Atom that tells which numbers of the briefing the data contradict now; nothing where there are none.

    The build knows no day on which data were restated. The entry has the briefing's, and an id that is new whenever its numbers
    are: a feed reader shows it as new.
    """
    if not params.rows:
        return Fragment(html="")
    texts = [restated.text(row) for row in params.rows]
    version = digest(canonical_json(texts))[:8]
    return Fragment(html=tools.templates.render("feeds/restated.xml", entry=params, texts=texts, version=version))


# ------------------------------------------------------------------------------------------------------------- each mark


def _passage(mark: SlotParams, params: ArticleParams, answers: Answers) -> _Passage:
    tell = _TELL.get(type(mark))
    if tell is None and isinstance(mark, ChartParams):
        return _chart(mark, params, answers)
    if tell is None:
        raise TypeError(f"an article has no mark {mark.block}")
    return tell(mark, params, answers)


def _number(mark: NumberParams, params: ArticleParams, answers: Answers) -> _Passage:
    if not mark.as_of:
        return _Passage(words=translate(_LIVE), href=params.url)
    answer = answers[mark.ask]
    shown = value_text.text(answer.value, answer.unit, signed=answer.signed, format=mark.format)
    return _Passage(words=shown, evidence=_evidence(mark.ask, answer, params))


def _claim(mark: ClaimParams, params: ArticleParams, answers: Answers) -> _Passage:
    if not mark.left.as_of:
        return _Passage(words=mark.words)
    answer = answers[mark.left]
    verdict = translate("成立") if claim.is_true(mark, answer) else translate("不成立")
    shown = value_text.text(answer.value, answer.unit, signed=answer.signed)
    said = translate(
        "{name} {measure} {value}，文中所述 {operator} {written}：{verdict}",
        name=mark.name,
        measure=translate(mark.label),
        value=shown,
        operator=translate(claim.OPERATOR_WORDS[mark.op]),
        written=mark.written,
        verdict=verdict,
    )
    evidence = translate("；").join((said, _evidence(mark.left, answer, params)))
    return _Passage(words=mark.words, evidence=evidence)


def _evidence(ask: Ask, answer: Answer, params: ArticleParams) -> str:
    """The value as it is, what it is of, its dates and its source."""
    value = answer.value if isinstance(answer.value, str) else repr(float(answer.value or 0))
    window = translate("（{text}）", text=chinese_terms.window(ask.window)) if ask.window else ""
    dates = translate("{start} 至 {end}", start=answer.start, end=answer.end) if answer.start else answer.end
    source = params.origins.get(ask.series, "")
    texts = (
        f"{ask.series} {ask.measure}{window} = {value}",
        dates,
        translate("数据截至 {as_of}", as_of=ask.as_of),
        translate("来源：{source}", source=source) if source else "",
        translate("模拟数据") if answer.synthetic else "",
    )
    return translate("；").join(text for text in texts if text)


def _address(mark: AddressParams, params: ArticleParams, answers: Answers) -> _Passage:
    return _Passage(words=f"{params.root}{mark.url}{'#' + mark.fragment if mark.fragment else ''}")


def _link(mark: LinkParams, params: ArticleParams, answers: Answers) -> _Passage:
    return _Passage(words=mark.words, href=_fund_url(mark.series, params))


def _fund_url(series: str, params: ArticleParams) -> str:
    return f"{params.root}{latest.href(series)}" if latest.kind_of(series) == "fund" else ""


def _cards(mark: CardParams | CardGridParams, params: ArticleParams, answers: Answers) -> _Passage:
    names = {
        series: translate(
            "{name}（{code}）", name=latest.fact_text(series, "name", answers), code=latest.code_of(series)
        )
        for series in _series(mark)
    }
    return _Passage(
        links=tuple(
            (translate("{name}：{words}", name=name, words=translate(_LIVE)), _fund_url(series, params))
            for series, name in names.items()
        )
    )


def _funds(mark: FundsParams, params: ArticleParams, answers: Answers) -> _Passage:
    title = mark.caption or mark.outer or translate(funds_table.UNNAMED)
    if not _is_frozen(mark):
        return _Passage(words=translate("{name}：{words}", name=title, words=translate(_LIVE)), href=params.url)
    rows = [
        (
            latest.fact_text(series, "name", answers),
            *(_cell(column.ask(series), column.format, answers) for column in mark.columns),
        )
        for series in funds_table.sorted_series(mark, answers)
    ]
    head = (translate("基金"), *(" ".join(funds_table.heading(column)) for column in mark.columns))
    return _Passage(
        words=mark.caption, head=head, rows=tuple(rows), after=translate("数据截至 {as_of}。", as_of=mark.as_of)
    )


def _cell(ask: Ask, format: str, answers: Answers) -> str:
    answer = answers[ask]
    return value_text.text(answer.value, answer.unit, signed=answer.signed, format=format)


def _chart(mark: ChartParams, params: ArticleParams, answers: Answers) -> _Passage:
    """The chart as a table: feed readers drop drawings that stand in the text."""
    title = mark.title or mark.caption or mark.alt or translate("图表")
    if isinstance(mark, CustomChartParams) or not mark.as_of:
        return _Passage(words=translate("{name}：{words}", name=title, words=translate(_SEE_PAGE)), href=params.url)
    from builder.blocks.charts import chart_block, chart_fragment  # large: see `lazy_block`

    chart = chart_block.figure_of(mark, answers)
    shown = chart_fragment.month_ends(chart.rows) if chart.thinned else chart.rows
    rows = [(first, *(chart.shown(column, value) for column, value in enumerate(values))) for first, values in shown]
    sources = translate("来源：{sources}；", sources=translate("、").join(mark.sources)) if mark.sources else ""
    made_up = translate("（模拟数据）") if chart.synthetic else ""
    after = f"{chart.takeaway} {sources}{chart.through}{made_up}"
    return _Passage(words=mark.title, head=chart.head, rows=tuple(rows), after=after)


def _nothing(mark: NothingParams, params: ArticleParams, answers: Answers) -> _Passage:
    return _Passage()


_TELL: Mapping[type[Any], Callable[[Any, ArticleParams, Answers], _Passage]] = {
    AddressParams: _address,
    CardGridParams: _cards,
    CardParams: _cards,
    ClaimParams: _claim,
    FundsParams: _funds,
    LinkParams: _link,
    NothingParams: _nothing,
    NumberParams: _number,
}


# -------------------------------------------------------------------------------------------------------------- the forms


def _html(passage: _Passage) -> str:
    if passage.links:
        return "".join(f"<p>{_linked_html(*link)}</p>" for link in passage.links)
    words = _linked_html(passage.words, passage.href)
    if not passage.head:
        return words
    head = "".join(f"<th>{escape(cell)}</th>" for cell in passage.head)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in passage.rows)
    before = f"<p><strong>{escape(passage.words)}</strong></p>" if passage.words else ""
    after = f"<p>{_linked_html(passage.after, passage.href)}</p>" if passage.after else ""
    return f"{before}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{after}"


def _linked_html(words: str, href: str) -> str:
    return f'<a href="{escape(href)}">{escape(words)}</a>' if href and words else escape(words)


def _markdown(passage: _Passage, name: str) -> str:
    if passage.links:
        return "".join(f"\n- {_linked_markdown(*link)}" for link in passage.links)
    mark = f"[^{name}]" if passage.evidence else ""
    if not passage.head:
        return f"{_linked_markdown(passage.words, passage.href)}{mark}"
    rows = [passage.head, ("---",) * len(passage.head), *passage.rows]
    table = "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)
    before = f"**{passage.words}**\n\n" if passage.words else ""
    return f"\n\n{before}{table}\n\n{_linked_markdown(passage.after, passage.href)}\n\n"


def _linked_markdown(words: str, href: str) -> str:
    return f"[{words}]({href})" if href and words else words


BLOCK = Block(params=ArticleParams, asks=asks, render=one_by_one(render))
ENTRY = Block(params=RestatedEntryParams, asks=asks, render=one_by_one(render_entry))
