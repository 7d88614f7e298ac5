"""The site in, the list of all briefings by month out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from builder.model import Heading, Leaf
from builder.pages.dates import month
from builder.pages.sheet import sheet
from builder.pages.site import Site
from builder.pages.teaser import teasers
from builder.render import Templates


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The archive."""
    grouped = groupby(teasers(site, site.briefings), key=lambda one: one.date[:7])
    months = [(f"m{key}", month(f"{key}-01"), tuple(group)) for key, group in grouped]
    yield sheet(
        templates,
        "archive.html",
        path="archive/index.html",
        kind="archive",
        title="简报归档",
        description=f"{site.settings.site_name}的全部简报，按月份排列。",
        headings=tuple(Heading(id=id_, title=name, level=2) for id_, name, _ in months),
        months=months,
    )
