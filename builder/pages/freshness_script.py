"""The Site in, freshness.js out: what a reader's browser needs to tell whether the site has gone stale."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile, Slot, hole
from builder.pages.site_content import SiteContent
from builder.slot_params.generated import CalendarsParams
from builder.templating import Templates


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """One small file that every page loads, so that a day more of data changes no page for it."""
    slot = Slot(params=CalendarsParams(zone=site.settings.options.zone))
    yield GeneratedFile(path="freshness.js", text=hole("calendars"), slots={"calendars": slot})
