"""The comparison page: all funds side by side."""

from __future__ import annotations

from collections.abc import Iterator

from builder.language import translate
from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates
from builder.vocabulary import CARD_WINDOWS

# Columns of the two tables: measure and window.
RETURNS = tuple(("return", window) for window in CARD_WINDOWS)
RISKS = (("drawdown", "1y"), ("drawdown", "launch"), ("volatility", "1y"), ("volatility", "launch"))


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The comparison of all funds."""
    yield page_from_template(
        templates,
        kind="compare",
        path="compare/index.html",
        section="compare/",
        title=translate("基金对比"),
        description=translate("全部基金的阶段收益、最大回撤与波动率。"),
        series=[fund.id for fund in site.funds],
        returns=_columns(RETURNS),
        risks=_columns(RISKS),
    )


def _columns(columns: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"measure": measure, "window": window} for measure, window in columns]
