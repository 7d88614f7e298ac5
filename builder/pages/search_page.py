"""The search page, on which the search box opens by itself; without scripts it says how else to find things."""

from __future__ import annotations

from collections.abc import Iterator

from builder.language import translate
from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The search page."""
    yield page_from_template(
        templates,
        kind="search",
        path="search/index.html",
        section=None,
        title=translate("搜索"),
        description=translate("搜索全部简报与基金。"),
    )
