"""A briefing's Page and Body in, its Draft out: header, contents, words, corrections, risk notice."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from builder.model import RESTATED, SHARE, Body, Page, ShellInput, hole
from builder.pages.page_dates import chinese
from builder.settings.settings import Settings
from builder.templating import Templates


def draft(
    page: Page, body: Body, settings: Settings, templates: Templates, topic_urls: Mapping[str, str]
) -> ShellInput:
    """The author's page as it goes into the theme. Its holes are the body's own, and the one at its head."""
    meta = page.meta
    html = templates.render(
        "pages/briefing.html",
        meta=meta,
        published=chinese(meta.date),
        as_of=chinese(meta.as_of),
        topics=[(topic, topic_urls[topic]) for topic in meta.topics],
        headings=[heading for heading in body.headings if heading.level == 2],
        restated=Markup(hole(RESTATED)),
        share=Markup(hole(SHARE)) if page.has_chart and settings.shares else "",
        body=Markup(body.html),
        risk=meta.risk or settings.options.risk_notice,
    )
    return ShellInput(
        depth=page.url.count("/"),
        kind="briefing",
        title=meta.title,
        description=meta.summary or body.excerpt,
        html=html,
        headings=body.headings,
        charts=page.has_chart,
        picture=picture(page.url, settings) if page.has_chart else "",
    )


def picture(url: str, settings: Settings) -> str:
    """What links to a briefing with a chart show, e.g. "briefings/sora/share.png"; "" where no pictures are made."""
    return f"{url}share.png" if settings.shares else ""
