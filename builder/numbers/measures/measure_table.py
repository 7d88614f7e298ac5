"""The table of measures: what authors may ask for, how readers are told it is made, and the function that makes it.

Adding a measure is adding an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builder.model import Answer, Ask, Measure
from builder.numbers import source_status
from builder.numbers.files import allocation_csv
from builder.numbers.measures import facts, levels, returns, risk, rolling
from builder.numbers.measures.facts import fact
from builder.numbers.measures.history_text import track
from builder.numbers.measures.subject import Subject
from builder.vocabulary import KINDS

Compute = Callable[[Subject, Ask], Answer]


@dataclass(frozen=True, kw_only=True)
class MeasureEntry:
    """A line of the table: a measure, and how it is computed."""

    measure: Measure
    compute: Compute


def _entry(
    name: str,
    label: str,
    unit: str,
    compute: Compute,
    formula: str,
    *,
    window: str = "none",
    kinds: tuple[str, ...] = tuple(KINDS),
    source: str = "",
) -> MeasureEntry:
    measure = Measure(name=name, label=label, unit=unit, kinds=kinds, window=window, formula=formula, source=source)
    return MeasureEntry(measure=measure, compute=compute)


_FUND = ("fund",)
_PAYING = tuple(kind.name for kind in KINDS.values() if kind.pays)
_TRADED = tuple(kind.name for kind in KINDS.values() if kind.level == "close")
_BASE = "期初为区间起点当日或之前最后一个交易日"
_DATA, _MARKET, _USUAL, _FILE = "基金管理人公布", "交易所、指数公司", "行业通行口径", "产品资料"
_CONTRACT, _DATED, _OWN, _REPORT = "基金合同约定的业绩比较基准", "各数据来源", "本站定义", "基金定期报告"

_LEVELS = (
    _entry("nav", "单位净值", "nav", levels.raw, "管理人公布的单位净值", kinds=_FUND, source=_DATA),
    _entry(
        "accumulated", "累计净值", "nav", levels.accumulated,
        "单位净值 + 成立以来每份累计分红", kinds=_FUND, source=_DATA,
    ),
    _entry(
        "adjusted", "复权净值", "nav", levels.adjusted,
        "按 (当日净值 × 拆分比例 + 每份分红) ÷ 前一日净值 逐日连乘", kinds=_PAYING, source=_USUAL,
    ),
    _entry("close", "收盘", "points", levels.raw, "当日收盘点位或收盘价", kinds=_TRADED, source=_MARKET),
    _entry("date", "数据日期", "date", levels.date, "截止日当日或之前最后一个有数据的日期", source=_DATED),
    _entry(
        "history", "复权走势", "points", levels.history,
        "基金为复权净值，股票为复权收盘价，指数为收盘点位", window="optional", source=_USUAL,
    ),
    _entry(
        "raw-history", "走势", "points", levels.raw_history,
        "基金为单位净值，股票与指数为收盘", window="optional", source=_DATED,
    ),
    _entry("track", "走势数据", "track", track, "复权走势的全部数值，供走势图与数据文件使用", source=_USUAL),
)  # fmt: skip
_RETURNS = (
    _entry("change", "日涨跌幅", "ratio", returns.change, "复权净值 ÷ 前一日复权净值 − 1", source=_USUAL),
    _entry(
        "return", "收益率", "ratio", returns.total,
        f"复权净值期末 ÷ 期初 − 1；{_BASE}，成立以来以 1.0000 为期初", window="required", source=_USUAL,
    ),
    _entry(
        "price-return", "价格涨跌幅", "ratio", returns.price,
        f"单位净值或未复权收盘价期末 ÷ 期初 − 1，不计分红；{_BASE}", window="required", source=_USUAL,
    ),
    _entry(
        "annualised", "年化收益率", "ratio", returns.annualised,
        "(1 + 区间收益率)^(365 ÷ 天数) − 1；区间超过 365 天才计算", window="required", source=_USUAL,
    ),
    _entry(
        "calendar-year", "年度收益率", "ratio", returns.calendar_year,
        "复权净值年末 ÷ 上年末 − 1；只计算完整年度", window="required", source=_USUAL,
    ),
    _entry(
        "benchmark-return", "业绩比较基准收益率", "ratio", returns.benchmark,
        "各成分按权重每日再平衡：Σ 权重 × 指数日涨跌幅 + 权重 × 年利率 × 天数 ÷ 365，逐日连乘 − 1",
        window="required", kinds=_FUND, source=_CONTRACT,
    ),
    _entry(
        "index-return", "跟踪指数收益率", "ratio", returns.followed,
        "跟踪指数期末 ÷ 期初 − 1；期初、期末为该基金区间起止日当日或之前最后一个交易日",
        window="required", kinds=_FUND, source=_USUAL,
    ),
    _entry(
        "excess-return", "超额收益率", "ratio", returns.excess,
        "收益率 − 业绩比较基准收益率", window="required", kinds=_FUND, source=_USUAL,
    ),
    _entry(
        "rolling-return", "滚动收益率", "ratio", rolling.returns,
        f"每一日：当日复权净值 ÷ 区间期初 − 1；{_BASE}", window="required", source=_USUAL,
    ),
    _entry(
        "since-publication", "发布以来", "ratio", returns.since_publication,
        "最新复权净值 ÷ 简报数据截止日复权净值 − 1", window="required", source=_OWN,
    ),
)  # fmt: skip
_RISK = (
    _entry(
        "drawdown", "最大回撤", "ratio", risk.drawdown,
        "min(复权净值 ÷ 此前最高复权净值 − 1)", window="optional", source=_USUAL,
    ),
    _entry(
        "volatility", "年化波动率", "ratio", risk.volatility,
        "日收益率的样本标准差 × √每年交易日数", window="optional", source=_USUAL,
    ),
    _entry(
        "sharpe", "夏普比率", "number", risk.sharpe,
        "(年化收益率 − 无风险利率) ÷ 年化波动率", window="optional", source=_USUAL,
    ),
    _entry(
        "tracking-error", "跟踪误差", "ratio", risk.tracking_error,
        "(基金日收益率 − 业绩比较基准日收益率) 的样本标准差 × √每年交易日数",
        window="optional", kinds=_FUND, source=_USUAL,
    ),
)  # fmt: skip
_STANDING = (
    _entry(
        "freshness", "更新时限", "number", source_status.limit,
        "最近一个数据之后，可以没有新数据的交易日数；QDII 基金另加 2 个交易日",
        kinds=(*KINDS, "set"), source=_OWN,
    ),
    _entry(
        "failing-since", "来源中断", "date", source_status.failing,
        "自哪一天起，其数据来源未能更新", kinds=(*KINDS, "set"), source=_OWN,
    ),
    _entry(
        "facts-failing-since", "资料来源中断", "date", source_status.facts_failing,
        "自哪一天起，其资料（名称、类型、费率等）的来源未能更新", source=_OWN,
    ),
    _entry(
        "calendar", "交易日历", "date", source_status.calendar,
        "与周一至周五不同的交易日与休市日", kinds=("set",), source=_OWN,
    ),
)  # fmt: skip
_FACTS = (
    _entry("name", "名称", "text", facts.name, "全称", source=_FILE),
    _entry("short-name", "简称", "text", facts.short_name, "简称；没有简称时为全称", source=_FILE),
    _entry("code", "代码", "text", facts.code, "代码", source=_FILE),
    _entry("size", "规模", "money", facts.size, "资产净值，附其日期", kinds=_FUND, source=_FILE),
    _entry("fee", "费率", "text", fact("fees"), "管理费、托管费、销售服务费", kinds=_FUND, source=_FILE),
    _entry("risk", "风险等级", "text", fact("risk_level"), "产品风险等级 R1 至 R5", kinds=_FUND, source=_FILE),
    _entry("kind", "类型", "text", fact("kind"), "产品类型", source=_FILE),
    _entry("company", "基金管理人", "text", fact("manager_company"), "基金管理公司", kinds=_FUND, source=_FILE),
    _entry("manager", "基金经理", "text", fact("managers"), "现任基金经理", kinds=_FUND, source=_FILE),
    _entry("custodian", "基金托管人", "text", fact("custodian"), "托管银行或券商", kinds=_FUND, source=_FILE),
    _entry(
        "effective-date",
        "成立日期",
        "date",
        fact("effective_date", "date"),
        "基金合同生效日",
        kinds=_FUND,
        source=_FILE,
    ),
    _entry("benchmark", "业绩比较基准", "text", fact("benchmark"), "基金合同约定", kinds=_FUND, source=_FILE),
    _entry("index", "跟踪标的", "text", fact("index"), "跟踪指数的代码", kinds=_FUND, source=_FILE),
)


def _shares(subject: Subject, ask: Ask) -> Answer:
    return allocation_csv.answer_shares(subject.allocation, ask, synthetic=subject.instrument.synthetic)


_REPORTED = tuple(
    _entry(name, label, "ratio", _shares, f"最近一期已披露报告中{what}占资产净值的比例", kinds=_FUND, source=_REPORT)
    for name, label, what in (
        ("holdings", "持仓占净值比", "各项持仓"),
        ("sectors", "行业占净值比", "各行业"),
        ("assets", "资产占净值比", "各类资产"),
    )
)
ENTRIES: Mapping[str, MeasureEntry] = MappingProxyType(
    {entry.measure.name: entry for entry in (*_LEVELS, *_RETURNS, *_RISK, *_REPORTED, *_STANDING, *_FACTS)}
)
MEASURES: Mapping[str, Measure] = MappingProxyType({name: entry.measure for name, entry in ENTRIES.items()})
