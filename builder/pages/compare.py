"""The site in, all funds side by side out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import Leaf
from builder.pages.sheet import sheet
from builder.pages.site import Site
from builder.render import Templates

WINDOWS = ("1m", "3m", "6m", "1y", "ytd", "launch")
RISKS = (("最大回撤", "drawdown"), ("年化波动率", "volatility"))
RISK_WINDOWS = (("近1年", "1y"), ("近3年", "3y"))


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The comparison of all funds."""
    yield sheet(
        templates,
        "compare.html",
        path="compare/index.html",
        kind="compare",
        title="基金对比",
        description="全部基金的阶段收益、最大回撤与波动率。",
        funds=site.funds,
        windows=list(WINDOWS),
        columns=[(f"{span}{label}", measure, window) for label, measure in RISKS for span, window in RISK_WINDOWS],
    )
