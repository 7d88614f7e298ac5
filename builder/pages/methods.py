"""The table of measures in, the page that says how each number is made out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.number_format import percent
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates
from builder.vocabulary import KINDS, UNITS


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """How the numbers are made."""
    measures = [
        (one, UNITS[one.unit].label, "、".join(KINDS[kind].label for kind in one.kinds if kind in KINDS))
        for one in site.measures.values()
        if KINDS.keys() & set(one.kinds)  # readers may look up an instrument; a set of data is not one
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
