"""A plain page (`pages/about.md`) in, its Draft out: a title and the author's words."""

from __future__ import annotations

from markupsafe import Markup

from builder.model import Body, Page, ShellInput
from builder.templating import Templates


def draft(page: Page, body: Body, templates: Templates) -> ShellInput:
    """The author's page as it goes into the theme. Its holes are the body's own."""
    return ShellInput(
        depth=page.url.count("/"),
        kind="page",
        title=page.meta.title,
        description=page.meta.summary or body.excerpt,
        html=templates.render("pages/plain.html", title=page.meta.title, body=Markup(body.html)),
        headings=body.headings,
        charts=page.has_chart,
    )
