"""A template of `templates/pages/` in, a Leaf with its own draft out: what most generated pages share."""

from __future__ import annotations

from typing import Any

from builder.model import GeneratedFile, Heading, ShellInput
from builder.templating import Templates


def page_from_template(
    templates: Templates,
    template: str,
    *,
    path: str,
    kind: str,
    title: str,
    description: str = "",
    headings: tuple[Heading, ...] = (),
    **values: Any,
) -> GeneratedFile:
    """A generated page, e.g. sheet(templates, "home.html", path="index.html", kind="home", title="…", …)."""
    html, slots = templates.render_with_slots(f"pages/{template}", title=title, **values)
    depth = path.count("/")
    draft = ShellInput(depth=depth, kind=kind, title=title, description=description, html=html, headings=headings)
    return GeneratedFile(path=path, slots=slots, draft=draft)
