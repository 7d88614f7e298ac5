"""The methods page: how each number of the site is computed."""

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
_KINDS = {
    "fund": "基金",
    "index": "指数",
    "stock": "股票",
}  # what a measure can be asked of; readers see no sets of data


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The methods page."""
    measures = [
        (measure, _UNITS[measure.unit], "、".join(_KINDS[kind] for kind in measure.kinds if kind in _KINDS))
        for measure in site.measures.values()
        if _KINDS.keys() & set(measure.kinds)
    ]
    yield page_from_template(
        templates,
        kind="methods",
        path="methods/index.html",
        section="methods/",
        title="计算方法",
        description="本站每个数字的定义、公式与依据。",
        measures=measures,
        factor=site.settings.options.trading_days,
        risk_free=percent(site.settings.options.risk_free, signed=False),
    )
