"""The page that lists all feeds and says how to subscribe, for readers. `feeds` makes it beside the feeds."""

from __future__ import annotations

from collections.abc import Sequence

from builder.language import translate
from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.templating import Templates


def page(templates: Templates, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> GeneratedFile:
    """feeds/index.html. `groups` has the feeds under their headings, each with its title and its path from the site's root."""
    return page_from_template(
        templates,
        kind="feeds",
        path="feeds/index.html",
        section=None,
        title=translate("订阅"),
        description=translate("本站的订阅源：全部简报、更正，以及每个栏目、主题与基金。"),
        groups=[(heading, feeds) for heading, feeds in groups if feeds],
    )
