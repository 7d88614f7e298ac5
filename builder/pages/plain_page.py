"""A plain page, e.g. pages/about.md: a title and the author's words."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from builder.language import LANGUAGES, OWN_NAMES, Twin
from builder.model import EVIDENCE, Body, Page, ShellInput, hole
from builder.pages.machine import metadata
from builder.settings.settings import Settings
from builder.templating import Templates


def evidence_hole(page: Page) -> str:
    """Where the page says how its numbers and claims are known; "" where it has none."""
    return Markup(hole(EVIDENCE)) if any(mark.block in ("number", "claim") for mark in page.marks) else ""


def languages(page: Page, twins: Sequence[Twin]) -> list[tuple[str, str, str]]:
    """What the switch between twins shows of the others: tag, address and the language's own name."""
    return [(LANGUAGES[twin.lang], twin.url, OWN_NAMES[twin.lang]) for twin in twins if twin.url != page.url]


def shell_input(
    page: Page, body: Body, settings: Settings, templates: Templates, twins: Sequence[Twin] = ()
) -> ShellInput:
    """What the theme puts its frame around. Its holes are those of the body."""
    title, description = page.meta.title, page.meta.summary or body.excerpt
    return ShellInput(
        depth=page.url.count("/"),
        kind="page",
        title=title,
        description=description,
        html=templates.render(
            "pages/plain.html",
            title=title,
            body=Markup(body.html),
            evidence=evidence_hole(page),
            languages=languages(page, twins),
        ),
        headings=body.headings,
        charts=page.has_chart,
        metadata=metadata.head(settings, templates, url=page.url, title=title, description=description, twins=twins),
    )
