"""The demo's fictional indexes and stocks, and the types for them and for funds: facts, and levels that prices must reach.

None of the instruments exists. All names say 示例; codes of funds begin with 99, of indexes with X, of stocks with EX, unlike
real ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """An index or a stock."""

    code: str
    name: str
    pinyin: str
    levels: str  # prices on given dates, e.g. "2022-01-04 2086.4, 2022-04-26 1418.3"
    market: float  # the yearly volatility that comes from the market
    theme: float  # … from the technology theme
    own: float  # … from itself
    abroad: bool = False
    dividend: float = 0.0  # per share and quarter; stocks only


@dataclass(frozen=True, kw_only=True)
class Fund:
    """A share class of a fund."""

    code: str
    name: str
    pinyin: str
    kind: str
    risk: str
    manager: str
    effective: str
    benchmark: str
    index: str = ""
    exposure: float = 0.95  # to the index
    yearly_fee: float = 0.002
    service_fee: float = 0.0  # a year; a C class pays it besides the fees of its A class
    fees: str = ""
    size: int = 0
    size_date: str = "2023-12-31"
    parent: str = ""
    closed_until: str = ""  # up to this day there is one NAV a week
    abroad: bool = False  # a QDII, whose last NAV is a day older
    levels: str = ""  # growth since launch on given dates, for a fund without an index
    own: float = 0.0  # yearly volatility, for a fund without an index
    yields: str = ""  # of a money-market fund: its yearly yield on given dates, in per cent
    dividends: dict[str, float] = field(default_factory=dict)
    splits: dict[str, float] = field(default_factory=dict)

    @property
    def start(self) -> date:
        return date.fromisoformat(self.effective)


INDEXES = (
    Quoted(
        code="X90713",
        name="示例人工智能主题指数",
        pinyin="SLRGZNZTZS",
        market=0.16,
        theme=0.24,
        own=0.06,
        levels=(
            "2022-01-04 2086.4, 2022-04-26 1418.3, 2022-07-05 1795.2, 2022-10-11 1322.7, "
            "2022-11-30 1451.62, 2023-01-20 1538.4, 2023-02-17 1612.7, 2023-04-07 1986.5, "
            "2023-06-20 2108.1, 2023-10-23 1478.4, 2023-12-29 1466.3, 2024-02-02 1189.4, "
            "2024-02-05 1148.27, 2024-02-08 1291.05, 2024-02-19 1373.48, 2024-03-08 1462.31"
        ),
    ),
    Quoted(
        code="X90851",
        name="示例云计算与大数据主题指数",
        pinyin="SLYJSYDSJZTZS",
        market=0.16,
        theme=0.25,
        own=0.08,
        levels=(
            "2022-01-04 3120.5, 2022-04-26 2040.8, 2022-10-11 1930.1, 2022-11-30 2214.36, "
            "2023-02-17 2402.9, 2023-04-07 3090.2, 2023-06-20 3051.9, 2023-10-23 2130.7, "
            "2023-12-29 2160.4, 2024-02-02 1668.3, 2024-02-05 1590.66, 2024-02-08 1790.12, "
            "2024-02-19 1932.55, 2024-03-08 2075.18"
        ),
    ),
    Quoted(
        code="X30007",
        name="示例芯片产业指数",
        pinyin="SLXPCYZS",
        market=0.15,
        theme=0.22,
        own=0.12,
        levels=(
            "2022-01-04 8412.0, 2022-04-26 5890.5, 2022-07-05 6980.2, 2022-10-11 5150.4, "
            "2022-11-30 5612.8, 2023-02-17 5790.6, 2023-04-07 6490.3, 2023-06-20 6062.7, "
            "2023-10-23 5121.9, 2023-12-29 5263.5, 2024-02-02 4197.5, 2024-02-05 4081.2, "
            "2024-02-08 4530.6, 2024-02-19 4612.4, 2024-03-08 4905.7"
        ),
    ),
    Quoted(
        code="X90601",
        name="示例软件服务指数",
        pinyin="SLRJFWZS",
        market=0.16,
        theme=0.26,
        own=0.09,
        levels=(
            "2022-01-04 7651.3, 2022-04-26 5020.7, 2022-10-11 4811.5, 2022-11-30 5590.2, "
            "2023-02-17 6120.4, 2023-04-07 7452.8, 2023-06-20 7180.1, 2023-10-23 5230.4, "
            "2023-12-29 5081.6, 2024-02-02 3944.7, 2024-02-05 3790.9, 2024-02-08 4231.3, "
            "2024-02-19 4570.8, 2024-03-08 4733.2"
        ),
    ),
    Quoted(
        code="X00300",
        name="示例大盘300指数",
        pinyin="SLDP300ZS",
        market=0.16,
        theme=0.03,
        own=0.03,
        levels=(
            "2022-01-04 4917.6, 2022-04-26 3784.2, 2022-07-05 4489.5, 2022-10-31 3508.7, "
            "2023-01-30 4201.3, 2023-02-17 4034.5, 2023-05-08 4052.6, 2023-07-31 4014.9, "
            "2023-10-23 3474.6, 2023-12-29 3431.8, 2024-02-02 3179.4, 2024-02-08 3364.7, "
            "2024-02-19 3403.2, 2024-03-08 3544.6"
        ),
    ),
    Quoted(
        code="X30269",
        name="示例红利低波动指数",
        pinyin="SLHLDBDZS",
        market=0.10,
        theme=-0.02,
        own=0.07,
        levels=(
            "2022-01-04 9352.4, 2022-04-26 8904.3, 2022-07-05 9481.7, 2022-10-31 8463.2, "
            "2023-05-08 10448.9, 2023-07-31 10302.5, 2023-12-29 9881.4, 2024-01-22 9822.6, "
            "2024-01-25 10186.3, 2024-02-08 10243.8, 2024-02-19 10462.1, 2024-03-08 10718.5"
        ),
    ),
    Quoted(
        code="XGOLD",
        name="示例黄金价格指数",
        pinyin="SLHJJGZS",
        market=-0.02,
        theme=0.0,
        own=0.11,
        levels=(
            "2022-01-04 1372.6, 2022-03-08 1510.3, 2022-10-31 1437.8, 2023-05-05 1665.4, "
            "2023-09-15 1724.1, 2023-10-09 1643.7, 2023-12-29 1770.2, 2024-02-19 1775.4, "
            "2024-02-29 1783.6, 2024-03-04 1815.9, 2024-03-08 1868.3"
        ),
    ),
    Quoted(
        code="XTECH",
        name="示例海外科技100指数",
        pinyin="SLHWKJ100ZS",
        market=0.04,
        theme=0.18,
        own=0.12,
        abroad=True,
        levels=(
            "2022-01-04 5042.7, 2022-06-16 3391.4, 2022-08-15 4150.8, 2022-10-14 3262.5, "
            "2022-12-28 3251.9, 2023-07-18 4802.6, 2023-10-26 4291.3, 2023-12-29 5108.4, "
            "2024-02-16 5379.7, 2024-03-07 5561.2, 2024-03-08 5478.6"
        ),
    ),
)
# An index that only the benchmark of a fund names.
BOND_INDEX = Quoted(
    code="XBOND",
    name="示例综合债券全价指数",
    pinyin="SLZHZQQJZS",
    market=-0.003,
    theme=0.0,
    own=0.008,
    levels="2022-01-04 118.4, 2022-11-08 119.6, 2022-12-12 117.9, 2023-12-29 120.1, 2024-03-08 121.2",
)

STOCKS = (
    Quoted(
        code="EXGPU",
        name="示例图芯",
        pinyin="SLTX",
        market=0.05,
        theme=0.25,
        own=0.34,
        abroad=True,
        levels=(
            "2022-01-04 96.2, 2022-10-14 38.1, 2022-11-30 52.4, 2023-05-24 95.3, 2023-05-25 116.8, "
            "2023-08-31 158.4, 2023-10-31 131.2, 2023-12-29 158.9, 2024-02-16 219.3, "
            "2024-03-08 251.7"
        ),
    ),
    Quoted(
        code="EXNET",
        name="示例网芯",
        pinyin="SLWX",
        market=0.05,
        theme=0.18,
        own=0.20,
        abroad=True,
        dividend=0.5,
        levels=(
            "2022-01-04 60.7, 2022-10-14 42.9, 2022-11-30 51.2, 2023-05-30 76.4, 2023-10-26 80.3, "
            "2023-12-29 105.8, 2024-02-16 120.6, 2024-03-08 129.4"
        ),
    ),
    Quoted(
        code="EXSOFT",
        name="示例云软",
        pinyin="SLYR",
        market=0.05,
        theme=0.16,
        own=0.14,
        abroad=True,
        dividend=0.4,
        levels=(
            "2022-01-04 209.8, 2022-11-30 166.4, 2023-07-18 226.1, 2023-10-31 213.5, "
            "2023-12-29 241.2, 2024-02-16 271.5, 2024-03-08 268.4"
        ),
    ),
    Quoted(
        code="EXPIX",
        name="示例影像",
        pinyin="SLYX",
        market=0.05,
        theme=0.16,
        own=0.22,
        abroad=True,
        levels=(
            "2022-01-04 97.9, 2022-09-30 52.3, 2022-11-30 63.1, 2023-09-05 97.2, 2024-02-02 112.4, "
            "2024-02-15 104.6, 2024-02-16 96.9, 2024-03-08 98.3"
        ),
    ),
    Quoted(
        code="EXGAME",
        name="示例游擎",
        pinyin="SLYQ",
        market=0.05,
        theme=0.22,
        own=0.40,
        abroad=True,
        levels=(
            "2022-01-04 142.6, 2022-11-30 39.3, 2023-07-18 49.1, 2023-11-01 25.4, 2023-12-29 40.9, "
            "2024-02-15 34.2, 2024-02-16 33.0, 2024-03-08 28.9"
        ),
    ),
)
