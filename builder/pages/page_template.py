"""A generated page from a template of templates/pages/. Used by most kinds of pages."""

from __future__ import annotations

from typing import Any

from builder.model import GeneratedFile, Heading, ShellInput
from builder.templating import Templates


def page_from_template(
    templates: Templates,
    *,
    kind: str,
    path: str,
    section: str | None,
    title: str,
    description: str = "",
    headings: tuple[Heading, ...] = (),
    **values: Any,
) -> GeneratedFile:
    """The page of a kind, from the template of that name, e.g. templates/pages/home.html for "home".

    `section` is the address of the link in the navigation that it belongs to, None for none; `values` are for the template.
    """
    html, slots = templates.render_with_slots(f"pages/{kind}.html", title=title, description=description, **values)
    shell_input = ShellInput(
        depth=path.count("/"),
        kind=kind,
        section=section,
        title=title,
        description=description,
        html=html,
        headings=headings,
    )
    return GeneratedFile(path=path, slots=slots, shell_input=shell_input)
