"""404.html, which servers show for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from builder.language import translate
from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The page "not found"."""
    yield page_from_template(
        templates,
        kind="missing",
        path="404.html",
        section=None,
        title=translate("找不到这个页面"),
        description=translate("这个地址没有页面。"),
    )
