"""The site in, its front page out: the latest briefings, and the funds that they touch."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile, unique
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent, codes
from builder.pages.teaser import teasers
from builder.templating import Templates


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The front page."""
    latest = site.briefings[: site.settings.options.latest]
    touched = unique(code for page in latest for code in codes(page) if site.fund(code))
    yield page_from_template(
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
