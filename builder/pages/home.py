"""The site in, its front page out: the latest briefings, and the funds that they touch."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import Leaf, once
from builder.pages.sheet import sheet
from builder.pages.site import Site, codes
from builder.pages.teaser import teasers
from builder.render import Templates


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The front page."""
    latest = site.briefings[: site.settings.options.latest]
    touched = once(code for page in latest for code in codes(page) if site.fund(code))
    yield sheet(
        templates,
        "home.html",
        path="index.html",
        kind="home",
        title=site.settings.site_name,
        description=site.settings.description,
        lead=site.settings.description,
        briefings=teasers(site, latest),
        more=len(site.briefings) > len(latest),
        series=[f"fund:{code}" for code in touched],
    )
