"""The archive: all briefings by month, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from builder.language import translate
from builder.language.date_format import month_of_year
from builder.model import GeneratedFile, Heading
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.pages.teasers import teasers
from builder.templating import Templates


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The archive."""
    by_month = groupby(teasers(site, site.briefings), key=lambda teaser: teaser.date[:7])
    months = [(f"m{month}", month_of_year(month), tuple(group)) for month, group in by_month]
    yield page_from_template(
        templates,
        kind="archive",
        path="archive/index.html",
        section="archive/",
        title=translate("简报归档"),
        description=translate("{site_name}的全部简报，按月份排列。", site_name=site.settings.site_name),
        headings=tuple(Heading(id=id_, title=name, level=2) for id_, name, _ in months),
        months=months,
    )
