"""The site in, the list of all briefings by month out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from builder.model import GeneratedFile, Heading
from builder.pages.page_dates import month
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.pages.teaser import teasers
from builder.templating import Templates


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The archive."""
    grouped = groupby(teasers(site, site.briefings), key=lambda one: one.date[:7])
    months = [(f"m{key}", month(f"{key}-01"), tuple(group)) for key, group in grouped]
    yield page_from_template(
        templates,
        "archive.html",
        path="archive/index.html",
        kind="archive",
        title="简报归档",
        description=f"{site.settings.site_name}的全部简报，按月份排列。",
        headings=tuple(Heading(id=id_, title=name, level=2) for id_, name, _ in months),
        months=months,
    )
