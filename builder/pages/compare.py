"""The site in, all funds side by side out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import Leaf
from builder.pages.sheet import sheet
from builder.pages.site import Site
from builder.render import Templates

# Heading, and what the numbers are asked for.
COLUMNS = (
    {"measure": "return", "window": "1m"},
    {"measure": "return", "window": "3m"},
    {"measure": "return", "window": "6m"},
    {"measure": "return", "window": "1y"},
    {"measure": "return", "window": "ytd"},
    {"measure": "return", "window": "launch"},
    {"measure": "drawdown", "window": "1y"},
    {"measure": "volatility", "window": "1y"},
)


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The comparison of all funds."""
    yield sheet(
        templates,
        "compare.html",
        path="compare/index.html",
        kind="compare",
        title="基金对比",
        description="全部基金的阶段收益、最大回撤与波动率。",
        series=[fund.id for fund in site.funds],
        columns=[dict(column) for column in COLUMNS],
    )
