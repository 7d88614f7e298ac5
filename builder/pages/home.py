"""The front page: the newest briefing as its lead, the others in short, and latest values of what they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from builder.model import GeneratedFile, Slot, hole
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.pages.teasers import teasers
from builder.slot_params.authored import NothingParams
from builder.templating import Templates

# What fills these is known once the marks of briefings are resolved: see `site_build.briefing_files.front_page`.
_HOLES = ("figure", "returns", "quotes")


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The front page, with nothing in its holes."""
    briefings = teasers(site, site.latest)
    page = page_from_template(
        templates,
        kind="home",
        path="index.html",
        section="",
        title=site.settings.site_name,
        description=site.settings.description,
        lead=briefings[0] if briefings else None,
        others=briefings[1:],
        more=len(site.briefings) > len(site.latest),
        holes={name: Markup(hole(name)) for name in _HOLES},
    )
    yield replace(page, slots={name: Slot(params=NothingParams()) for name in _HOLES if briefings})
