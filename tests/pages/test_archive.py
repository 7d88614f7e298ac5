"""The archive."""

from __future__ import annotations

from builder.pages import SiteContent, archive
from builder.templating import Templates


def test_the_archive_is_by_month_newest_first(site: SiteContent, templates: Templates) -> None:
    (page,) = archive.files(site, templates)
    assert page.path == "archive/index.html"
    assert page.shell_input is not None
    assert [heading.title for heading in page.shell_input.headings] == ["2024年2月", "2024年1月"]
    assert all(f'id="{heading.id}"' in page.shell_input.html for heading in page.shell_input.headings)
