"""The table of measures in, the page that says how each number is made out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.number_format import percent
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates

_UNITS = {
    "ratio": "百分比",
    "nav": "元/份",
    "points": "点或元",
    "price": "元",
    "money": "元",
    "number": "无单位",
    "date": "日期",
    "text": "文字",
    "track": "数据文件",
}
_KINDS = {"fund": "基金", "index": "指数", "stock": "股票"}  # what readers may look up; a set of data is not


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """How the numbers are made."""
    measures = [
        (one, _UNITS[one.unit], "、".join(_KINDS[kind] for kind in one.kinds if kind in _KINDS))
        for one in site.measures.values()
        if _KINDS.keys() & set(one.kinds)
    ]
    yield page_from_template(
        templates,
        "methods.html",
        path="methods/index.html",
        kind="methods",
        title="计算方法",
        description="本站每个数字的定义、公式与依据。",
        measures=measures,
        factor=site.settings.options.trading_days,
        risk_free=percent(site.settings.options.risk_free, signed=False),
    )
