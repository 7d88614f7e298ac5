"""The methods page: how each number of the site is computed."""

from __future__ import annotations

from collections.abc import Iterator

from builder.language import translate
from builder.model import GeneratedFile
from builder.number_format import percent
from builder.pages.page_template import page_from_template
from builder.pages.reading_time import characters_a_minute
from builder.pages.site_content import SiteContent
from builder.templating import Templates
from builder.vocabulary import (
    DAYS_A_YEAR,
    DRIFT_A_DAY,
    KINDS,
    LARGEST_DRIFT,
    LARGEST_FIRST_GAP,
    LONGEST_BREAK,
    LONGEST_CLOSED,
    MONTHS_A_YEAR,
    UNITS,
    WEEKS_A_YEAR,
    WINDOWS,
    Window,
)


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The methods page."""
    measures = [
        (
            measure,
            translate(UNITS[measure.unit].label),
            translate("、").join(translate(KINDS[kind].label) for kind in measure.kinds if kind in KINDS),
        )
        for measure in site.measures.values()
        if KINDS.keys() & set(measure.kinds)  # a set of data is not an instrument, so readers cannot look it up
    ]
    yield page_from_template(
        templates,
        kind="methods",
        path="methods/index.html",
        section="methods/",
        title=translate("计算方法"),
        description=translate("本站每个数字的定义、公式与依据。"),
        measures=measures,
        factor=site.settings.options.trading_days,
        risk_free=percent(site.settings.options.risk_free, signed=False),
        days=DAYS_A_YEAR,
        weeks=WEEKS_A_YEAR,
        months=MONTHS_A_YEAR,
        drift=percent(DRIFT_A_DAY, places=1, signed=False),
        largest_drift=percent(LARGEST_DRIFT, places=0, signed=False),
        first_gap=LARGEST_FIRST_GAP,
        longest_break=LONGEST_BREAK,
        reach=Window.reach,
        longest_closed=LONGEST_CLOSED,
        characters_a_minute=characters_a_minute(),
        short_reach=WINDOWS["ytd"].reach,
    )
