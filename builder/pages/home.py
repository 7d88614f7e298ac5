"""The front page: the latest briefings, and the funds that they mention."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile, unique
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent, fund_codes
from builder.pages.teasers import teasers
from builder.templating import Templates


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The front page."""
    latest = site.briefings[: site.settings.options.latest]
    mentioned = unique(code for page in latest for code in fund_codes(page) if site.fund(code))
    yield page_from_template(
        templates,
        kind="home",
        path="index.html",
        section="",
        title=site.settings.site_name,
        description=site.settings.description,
        lead=site.settings.description,
        briefings=teasers(site, latest),
        more=len(site.briefings) > len(latest),
        series=[f"fund:{code}" for code in mentioned],
    )
