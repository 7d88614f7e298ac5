"""The site in, the page for addresses that do not exist out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The page that servers show in place of one that is not there."""
    yield page_from_template(templates, "missing.html", path="404.html", kind="missing", title="找不到这个页面")
