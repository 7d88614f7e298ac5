"""The demo's fictional funds, by theme, for `make_data`. `instruments` says how to tell them from real ones."""

from __future__ import annotations

from dataclasses import replace

from instruments import Fund

_INDEX_KIND = "指数型-股票"


def _with_c_class(fund: Fund, *, code: str, service_fee: float, size: int) -> tuple[Fund, Fund]:
    """A fund's A class, and the C class that goes with it."""
    c_class = replace(
        fund,
        code=code,
        name=fund.name[:-1] + "C",
        pinyin=fund.pinyin[:-1] + "C",
        service_fee=service_fee,
        fees=f"{fund.fees}；销售服务费{service_fee * 100:.2f}%",
        size=size,
        parent=fund.code,
    )
    return replace(fund, parent=fund.code), c_class


_THEMES = (
    *_with_c_class(
        Fund(
            code="990101",
            name="示例人工智能主题ETF联接A",
            pinyin="SLRGZNZTETFLJA",
            kind=_INDEX_KIND,
            risk="R4",
            manager="甲示例",
            effective="2022-03-15",
            closed_until="2022-04-29",
            index="X90713",
            benchmark="示例人工智能主题指数收益率×95%+活期存款利率(税后)×5%",
            fees="管理费0.15%；托管费0.05%",
            size=1264000000,
        ),
        code="990102",
        service_fee=0.0025,
        size=873000000,
    ),
    *_with_c_class(
        Fund(
            code="990103",
            name="示例云计算与大数据主题ETF联接A",
            pinyin="SLYJSYDSJZTETFLJA",
            kind=_INDEX_KIND,
            risk="R4",
            manager="乙示例",
            effective="2022-06-21",
            closed_until="2022-07-29",
            index="X90851",
            benchmark="示例云计算与大数据主题指数收益率×95%+活期存款利率(税后)×5%",
            fees="管理费0.15%；托管费0.05%",
            size=356000000,
        ),
        code="990104",
        service_fee=0.0025,
        size=418000000,
    ),
    *_with_c_class(
        Fund(
            code="990105",
            name="示例芯片产业ETF联接A",
            pinyin="SLXPCYETFLJA",
            kind=_INDEX_KIND,
            risk="R4",
            manager="乙示例",
            effective="2023-06-20",
            closed_until="2023-08-04",
            index="X30007",
            benchmark="示例芯片产业指数收益率×95%+活期存款利率(税后)×5%",
            fees="管理费0.50%；托管费0.10%",
            yearly_fee=0.006,
            size=97000000,
        ),
        code="990106",
        service_fee=0.003,
        size=142000000,
    ),
    *_with_c_class(
        Fund(
            code="990107",
            name="示例软件服务ETF联接A",
            pinyin="SLRJFWETFLJA",
            kind=_INDEX_KIND,
            risk="R4",
            manager="丙示例",
            effective="2023-10-17",
            closed_until="2023-11-24",
            index="X90601",
            benchmark="示例软件服务指数收益率×95%+活期存款利率(税后)×5%",
            fees="管理费0.50%；托管费0.10%",
            yearly_fee=0.006,
            size=53000000,
        ),
        code="990108",
        service_fee=0.003,
        size=76000000,
    ),
)

