"""The list of funds, and a page for each fund.

All that differs between two funds is in holes, so that the pages of all funds share one shell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from builder.language import translate
from builder.model import GeneratedFile, Instrument, PageProjection, ShellInput, Slot, digest, hole
from builder.pages.machine import metadata
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.slot_params.charts import CONTRACT
from builder.slot_params.generated import (
    DataAgeParams,
    FundChartParams,
    FundFactsParams,
    FundQuoteParams,
    HtmlParams,
    ListedMention,
    Mention,
    MentionsParams,
    MoneyChartParams,
    PerformanceParams,
    TextParams,
)
from builder.templating import Templates

_HOLES = ("fund", "code", "quote", "through", "chart", "facts", "performance", "mentions")


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The list of funds, then the page of each fund."""
    yield page_from_template(
        templates,
        kind="funds",
        path="funds/index.html",
        section="funds/",
        title=translate("基金"),
        description=translate("简报涉及的全部基金。"),
        series=[fund.id for fund in site.funds],
    )
    shared = ShellInput(
        depth=2,
        kind="fund",
        section="funds/",
        title=hole("title"),
        charts=True,
        metadata=hole("metadata"),
        html=templates.render("pages/fund.html", **{name: Markup(hole(name)) for name in _HOLES}),
    )
    for fund in site.funds:
        slots = _slots(site, fund, templates)
        yield GeneratedFile(path=f"funds/{fund.code}/index.html", shell_input=shared, slots=slots)


def _slots(site: SiteContent, fund: Instrument, templates: Templates) -> dict[str, Slot]:
    name_and_code = translate("{name}（{code}）", name=fund.name, code=fund.code)
    description = translate(
        "{name}的基本资料、{what}、业绩，以及提到它的简报。",
        name=name_and_code,
        what=translate("收益" if fund.is_money_fund else "净值"),
    )
    pages = site.mentions.get(fund.code, ())
    return {
        "title": _text(name_and_code),
        "metadata": Slot(
            params=HtmlParams(
                html=metadata.head(
                    site.settings,
                    templates,
                    url=f"funds/{fund.code}/",
                    title=name_and_code,
                    description=description,
                    trail=((translate("基金"), "funds/"),),
                    about=metadata.fund_data(site.settings, fund),
                    feed=f"funds/{fund.code}/feed.xml" if pages else "",
                )
            )
        ),
        "fund": _text(fund.name),
        "code": _text(fund.code),
        "quote": Slot(params=FundQuoteParams(series=fund.id)),
        "chart": Slot(params=MoneyChartParams(series=fund.id) if fund.is_money_fund else _chart(site, fund, pages)),
        "through": Slot(params=DataAgeParams(of=fund.id, label="收益" if fund.is_money_fund else "")),
        "facts": Slot(params=_facts(site, fund)),
        "performance": Slot(params=_performance(site, fund)),
        "mentions": Slot(params=MentionsParams(series=fund.id, briefings=tuple([_mention(page) for page in pages]))),
    }


def _facts(site: SiteContent, fund: Instrument) -> FundFactsParams:
    """The fund, and the index that it follows if the catalogue has that."""
    index = _index(site, fund)
    return FundFactsParams(series=fund.id, index=index.id if index else "")


def _chart(site: SiteContent, fund: Instrument, pages: Sequence[PageProjection]) -> FundChartParams:
    """The fund beside what it is compared with, and the briefings that mention it."""
    mentions = tuple([Mention(url=page.url, title=page.meta.title, date=page.meta.date[:10]) for page in pages])
    file = benchmark_file(fund) if fund.benchmark else ""
    return FundChartParams(series=fund.id, benchmark=compared_with(site, fund), benchmark_file=file, mentions=mentions)


def compared_with(site: SiteContent, fund: Instrument) -> str:
    """What a fund's page compares it with: the benchmark of its contract, else the index that it follows, else nothing."""
    if fund.benchmark:
        return CONTRACT
    index = followed_index(site, fund)
    return index.id if index else ""


def benchmark_file(fund: Instrument) -> str:
    """The file with the history of a fund's benchmark, which all funds with an equal one share."""
    return f"api/benchmarks/{digest(fund.benchmark)[:12]}/history.json"


def _index(site: SiteContent, fund: Instrument) -> Instrument | None:
    return site.directory.instruments.get(f"index:{fund.facts.get('index', '').removeprefix('index:')}")


def followed_index(site: SiteContent, fund: Instrument) -> Instrument | None:
    """The index that a fund follows, if it has a history."""
    index = _index(site, fund)
    return index if index and index.has_history else None


def _performance(site: SiteContent, fund: Instrument) -> PerformanceParams:
    """The fund beside what it is compared with, and its last five complete years."""
    effective, data_as_of = fund.facts.get("effective_date", ""), site.directory.data_as_of.get("nav", "")
    years = None
    if effective and data_as_of:
        complete = range(int(effective[:4]) + 1, int(data_as_of[:4]))
        years = tuple([str(year) for year in complete][-5:])
    return PerformanceParams(series=fund.id, benchmark=compared_with(site, fund), years=years, money=fund.is_money_fund)


def _text(text: str) -> Slot:
    return Slot(params=TextParams(text=text))


def _mention(page: PageProjection) -> ListedMention:
    meta = page.meta
    return ListedMention(url=page.url, title=meta.title, date=meta.date[:10], column=meta.column, since=meta.as_of)
