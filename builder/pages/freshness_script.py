"""freshness.js: what a browser needs to tell a reader that the site is out of date."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile, Slot, hole
from builder.pages.site_content import SiteContent
from builder.slot_params.generated import CalendarsParams
from builder.templating import Templates


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """One small file that every page loads, so that another day of data changes no page on its account."""
    slot = Slot(params=CalendarsParams(zone=site.settings.options.zone))
    yield GeneratedFile(path="freshness.js", text=hole("calendars"), slots={"calendars": slot})
