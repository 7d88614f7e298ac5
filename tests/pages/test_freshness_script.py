"""freshness.js."""

from __future__ import annotations

from builder.model import hole
from builder.pages import SiteContent, freshness_script
from builder.slot_params.generated import CalendarsParams
from builder.templating import Templates


def test_the_calendars_are_filled_in_with_the_sites_time_zone(site: SiteContent, templates: Templates) -> None:
    (script,) = freshness_script.files(site, templates)
    assert (script.path, script.text) == ("freshness.js", hole("calendars"))
    assert script.slots["calendars"].params == CalendarsParams(zone=site.settings.options.zone)
