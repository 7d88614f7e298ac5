"""The page of a briefing: header, contents, the author's words, corrections and risk notice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from builder.language import Twin, translate
from builder.model import RELATED, RESTATED, SHARE, Body, Page, ShellInput, hole
from builder.pages.machine import metadata
from builder.pages.page_dates import written_date
from builder.pages.plain_page import evidence_hole, languages
from builder.pages.reading_time import minutes
from builder.settings.settings import Settings
from builder.templating import Templates


def shell_input(
    page: Page,
    body: Body,
    settings: Settings,
    templates: Templates,
    listings: Mapping[str, Mapping[str, str]],
    twins: Sequence[Twin] = (),
) -> ShellInput:
    """What the theme puts its frame around. Its holes are those of the body, one for restatements and one for pictures."""
    meta = page.meta
    description = meta.summary or body.excerpt
    html = templates.render(
        "pages/briefing.html",
        meta=meta,
        published=written_date(meta.date),
        as_of=written_date(meta.as_of),
        listings=listings,
        headings=[heading for heading in body.headings if heading.level == 2],
        minutes=minutes(body.html),
        languages=languages(page, twins),
        related=Markup(hole(RELATED)),
        restated=Markup(hole(RESTATED)),
        share=Markup(hole(SHARE)) if page.has_chart and settings.has_share_pictures else "",
        body=Markup(body.html),
        evidence=evidence_hole(page),
        risk=meta.risk or settings.options.risk_notice,
    )
    return ShellInput(
        depth=page.url.count("/"),
        kind="briefing",
        section="archive/",
        title=meta.title,
        description=description,
        html=html,
        headings=body.headings,
        charts=page.has_chart,
        metadata=metadata.head(
            settings,
            templates,
            url=page.url,
            title=meta.title,
            description=description,
            trail=((translate("简报"), "archive/"),),
            meta=meta,
            picture=share_picture(page.url, settings) if page.has_chart else "",
            twins=twins,
        ),
    )


def share_picture(url: str, settings: Settings) -> str:
    """The picture that links to a briefing with a chart show, e.g. "briefings/sora/share.png"; "" where none are made."""
    return f"{url}share.png" if settings.has_share_pictures else ""
