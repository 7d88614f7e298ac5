"""A plain page, e.g. pages/about.md: a title and the author's words."""

from __future__ import annotations

from markupsafe import Markup

from builder.model import EVIDENCE, EVIDENT, Body, Page, ShellInput, hole
from builder.templating import Templates


def shell_input(page: Page, body: Body, templates: Templates) -> ShellInput:
    """What the theme puts its frame around. Its holes are those of the body."""
    return ShellInput(
        depth=page.url.count("/"),
        kind="page",
        title=page.meta.title,
        description=page.meta.summary or body.excerpt,
        html=templates.render(
            "pages/plain.html",
            title=page.meta.title,
            body=Markup(body.html),
            evidence=Markup(hole(EVIDENCE)) if page.has(*EVIDENT) else "",
        ),
        headings=body.headings,
        charts=page.has("chart"),
    )