_STEADY = (
    *_with_c_class(
        Fund(
            code="990201",
            name="示例红利低波动ETF联接A",
            pinyin="SLHLDBDETFLJA",
            kind=_INDEX_KIND,
            risk="R3",
            manager="丁示例",
            effective="2022-01-11",
            closed_until="2022-02-25",
            index="X30269",
            benchmark="示例红利低波动指数收益率×95%+活期存款利率(税后)×5%",
            fees="管理费0.50%；托管费0.10%",
            yearly_fee=-0.02,  # the fund receives dividends, which the index does not count: they are more than its fees
            size=2310000000,
            dividends={"2022-12-15": 0.015, "2023-06-15": 0.02, "2023-12-14": 0.025},
        ),
        code="990202",
        service_fee=0.002,
        size=1685000000,
    ),
    Fund(
        code="990203",
        name="示例稳信纯债债券A",
        pinyin="SLWXCZZQA",
        kind="债券型-长债",
        risk="R2",
        manager="戊示例",
        effective="2022-01-18",
        closed_until="2022-03-04",
        benchmark="示例综合债券全价指数收益率",
        fees="管理费0.30%；托管费0.10%",
        size=3920000000,
        own=0.009,
        levels=("2022-01-18 1.0, 2022-11-08 1.0268, 2022-12-12 1.0094, 2023-12-29 1.0561, 2024-03-08 1.0674"),
        dividends={"2022-09-20": 0.008, "2023-03-21": 0.006, "2023-09-19": 0.012},
    ),
    Fund(
        code="990204",
        name="示例智造成长混合A",
        pinyin="SLZZCZHHA",
        kind="混合型-偏股",
        risk="R3",
        manager="丙示例",
        effective="2022-04-26",
        closed_until="2022-06-10",
        benchmark="示例大盘300指数收益率×80%+活期存款利率(税后)×20%",
        fees="管理费1.20%；托管费0.20%",
        size=486000000,
        own=0.2,
        levels=(
            "2022-04-26 1.0, 2022-07-05 1.21, 2022-10-11 1.02, 2023-04-07 1.462, 2023-10-23 1.173, "
            "2024-02-05 0.9846, 2024-03-08 1.1527"
        ),
        splits={"2023-04-18": 1.4},
    ),
    Fund(
        code="990205",
        name="示例新质产业混合发起式A",
        pinyin="SLXZCYHHFQSA",
        kind="混合型-偏股",
        risk="R3",
        manager="己示例",
        effective="2024-01-16",
        closed_until="2024-03-08",
        benchmark="示例大盘300指数收益率×70%+活期存款利率(税后)×30%",
        fees="管理费1.20%；托管费0.20%",
        size=10000000,
        size_date="2024-01-16",
        own=0.08,
        levels="2024-01-16 1.0, 2024-02-05 0.9872, 2024-03-08 1.0126",
    ),
)

_ELSEWHERE = (
    *_with_c_class(
        Fund(
            code="990301",
            name="示例黄金ETF联接A",
            pinyin="SLHJETFLJA",
            kind="商品型",
            risk="R3",
            manager="庚示例",
            effective="2022-02-15",
            closed_until="2022-03-18",
            index="XGOLD",
            benchmark="示例黄金价格指数收益率×95%+活期存款利率(税后)×5%",
            fees="管理费0.50%；托管费0.10%",
            yearly_fee=0.006,
            size=742000000,
        ),
        code="990302",
        service_fee=0.0035,
        size=1128000000,
    ),
    Fund(
        code="990303",
        name="示例海外科技100指数(QDII)A",
        pinyin="SLHWKJ100ZSQDIIA",
        kind="QDII-指数",
        risk="R4",
        manager="庚示例",
        effective="2022-04-12",
        closed_until="2022-05-27",
        abroad=True,
        index="XTECH",
        benchmark="示例海外科技100指数收益率×95%+活期存款利率(税后)×5%",
        fees="管理费0.80%；托管费0.20%",
        yearly_fee=0.01,
        size=1937000000,
    ),
)

_MONEY = (
    Fund(
        code="990401",
        name="示例天天增利货币A",
        pinyin="SLTTZLHBA",
        kind="货币型-普通货币",
        risk="R1",
        manager="辛示例",
        effective="2022-02-22",
        benchmark="示例七天通知存款利率(税后)",
        fees="管理费0.15%；托管费0.05%；销售服务费0.20%",
        size=5640000000,
        yields=(
            "2022-02-22 2.05, 2022-06-30 1.72, 2022-11-15 1.58, 2022-12-30 2.04, 2023-06-30 1.86, 2023-12-29 2.21, "
            "2024-03-08 1.93"
        ),
    ),
)

FUNDS = _THEMES + _STEADY + _ELSEWHERE + _MONEY
